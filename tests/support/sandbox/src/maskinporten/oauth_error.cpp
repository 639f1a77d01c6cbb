#include "maskinporten/oauth_error.hpp"

#include "shared/reply.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/random.hpp>

#include <nlohmann/json.hpp>

#include <array>

namespace fangst::sandbox {
namespace {

struct Documented {
  std::string_view code;
  int status;
  std::string_view error;
  std::string_view description;
};

constexpr std::array<Documented, 18> kDocumented{{
    {"MP-011", 400, "invalid_request", "Invalid assertion. Invalid parameter value"},
    {"MP-012", 400, "invalid_grant", "Grant is used before"},
    {"MP-100", 400, "invalid_grant", "Invalid assertion. Client authentication failed. Client not found"},
    {"MP-110", 400, "invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT claim aud"},
    {"MP-120", 400, "invalid_grant",
     "Invalid assertion. Client authentication failed. The JWT is signed with an invalid certificate."},
    {"MP-121", 400, "invalid_grant", "Invalid assertion. Client authentication failed. Expired key."},
    {"MP-122", 400, "invalid_grant", "Invalid organization number for client. Does not match certificate orgno"},
    {"MP-123", 400, "invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT header x5c"},
    {"MP-124", 400, "invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT signature"},
    {"MP-130", 400, "invalid_grant", "Invalid assertion. Client authentication failed. JWT is expired"},
    {"MP-200", 400, "invalid_scope", "Token request contains invalid scopes for client"},
    {"MP-201", 400, "invalid_scope", "Token request contains scopes not allowed for maskinporten"},
    {"MP-250", 403, "access_denied", "Consumer has not been granted access to the scope"},
    {"MP-251", 403, "access_denied", "Consumer has not delegated access to the scope to supplier"},
    {"MP-301", 400, "invalid_request", "Unknown authorization details type"},
    {"MP-302", 400, "invalid_request", "Unknown fields in authorization details"},
    {"MP-303", 400, "invalid_request", "Invalid authorization details values"},
    {"", 400, "invalid_request", "Invalid request"},
}};

}  // namespace

http::Response to_response(const OauthError& error) {
  const std::string trace = crypto::hex(crypto::random_bytes(16));
  nlohmann::json body{{"error", error.error}, {"error_description", error.description + " (trace_id: " + trace + ")"}};
  if (!error.code.empty()) body["error_uri"] = "https://maskinporten.no/errors/" + error.code;
  return json_response(error.status, body);
}

OauthError documented_error(std::string_view code) {
  for (const auto& known : kDocumented) {
    if (known.code == code) {
      return {known.status, std::string(known.error), std::string(known.description), std::string(code)};
    }
  }
  return documented_error("MP-011");
}

}  // namespace fangst::sandbox
