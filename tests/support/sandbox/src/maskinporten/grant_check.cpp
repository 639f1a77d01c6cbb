#include "maskinporten/grant_check.hpp"

#include "maskinporten/jwt.hpp"
#include "shared/call.hpp"
#include "shared/identity_numbers.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/text/percent.hpp>

#include <algorithm>
#include <sstream>

namespace fangst::sandbox {
namespace {

constexpr std::string_view kGrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::int64_t kClockSkew = 10;
constexpr std::int64_t kLongestGrant = 120;

OauthError invalid_request(std::string description) { return {400, "invalid_request", std::move(description), ""}; }

/// A form of unique names; empty when it is not one.
std::optional<std::map<std::string, std::string>> parse_form(const std::string& body) {
  std::map<std::string, std::string> form;
  std::istringstream pairs(body);
  for (std::string pair; std::getline(pairs, pair, '&');) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) return std::nullopt;
    const auto name = text::percent_decode(std::string_view(pair).substr(0, equals), text::Plus::is_space);
    const auto value = text::percent_decode(std::string_view(pair).substr(equals + 1), text::Plus::is_space);
    if (!name || !value || !form.emplace(*name, *value).second) return std::nullopt;
  }
  return form;
}

std::optional<OauthError> check_header(const nlohmann::json& header) {
  const bool has_x5c = header.contains("x5c");
  const bool has_kid = header.contains("kid");
  if (!header.contains("alg") || header["alg"] != "RS256") return documented_error("MP-011");
  if (has_x5c && !header["x5c"].is_array()) return documented_error("MP-123");
  if (has_x5c && has_kid) return documented_error("MP-011");
  if (has_x5c) return documented_error("MP-120");
  if (!has_kid || !header["kid"].is_string()) {
    return OauthError{400, "invalid_grant",
                      "The client requires pre-registered jwk and no key identifier (kid) provided", ""};
  }
  return std::nullopt;
}

bool is_whole(const nlohmann::json& claims, const char* name) {
  return claims.contains(name) && claims[name].is_number_integer();
}

}  // namespace

bool UsedGrants::use(const std::string& id, TimePoint until, TimePoint now) {
  std::lock_guard lock(mutex_);
  while (!by_end_.empty() && by_end_.begin()->first < now) {
    ids_.erase(by_end_.begin()->second);
    by_end_.erase(by_end_.begin());
  }
  if (!ids_.insert(id).second) return false;
  by_end_.emplace(until, id);
  return true;
}

std::variant<Grant, OauthError> GrantCheck::check(const http::RequestHead& head, const std::string& body,
                                                  const std::string& issuer) {
  if (media_type(head.header("content-type")) != "application/x-www-form-urlencoded") {
    return invalid_request("Content-Type must be application/x-www-form-urlencoded");
  }
  const auto form = parse_form(body);
  if (!form || !form->contains("grant_type")) return invalid_request("Missing grant_type");
  if (form->at("grant_type") != kGrantType) {
    return OauthError{400, "unsupported_grant_type", "Unsupported grant_type", ""};
  }
  const auto jwt = form->contains("assertion") ? parse_jwt(form->at("assertion")) : std::nullopt;
  if (!jwt) return documented_error("MP-011");
  if (auto wrong = check_header(jwt->header)) return *wrong;

  const MaskinportenClient* client = client_of(jwt->claims);
  if (client == nullptr) return documented_error("MP-100");
  if (!jwt->claims.contains("aud") || jwt->claims["aud"] != issuer) return documented_error("MP-110");
  if (jwt->header["kid"] != client->kid || !client->key.verify_sha256(jwt->signed_part, jwt->signature)) {
    return documented_error("MP-124");
  }
  if (auto wrong = check_times(jwt->claims)) return *wrong;

  // Without a jti the grant itself is what may be used once.
  const std::string id = client->id + "\n" + jwt->claims.value("jti", jwt->signed_part);
  const TimePoint end{std::chrono::seconds(jwt->claims["exp"].get<std::int64_t>())};
  if (!used_.use(id, end, clock_.now())) return documented_error("MP-012");
  if (auto wrong = check_rights(*client, jwt->claims)) return *wrong;
  return Grant{client, jwt->claims, jwt->claims["scope"].get<std::string>()};
}

const MaskinportenClient* GrantCheck::client_of(const nlohmann::json& claims) const {
  if (!claims.contains("iss")) return nullptr;
  if (claims["iss"] == installation_.client.id) return &installation_.client;
  if (claims["iss"] == installation_.other.id) return &installation_.other;
  return nullptr;
}

std::optional<OauthError> GrantCheck::check_times(const nlohmann::json& claims) const {
  if (!is_whole(claims, "iat") || !is_whole(claims, "exp")) return documented_error("MP-011");
  if (claims.contains("jti") && !claims["jti"].is_string()) return documented_error("MP-011");
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count();
  const auto issued = claims["iat"].get<std::int64_t>();
  const auto expires = claims["exp"].get<std::int64_t>();
  if (issued > now + kClockSkew) return OauthError{400, "invalid_grant", "Issue time is after now", ""};
  if (expires <= now) return documented_error("MP-130");
  if (expires - issued > kLongestGrant) return documented_error("MP-011");
  return std::nullopt;
}

std::optional<OauthError> GrantCheck::check_rights(const MaskinportenClient& client,
                                                   const nlohmann::json& claims) const {
  if (!claims.contains("scope") || !claims["scope"].is_string()) return documented_error("MP-200");
  std::istringstream scopes(claims["scope"].get<std::string>());
  std::string scope;
  bool any = false;
  for (; scopes >> scope; any = true) {
    if (scope == "openid" || scope == "profile") return documented_error("MP-201");
    if (std::find(client.scopes.begin(), client.scopes.end(), scope) == client.scopes.end()) {
      return documented_error("MP-200");
    }
  }
  if (!any) return documented_error("MP-200");
  if (claims.contains("resource") && !claims["resource"].is_array()) return documented_error("MP-011");
  if (claims.contains("authorization_details")) return documented_error("MP-301");
  if (!claims.contains("consumer_org")) return std::nullopt;
  if (claims["consumer_org"] == client.orgnr || claims.contains("iss_onbehalfof")) {
    return invalid_request(
        "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is "
        "invalid");
  }
  return documented_error("MP-251");
}

}  // namespace fangst::sandbox
