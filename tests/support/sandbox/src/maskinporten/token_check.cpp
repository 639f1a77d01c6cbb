#include "maskinporten/token_check.hpp"

#include "maskinporten/jwt.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace fangst::sandbox {
namespace {

constexpr std::size_t kCacheLimit = 4096;
constexpr std::int64_t kLeeway = 10;

crypto::RsaPublicKey public_half(const crypto::RsaKey& key) {
  auto half = crypto::RsaPublicKey::from_pem(key.public_pem());
  if (!half) throw std::runtime_error("a key without a public half");
  return *std::move(half);
}

std::int64_t seconds_of(TimePoint at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

bool TokenFacts::has(std::string_view scope) const {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

TokenCheck::TokenCheck(World& world) : world_(world), key_(public_half(world.installation.maskinporten_key)) {}

std::variant<TokenFacts, TokenFault> TokenCheck::check(std::string_view authorization) {
  constexpr std::string_view kBearer = "Bearer ";
  if (authorization.empty()) return TokenFault::missing;
  if (!authorization.starts_with(kBearer)) return TokenFault::malformed;
  const std::string token(authorization.substr(kBearer.size()));
  {
    std::lock_guard lock(mutex_);
    if (const auto known = verified_.find(token); known != verified_.end()) {
      if (known->second.expires > seconds_of(world_.clock.now())) return known->second;
      verified_.erase(known);
      return TokenFault::expired;
    }
  }
  auto outcome = verify(token);
  if (const auto* facts = std::get_if<TokenFacts>(&outcome)) {
    std::lock_guard lock(mutex_);
    if (verified_.size() >= kCacheLimit) verified_.clear();
    verified_.emplace(token, *facts);
  }
  return outcome;
}

std::variant<TokenFacts, TokenFault> TokenCheck::verify(std::string_view token) const {
  const auto jwt = parse_jwt(token);
  if (!jwt || jwt->header.value("alg", "") != "RS256") return TokenFault::malformed;
  if (jwt->header.value("kid", "") != world_.installation.server_kid ||
      !key_.verify_sha256(jwt->signed_part, jwt->signature)) {
    return TokenFault::bad_signature;
  }
  // The signature is our own, so that the claims have the types we gave them.
  if (jwt->claims.at("iss") != world_.base_url() + "/maskinporten/") return TokenFault::wrong_issuer;
  TokenFacts facts;
  facts.expires = jwt->claims.at("exp").get<std::int64_t>();
  const std::int64_t now = seconds_of(world_.clock.now());
  if (facts.expires <= now || jwt->claims.at("iat").get<std::int64_t>() > now + kLeeway) return TokenFault::expired;
  std::istringstream scopes(jwt->claims.at("scope").get<std::string>());
  for (std::string scope; scopes >> scope;) facts.scopes.push_back(scope);
  const std::string consumer = jwt->claims.at("consumer").at("ID").get<std::string>();
  facts.consumer = consumer.substr(consumer.find(':') + 1);
  return facts;
}

}  // namespace fangst::sandbox
