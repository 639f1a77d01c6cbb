#pragma once

#include <fangst/http/request.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace fangst::http {

/// Sends the answer. May be called from any thread; must be called once, and later calls are ignored. Copyable; the
/// connection lives as long as a copy.
using Responder = std::function<void(Response)>;

/// Receives the body of one request in pieces. Made per request on an I/O thread; calls never overlap, and come from
/// an I/O thread while the body is at most ServerSettings::inline_body bytes by Content-Length, else from a thread that
/// may block. It lives until the answer is given or the connection is lost; work that continues after that
/// must own what it uses.
class BodyConsumer {
 public:
  virtual ~BodyConsumer() = default;
  /// An error refuses the rest of the body: the server answers with it and closes the connection.
  virtual Result<void> write(std::string_view bytes) = 0;
  /// Called after the last byte. Must not block on an I/O thread. `respond` may be called now or later.
  virtual void finish(Responder respond) = 0;
};

/// Decides from the head (authentication, limits) whether the body is received; an error is the answer. Runs on an I/O
/// thread, so it must not block. The head always has a well-formed traceparent: the caller's, or a new one.
using StreamHandler = std::function<Result<std::unique_ptr<BodyConsumer>>(RequestHead head)>;

/// A route with a small body (at most ServerSettings::small_body bytes, held in memory), run on a thread that may
/// block.
using Handler = std::function<Response(const RequestHead& head, const std::string& body)>;

}  // namespace fangst::http
