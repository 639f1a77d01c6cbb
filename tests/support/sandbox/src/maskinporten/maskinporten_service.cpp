#include "maskinporten/maskinporten_service.hpp"

#include "maskinporten/jwt.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

namespace fangst::sandbox {
namespace {

constexpr int kTokenSeconds = 599;

http::Response refusal(const Fault& fault) {
  if (fault.action == FaultAction::status) return proxy_error(fault.status, "/token", fault.body);
  return to_response(documented_error(fault.code));
}

/// Flaws that a token itself may have; they do not stop it from being issued.
bool is_token_flaw(const std::optional<Fault>& fault) {
  return fault && fault->action == FaultAction::refuse &&
         (fault->code == "wrong_environment" || fault->code == "short_lived");
}

}  // namespace

void MaskinportenService::add_routes(http::Router& router) {
  router.add_stream("POST", "/maskinporten/token",
                    whole_body(world_, [this](const Call& call) { return token(call); }));
  router.add_stream("GET", "/maskinporten/.well-known/oauth-authorization-server",
                    whole_body(world_, [this](const Call& call) { return metadata(call); }));
  router.add_stream("GET", "/maskinporten/jwk", whole_body(world_, [this](const Call& call) { return keys(call); }));
}

Reply MaskinportenService::token(const Call& call) {
  auto fault = world_.faults.take("maskinporten", "token", {});
  std::string flaw;
  if (is_token_flaw(fault)) {
    flaw = fault->code;
    fault.reset();
  }
  auto reply = reply_before(fault, refusal);
  if (!reply) {
    const auto checked = grants_.check(call.head, call.body, issuer());
    const auto* wrong = std::get_if<OauthError>(&checked);
    reply = reply_after(fault, wrong != nullptr ? to_response(*wrong) : issue(std::get<Grant>(checked), flaw), refusal);
  }
  world_.calls.count("maskinporten", "token", reply->response.status);
  return *std::move(reply);
}

http::Response MaskinportenService::issue(const Grant& grant, const std::string& flaw) {
  const int lifetime = flaw == "short_lived" ? 5 : kTokenSeconds;
  const auto now = std::chrono::floor<std::chrono::seconds>(world_.clock.now()).time_since_epoch().count();
  nlohmann::json claims{{"iss", flaw == "wrong_environment" ? "https://test.maskinporten.invalid/" : issuer()},
                        {"scope", grant.scope},
                        {"client_id", grant.client->id},
                        {"client_amr", "private_key_jwt"},
                        {"token_type", "Bearer"},
                        {"iat", now},
                        {"exp", now + lifetime},
                        {"jti", crypto::base64url(crypto::random_bytes(24))},
                        {"consumer", {{"authority", "iso6523-actorid-upis"}, {"ID", "0192:" + grant.client->orgnr}}}};
  if (grant.claims.contains("resource")) claims["aud"] = grant.claims["resource"];
  const nlohmann::json header{{"alg", "RS256"}, {"kid", world_.installation.server_kid}};
  return json_response(200, {{"access_token", sign_jwt(header, claims, world_.installation.maskinporten_key)},
                             {"token_type", "Bearer"},
                             {"expires_in", lifetime},
                             {"scope", grant.scope}});
}

Reply MaskinportenService::metadata(const Call&) {
  const auto fault = world_.faults.take("maskinporten", "metadata", {});
  if (auto early = reply_before(fault, refusal)) return *std::move(early);
  world_.calls.count("maskinporten", "metadata", 200);
  const std::string base = world_.base_url() + "/maskinporten";
  return reply_after(fault,
                     json_response(200, {{"issuer", issuer()},
                                         {"token_endpoint", base + "/token"},
                                         {"jwks_uri", base + "/jwk"},
                                         {"token_endpoint_auth_methods_supported", {"private_key_jwt"}},
                                         {"grant_types_supported", {"urn:ietf:params:oauth:grant-type:jwt-bearer"}},
                                         {"token_endpoint_auth_signing_alg_values_supported", {"RS256"}},
                                         {"authorization_details_types_supported", nlohmann::json::array()}}),
                     refusal);
}

Reply MaskinportenService::keys(const Call&) {
  const auto fault = world_.faults.take("maskinporten", "jwk", {});
  if (auto early = reply_before(fault, refusal)) return *std::move(early);
  world_.calls.count("maskinporten", "jwk", 200);
  const auto& key = world_.installation.maskinporten_key;
  return reply_after(fault,
                     json_response(200, {{"keys",
                                          {{{"kty", "RSA"},
                                            {"use", "sig"},
                                            {"alg", "RS256"},
                                            {"kid", world_.installation.server_kid},
                                            {"n", key.modulus()},
                                            {"e", key.exponent()}}}}}),
                     refusal);
}

}  // namespace fangst::sandbox
