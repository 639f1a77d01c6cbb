#include "wire.hpp"

#include "lines.hpp"

#include <amqp_tcp_socket.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace fangst::support {
namespace {

constexpr amqp_channel_t kChannel = 1;  ///< The only one that Fangst opens.
constexpr std::size_t kFrameOverhead = 8;

struct TextProperty {
  amqp_flags_t flag;
  amqp_bytes_t amqp_basic_properties_t::*bytes;
  std::string FakeMessage::*text;
};

constexpr TextProperty kTextProperties[] = {
    {AMQP_BASIC_CONTENT_TYPE_FLAG, &amqp_basic_properties_t::content_type, &FakeMessage::content_type},
    {AMQP_BASIC_CORRELATION_ID_FLAG, &amqp_basic_properties_t::correlation_id, &FakeMessage::correlation_id},
    {AMQP_BASIC_REPLY_TO_FLAG, &amqp_basic_properties_t::reply_to, &FakeMessage::reply_to},
    {AMQP_BASIC_MESSAGE_ID_FLAG, &amqp_basic_properties_t::message_id, &FakeMessage::message_id},
    {AMQP_BASIC_TYPE_FLAG, &amqp_basic_properties_t::type, &FakeMessage::type},
    {AMQP_BASIC_USER_ID_FLAG, &amqp_basic_properties_t::user_id, &FakeMessage::user_id}};

bool is_number(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

amqp_field_value_t value_of(const std::string& text) {
  amqp_field_value_t value{};
  if (is_number(text)) {
    value.kind = AMQP_FIELD_KIND_I64;
    value.value.i64 = std::stoll(text);
  } else {
    value.kind = AMQP_FIELD_KIND_UTF8;
    value.value.bytes = bytes_of(text);
  }
  return value;
}

}  // namespace

amqp_bytes_t bytes_of(std::string_view text) {
  // The library takes a non-const pointer and only reads through it.
  return {text.size(), const_cast<char*>(text.data())};
}

void read_properties(const amqp_basic_properties_t& properties, FakeMessage& message) {
  for (const auto& [flag, bytes, text] : kTextProperties) {
    if ((properties._flags & flag) != 0) message.*text = text_of(properties.*bytes);
  }
  if ((properties._flags & AMQP_BASIC_DELIVERY_MODE_FLAG) != 0) message.delivery_mode = properties.delivery_mode;
  if ((properties._flags & AMQP_BASIC_HEADERS_FLAG) == 0) return;
  for (int i = 0; i < properties.headers.num_entries; ++i) {
    const auto& [key, value] = properties.headers.entries[i];
    message.headers[text_of(key)] = text_of(value);
  }
}

Wire::Wire(int socket) : incoming_(state_on(socket)), outgoing_(state_on(dup(socket))) {}

Wire::State Wire::state_on(int socket) {
  State state(amqp_new_connection());
  auto* const own = state == nullptr ? nullptr : amqp_tcp_socket_new(state.get());
  if (own == nullptr) throw std::bad_alloc();
  amqp_tcp_socket_set_sockfd(own, socket);
  return state;
}

void Wire::receive_protocol() {
  receive();
  amqp_tune_connection(incoming_.get(), 0, kFrameBytes, 0);
}

amqp_frame_t Wire::receive() {
  amqp_maybe_release_buffers(incoming_.get());
  amqp_frame_t frame{};
  const auto status = amqp_simple_wait_frame(incoming_.get(), &frame);
  if (status != AMQP_STATUS_OK) throw std::runtime_error(amqp_error_string2(status));
  return frame;
}

void Wire::hang_up() { shutdown(amqp_get_sockfd(incoming_.get()), SHUT_RDWR); }

void Wire::send_frames(amqp_method_number_t id, void* arguments, const FakeMessage* message) {
  const bool is_of_the_connection = id >> 16U == AMQP_CONNECTION_CLASS;
  const std::lock_guard lock(sending_);
  amqp_send_method(outgoing_.get(), is_of_the_connection ? 0 : kChannel, id, arguments);
  if (message != nullptr) send_content(*message);
}

void Wire::send_content(const FakeMessage& message) {
  amqp_basic_properties_t properties{};
  for (const auto& [flag, bytes, text] : kTextProperties) {
    if ((message.*text).empty()) continue;
    properties._flags |= flag;
    properties.*bytes = bytes_of(message.*text);
  }
  if (message.delivery_mode != 0) {
    properties._flags |= AMQP_BASIC_DELIVERY_MODE_FLAG;
    properties.delivery_mode = static_cast<std::uint8_t>(message.delivery_mode);
  }
  std::vector<amqp_table_entry_t> headers;
  for (const auto& [name, value] : message.headers) headers.push_back({bytes_of(name), value_of(value)});
  if (!headers.empty()) {
    properties._flags |= AMQP_BASIC_HEADERS_FLAG;
    properties.headers = {static_cast<int>(headers.size()), headers.data()};
  }
  amqp_frame_t frame{};
  frame.channel = kChannel;
  frame.frame_type = AMQP_FRAME_HEADER;
  frame.payload.properties.class_id = AMQP_BASIC_CLASS;
  frame.payload.properties.body_size = message.body.size();
  frame.payload.properties.decoded = &properties;
  amqp_send_frame(outgoing_.get(), &frame);
  frame.frame_type = AMQP_FRAME_BODY;
  const auto most = static_cast<std::size_t>(amqp_get_frame_max(outgoing_.get())) - kFrameOverhead;
  for (std::string_view rest = message.body; !rest.empty();) {
    const auto piece = rest.substr(0, most);
    frame.payload.body_fragment = bytes_of(piece);
    amqp_send_frame(outgoing_.get(), &frame);
    rest.remove_prefix(piece.size());
  }
}

}  // namespace fangst::support
