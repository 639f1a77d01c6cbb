#pragma once

#include "entrypoint.hpp"
#include "failures.hpp"

#include <fangst/codec/multipart_body.hpp>
#include <fangst/codec/url.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace fangst::digipost {

/// One call: a GET, or a POST of a multipart body whose hash is known.
struct ApiCall {
  std::string method;
  std::string path;  ///< With the prefix of the base URL; no query is ever needed.
  std::shared_ptr<codec::MultipartBody> body;
  std::string body_sha256;  ///< Base64.
};

struct ApiAnswer {
  ports::HttpResponse response;
  std::string signed_text;  ///< What the request's signature was made over: for comparison when Digipost finds it bad.
};

/// Signs every request and lets only signed answers through. Thread-safe.
class SignedApi {
 public:
  /// Throws std::invalid_argument for settings that cannot work.
  SignedApi(const DigipostSettings& settings, ports::HttpClient& http, const ports::Clock& clock);

  /// A path below the base URL.
  std::string path(const std::string& below) const { return prefix_ + below; }
  /// From the cache, at most an hour old.
  Result<std::shared_ptr<const Entrypoint>> entrypoint(model::Deadline deadline);

  /// The answer, checked to be Digipost's own answer to this request, whatever its status; 429 and 5xx are errors. Sent
  /// once more when Digipost finds the date too old (a large body takes time).
  Result<ApiAnswer> call(const ApiCall& call, const Operation& operation, model::Deadline deadline);

 private:
  struct Cached {
    std::shared_ptr<const Entrypoint> entrypoint;
    model::Timestamp fetched_at;
  };

  struct SignedRequest {
    ports::HttpRequest request;
    std::string text;
  };

  Result<ApiAnswer> call_once(const ApiCall& call, const Entrypoint& entrypoint, const Operation& operation,
                              model::Deadline deadline);
  Result<void> verify(const ports::HttpResponse& response, const ApiCall& call, const Entrypoint& entrypoint,
                      const Operation& operation, model::Deadline deadline);
  Result<std::shared_ptr<const Entrypoint>> fetch_entrypoint(model::Deadline deadline);
  SignedRequest sign(const ApiCall& call) const;

  codec::Url base_;
  std::string prefix_;
  std::string broker_id_;
  crypto::RsaKey key_;
  ports::HttpClient& http_;
  const ports::Clock& clock_;
  std::mutex mutex_;
  Cached cached_;
};

}  // namespace fangst::digipost
