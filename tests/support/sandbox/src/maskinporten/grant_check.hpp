#pragma once

#include "maskinporten/oauth_error.hpp"
#include "shared/clock.hpp"
#include "shared/installation.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <variant>

namespace fangst::sandbox {

/// A grant that holds: who asks for what.
struct Grant {
  const MaskinportenClient* client = nullptr;
  nlohmann::json claims;
  std::string scope;
};

/// Grants that have been used, each remembered until it could not be used anyway. Thread-safe.
class UsedGrants {
 public:
  /// False when the id was used before.
  bool use(const std::string& id, TimePoint until, TimePoint now);

 private:
  std::mutex mutex_;
  std::unordered_set<std::string> ids_;
  std::multimap<TimePoint, std::string> by_end_;
};

/// Checks a token request in Maskinporten's order: the first thing wrong is what the client is told.
class GrantCheck {
 public:
  GrantCheck(const Installation& installation, const Clock& clock) : installation_(installation), clock_(clock) {}
  std::variant<Grant, OauthError> check(const http::RequestHead& head, const std::string& body,
                                        const std::string& issuer);

 private:
  const MaskinportenClient* client_of(const nlohmann::json& claims) const;
  std::optional<OauthError> check_times(const nlohmann::json& claims) const;
  std::optional<OauthError> check_rights(const MaskinportenClient& client, const nlohmann::json& claims) const;

  const Installation& installation_;
  const Clock& clock_;
  UsedGrants used_;
};

}  // namespace fangst::sandbox
