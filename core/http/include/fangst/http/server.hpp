#pragma once

#include <fangst/http/router.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fangst::http {

struct TlsSettings {
  std::string certificate_chain_file;
  std::string private_key_file;
  std::string client_ca_file;  ///< Non-empty: client certificates are demanded and verified.
};

struct ServerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;          ///< 0: any free port.
  std::optional<TlsSettings> tls;  ///< TLS 1.2 and later.
  unsigned io_threads = 1;
  unsigned blocking_threads = 4;
  std::size_t small_body = 1U << 20U;
  std::size_t inline_body = 64U << 10U;
  std::uint64_t body_limit = 4ULL << 30U;
  std::size_t header_limit = 16U << 10U;
  std::size_t max_connections = 1024;  ///< Further connections get 503 and are closed.
  std::chrono::milliseconds idle_timeout{75'000};
  std::chrono::milliseconds header_timeout{15'000};
  std::chrono::milliseconds read_timeout{60'000};  ///< Without any progress of a body.
};

/// The outcome of one request, for metrics and the log. It holds no path and no query (invariant 9).
struct RequestOutcome {
  std::string method;
  std::string pattern;  ///< Empty when no route matched.
  int status = 0;       ///< 499: the client left before its answer had gone out.
  std::chrono::nanoseconds duration{};
  std::string trace_id;        ///< As in the answer (invariant 18); empty when the head was not read.
  std::optional<Cause> cause;  ///< Why it did not succeed; also when the answer's source failed.
};
using OutcomeObserver = std::function<void(const RequestOutcome&)>;
/// Called with a fault that no answer reports: an exception after the answer was given, or between requests. Called
/// from any thread of the server.
using FaultObserver = std::function<void(const Error& fault, std::string_view trace_id)>;

/// An HTTP/1.1 server on Boost.Beast. Starts listening in the constructor (throws std::runtime_error when it cannot).
/// Errors of the server itself are problem+json. The destructor stops it.
class Server {
 public:
  Server(ServerSettings settings, Router router, OutcomeObserver observer = {}, FaultObserver on_fault = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// Accepts no more connections, lets requests in progress end until `grace` has passed, and closes the rest.
  /// Idempotent.
  void stop(std::chrono::milliseconds grace);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::http
