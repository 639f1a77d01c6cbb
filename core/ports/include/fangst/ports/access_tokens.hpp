#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/http_client.hpp>

#include <string>
#include <utility>

namespace fangst::ports {

/// Bearer tokens for the APIs of others (Maskinporten). Blocking and thread-safe.
class AccessTokens {
 public:
  virtual ~AccessTokens() = default;
  /// A token that is valid now; most often from memory. Errors are never outcome_unknown(): nothing has been asked of
  /// the API itself.
  virtual Result<std::string> token(const std::string& scope, model::Deadline deadline) = 0;
  /// The API has refused this token: the next token() fetches another.
  virtual void invalidate(const std::string& scope, const std::string& refused) = 0;
};

/// Sends with a bearer token. After a 401, which means that nothing was done, once more with a new token.
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
