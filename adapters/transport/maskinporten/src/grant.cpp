#include "grant.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

namespace fangst::maskinporten {
namespace {

// 120 s is the most that is allowed; what is left over is for clocks that differ.
constexpr std::int64_t kLifetimeSeconds = 100;

}  // namespace

std::string make_grant(const Settings& settings, const crypto::RsaKey& key, const std::string& scope,
                       model::Timestamp now) {
  const auto issued_at = model::to_millis(now) / 1000;
  const nlohmann::json header = {{"alg", "RS256"}, {"kid", settings.key_id}, {"typ", "JWT"}};
  nlohmann::json claims = {{"aud", settings.issuer},   {"iss", settings.client_id},
                           {"scope", scope},           {"iat", issued_at},
                           {"jti", crypto::uuid_v4()}, {"exp", issued_at + kLifetimeSeconds}};
  if (!settings.consumer_org.empty()) claims["consumer_org"] = settings.consumer_org;
  if (!settings.resource.empty()) claims["resource"] = nlohmann::json::array({settings.resource});
  const auto signed_part = crypto::base64url(header.dump()) + "." + crypto::base64url(claims.dump());
  return signed_part + "." + crypto::base64url(key.sign_sha256(signed_part));
}

std::string sorted_scopes(const std::string& scope) {
  std::istringstream words(scope);
  std::set<std::string> sorted;
  for (std::string word; words >> word;) sorted.insert(word);
  std::string joined;
  for (const auto& word : sorted) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

}  // namespace fangst::maskinporten
