#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/http_client.hpp>

#include <string>
#include <utility>

namespace fangst::ports {

/// Bearer tokens (RFC 6750) for the APIs of dependencies, from Maskinporten. Blocking and thread-safe.
class AccessTokens {
 public:
  virtual ~AccessTokens() = default;
  /// A token that is valid now, usually from memory. An error never has outcome_unknown(), since the API itself has not
  /// been called. `forbidden` when the issuer refuses, else `timeout` or `unavailable`.
  virtual Result<std::string> token(const std::string& scope, model::Deadline deadline) = 0;
  /// To be called when the API has refused this token: the next token() fetches another.
  virtual void invalidate(const std::string& scope, const std::string& refused) = 0;
};

/// Sends with a bearer token. After a 401, which means that nothing was done, it sends once more with a new token.
inline Result<HttpResponse> send_with_token(HttpClient& http, AccessTokens& tokens, const std::string& scope,
                                            HttpRequest request, model::Deadline deadline) {
  constexpr int kUnauthorised = 401;
  for (bool is_second = false;; is_second = true) {
    FANGST_TRY(const std::string token, tokens.token(scope, deadline));
    if (is_second) request.headers.pop_back();
    request.headers.emplace_back("Authorization", "Bearer " + token);
    auto response = http.send(request, deadline);
    if (!response || response->status != kUnauthorised) return response;
    tokens.invalidate(scope, token);
    if (is_second) return response;
  }
}

}  // namespace fangst::ports
