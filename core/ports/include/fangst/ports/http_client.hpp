#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/ports/byte_source.hpp>
#include <fangst/text/ascii.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fangst::ports {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;
  std::string url;  ///< Absolute. Must not hold an identity number.
  HttpHeaders headers;
  std::string body;
  /// When set, `body` is ignored. It is rewound before each attempt, since a request on a connection that the server
  /// has closed is sent again from the first byte.
  std::shared_ptr<ByteSource> body_source;
};

struct HttpResponse {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  /// Case-insensitive; empty when absent.
  std::string_view header(std::string_view name) const;
};

/// A blocking HTTP/1.1 client with a connection pool. Thread-safe.
///
/// An answer with any status is a value. An Error means that no whole answer came: `unavailable` when no connection was
/// made (nothing was sent), `timeout` or `unavailable` with outcome_unknown() when the request may have arrived.
class HttpClient {
 public:
  using BodySink = std::function<Result<void>(std::string_view)>;

  virtual ~HttpClient() = default;
  virtual Result<HttpResponse> send(const HttpRequest& request, model::Deadline deadline) = 0;
  /// As send, but the body of a 2xx answer goes to `sink` piece by piece; HttpResponse::body stays empty then.
  virtual Result<HttpResponse> download(const HttpRequest& request, const BodySink& sink, model::Deadline deadline) = 0;
};

inline std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (text::iequals(key, name)) return value;
  }
  return {};
}

}  // namespace fangst::ports
