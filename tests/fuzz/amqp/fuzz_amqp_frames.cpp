// The frames of a channel in any order and with any content, as the library hands them over. Each byte of the input
// chooses a frame; what it needs is taken from those that follow.
#include "frames.hpp"
#include "require.hpp"

#include <amqp_framing.h>

#include <algorithm>
#include <deque>
#include <vector>

namespace {

using namespace fangst;
using fuzz::require;

constexpr std::size_t kMaxBody = 64;

class Input {
 public:
  explicit Input(std::string_view text) : text_(text) {}
  bool empty() const { return text_.empty(); }
  std::uint8_t byte() { return text_.empty() ? 0 : static_cast<std::uint8_t>(text(1).front()); }
  std::string_view text(std::size_t size) {
    const auto taken = text_.substr(0, size);
    text_.remove_prefix(taken.size());
    return taken;
  }
  amqp_bytes_t bytes(std::size_t size) {
    const auto taken = text(size);
    return {taken.size(), const_cast<char*>(taken.data())};
  }

 private:
  std::string_view text_;
};

void fill(amqp_table_entry_t& entry, Input& input) {
  entry.key = input.bytes(input.byte() % 8U);
  entry.value.kind = input.byte();
  entry.value.value.u64 = 0;
  if (entry.value.kind == AMQP_FIELD_KIND_UTF8 || entry.value.kind == AMQP_FIELD_KIND_BYTES) {
    entry.value.value.bytes = input.bytes(input.byte() % 16U);
  } else {
    entry.value.value.i64 = static_cast<std::int8_t>(input.byte());
  }
}

amqp_basic_properties_t properties(Input& input, std::vector<amqp_table_entry_t>& headers) {
  amqp_basic_properties_t made{};
  const auto flags = input.byte();
  if ((flags & 1U) != 0) {
    made._flags |= AMQP_BASIC_MESSAGE_ID_FLAG;
    made.message_id = input.bytes(input.byte() % 16U);
  }
  if ((flags & 2U) != 0) {
    made._flags |= AMQP_BASIC_USER_ID_FLAG;
    made.user_id = input.bytes(input.byte() % 16U);
  }
  if ((flags & 4U) != 0) {
    headers.resize(input.byte() % 4U);
    for (auto& entry : headers) fill(entry, input);
    made._flags |= AMQP_BASIC_HEADERS_FLAG;
    made.headers = {static_cast<int>(headers.size()), headers.data()};
  }
  return made;
}

class Channel {
 public:
  Result<void> take(Input& input) {
    switch (input.byte() % 8U) {
      case 0:
        return deliver(input);
      case 1:
        return give_back(input);
      case 2:
        return header(input);
      case 3:
        return confirm(input, AMQP_BASIC_ACK_METHOD);
      case 4:
        return confirm(input, AMQP_BASIC_NACK_METHOD);
      case 5:
        return close(input);
      case 6:
        return method(static_cast<amqp_method_number_t>(input.byte() % 2U == 0 ? AMQP_CONNECTION_BLOCKED_METHOD
                                                                               : AMQP_CONNECTION_UNBLOCKED_METHOD),
                      nullptr);
      default:
        return body(input);
    }
  }

 private:
  Result<void> take(const amqp_frame_t& frame) {
    std::size_t events = 0;
    const auto result = reader_.take(frame, [&](amqp::Event&& event) {
      ++events;
      check(event);
    });
    require(events <= 1, "a frame ends at most one message");
    return result;
  }

  void check(const amqp::Event& event) {
    if (std::holds_alternative<amqp::Confirmed>(event) || std::holds_alternative<amqp::Blocked>(event)) return;
    require(has_content_, "a message has a method and a header");
    has_content_ = false;
    const auto* message = std::get_if<amqp::Delivered>(&event);
    if (message == nullptr) return;
    require(message->tag == tag_, "the tag of the last delivery");
    require(message->is_too_large == (size_ > kMaxBody), "too large by what the header says");
    require(message->body == (message->is_too_large ? std::string() : body_), "the bytes that came, and no more");
  }

  Result<void> method(amqp_method_number_t id, void* decoded) {
    amqp_frame_t frame{};
    frame.frame_type = AMQP_FRAME_METHOD;
    frame.payload.method = {id, decoded};
    return take(frame);
  }
  Result<void> deliver(Input& input) {
    amqp_basic_deliver_t deliver{};
    deliver.delivery_tag = tag_ = input.byte();
    deliver.routing_key = input.bytes(input.byte() % 16U);
    is_open_ = true;
    has_content_ = false;
    return method(AMQP_BASIC_DELIVER_METHOD, &deliver);
  }
  Result<void> give_back(Input& input) {
    amqp_basic_return_t returned{};
    returned.routing_key = input.bytes(input.byte() % 16U);
    is_open_ = true;
    has_content_ = false;
    return method(AMQP_BASIC_RETURN_METHOD, &returned);
  }
  Result<void> header(Input& input) {
    std::vector<amqp_table_entry_t> headers;
    auto made = properties(input, headers);
    amqp_frame_t frame{};
    frame.frame_type = AMQP_FRAME_HEADER;
    frame.payload.properties.decoded = &made;
    frame.payload.properties.body_size = input.byte();
    if (is_open_) {
      size_ = frame.payload.properties.body_size;
      body_.clear();
      has_content_ = true;
      is_open_ = false;
    }
    return take(frame);
  }
  Result<void> body(Input& input) {
    amqp_frame_t frame{};
    frame.frame_type = AMQP_FRAME_BODY;
    frame.payload.body_fragment = input.bytes(input.byte());
    if (has_content_) {
      const auto& fragment = frame.payload.body_fragment;
      body_.append(static_cast<const char*>(fragment.bytes), std::min<std::size_t>(fragment.len, size_ - body_.size()));
    }
    return take(frame);
  }
  Result<void> confirm(Input& input, amqp_method_number_t id) {
    amqp_basic_ack_t ack{input.byte(), input.byte() % 2U == 0 ? 0 : 1};
    amqp_basic_nack_t nack{ack.delivery_tag, ack.multiple, 0};
    return method(id, id == AMQP_BASIC_ACK_METHOD ? static_cast<void*>(&ack) : &nack);
  }
  Result<void> close(Input& input) {
    amqp_channel_close_t close{};
    close.reply_code = input.byte();
    close.reply_text = input.bytes(input.byte() % 32U);
    const auto result = method(AMQP_CHANNEL_CLOSE_METHOD, &close);
    require(!result.has_value(), "a closed channel is an error");
    return result;
  }

  amqp::FrameReader reader_{kMaxBody};
  bool is_open_ = false;      // A method announced a message, and its header has not come.
  bool has_content_ = false;  // The header has come, and the message has not been handed over.
  std::uint64_t tag_ = 0;
  std::size_t size_ = 0;
  std::string body_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  Input input(fuzz::view(data, size));
  Channel channel;
  while (!input.empty()) {
    if (const auto result = channel.take(input); !result) {
      fuzz::require_sound(result.error());
      return 0;  // The connection is given up.
    }
  }
  return 0;
}
