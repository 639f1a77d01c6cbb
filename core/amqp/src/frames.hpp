#pragma once

#include <fangst/amqp/message.hpp>
#include <fangst/error/result.hpp>

#include <amqp.h>

#include <functional>
#include <optional>

namespace fangst::amqp {

/// Puts the frames of one channel together to events. A message comes as three or more frames, with any pause between
/// them; the library's own reader would block for the rest.
class FrameReader {
 public:
  explicit FrameReader(std::size_t max_body) : max_body_(max_body) {}

  /// An error when the broker has closed the channel or the connection, or cancelled a consumer.
  Result<void> take(const amqp_frame_t& frame, const std::function<void(Event&&)>& handle);

 private:
  Result<void> take_method(const amqp_method_t& method, const std::function<void(Event&&)>& handle);
  void take_header(const amqp_frame_t& frame, const std::function<void(Event&&)>& handle);
  void take_body(const amqp_bytes_t& fragment, const std::function<void(Event&&)>& handle);
  void finish(const std::function<void(Event&&)>& handle);

  std::size_t max_body_;
  std::optional<Delivered> message_;  // The content under way; a returned message is one too.
  bool is_returned_ = false;
  std::optional<std::uint64_t> missing_;  // Bytes of the body; empty until the header has come.
};

std::string to_string(const amqp_bytes_t& bytes);

}  // namespace fangst::amqp
