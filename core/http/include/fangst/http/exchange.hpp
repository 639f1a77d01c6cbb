#pragma once

#include <fangst/http/request.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace fangst::http {

/// Sends the answer. May be called from any thread, exactly once; later calls are ignored. Copyable; keeps the
/// connection alive.
using Responder = std::function<void(Response)>;

/// Takes the body of one request as it arrives. Made per request on an I/O thread; calls never overlap, and come from
/// an I/O thread while the body is at most ServerSettings::inline_body bytes by Content-Length, else from a thread that
/// may block. Lives until the answer is given or the connection is lost: work that goes on must own what it needs.
class BodyConsumer {
 public:
  virtual ~BodyConsumer() = default;
  /// Non-empty error: the body is refused here; the connection answers and closes.
  virtual Result<void> write(std::string_view bytes) = 0;
  /// The whole body has arrived. Must not block when on an I/O thread; answers now or later.
  virtual void finish(Responder respond) = 0;
};

/// A route decides from the head (authentication, limits) whether the body is wanted; on an I/O thread, so it must not
/// block. The head always has a well-formed traceparent: the caller's, or a new one.
using StreamHandler = std::function<Result<std::unique_ptr<BodyConsumer>>(RequestHead head)>;

/// A route with a small body (at most ServerSettings::small_body bytes, held in memory), run on a thread that may
/// block.
using Handler = std::function<Response(const RequestHead& head, const std::string& body)>;

}  // namespace fangst::http
