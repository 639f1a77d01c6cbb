#pragma once

#include <fangst/ports/http_client.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace fangst::http_client {

/// Bounds cpprest's process-wide thread pool (40 threads otherwise). main calls it before any Client exists; a second
/// call, or one after the first request, throws. The pool only moves bytes and reads request bodies: 2 to 4 threads
/// carry any number of callers.
void init(std::size_t threads);

struct Settings {
  std::string ca_file;  ///< PEM; trusted instead of the system's certificates, unless empty.
  std::chrono::milliseconds connect_timeout{5000};  ///< For name look-up, TCP and TLS together; within the deadline.
  std::size_t max_response_bytes = 16U << 20U;      ///< Of send(), and of a non-2xx answer to download().
  std::uint64_t max_download_bytes = 4ULL << 30U;
  std::string user_agent = "Fangst";
};

/// ports::HttpClient on cpprestsdk; one pool of keep-alive connections per origin.
///
/// Plain http is refused (`invalid_input`) unless the host is the loopback. Redirects are not followed. A request
/// whose bytes may have left is never sent a second time, save GET and HEAD: a pooled connection is looked at before
/// use and replaced when the peer has closed it, and cpprest's own silent resend is stopped.
class Client final : public ports::HttpClient {
 public:
  /// Throws when the CA file cannot be read.
  explicit Client(Settings settings);
  ~Client() override;

  Result<ports::HttpResponse> send(const ports::HttpRequest& request, model::Deadline deadline) override;
  Result<ports::HttpResponse> download(const ports::HttpRequest& request, const BodySink& sink,
                                       model::Deadline deadline) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::http_client
