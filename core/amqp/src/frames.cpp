#include "frames.hpp"

#include "errors.hpp"

#include <amqp_framing.h>

namespace fangst::amqp {
namespace {

std::optional<std::int64_t> to_number(const amqp_field_value_t& value) {
  switch (value.kind) {
    case AMQP_FIELD_KIND_I8:
      return value.value.i8;
    case AMQP_FIELD_KIND_U8:
      return value.value.u8;
    case AMQP_FIELD_KIND_I16:
      return value.value.i16;
    case AMQP_FIELD_KIND_U16:
      return value.value.u16;
    case AMQP_FIELD_KIND_I32:
      return value.value.i32;
    case AMQP_FIELD_KIND_U32:
      return value.value.u32;
    case AMQP_FIELD_KIND_I64:
      return value.value.i64;
    default:
      return std::nullopt;
  }
}

Fields to_fields(const amqp_table_t& table) {
  Fields fields;
  for (int i = 0; i < table.num_entries; ++i) {
    const auto& entry = table.entries[i];
    if (const auto number = to_number(entry.value)) {
      fields.push_back({to_string(entry.key), *number});
    } else if (entry.value.kind == AMQP_FIELD_KIND_UTF8 || entry.value.kind == AMQP_FIELD_KIND_BYTES) {
      fields.push_back({to_string(entry.key), to_string(entry.value.value.bytes)});
    }
  }
  return fields;
}

void read_properties(const amqp_basic_properties_t& properties, Delivered& message) {
  const auto text = [&](amqp_flags_t flag, const amqp_bytes_t& bytes) {
    return (properties._flags & flag) != 0 ? to_string(bytes) : std::string();
  };
  message.message_id = text(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id);
  message.correlation_id = text(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id);
  message.reply_to = text(AMQP_BASIC_REPLY_TO_FLAG, properties.reply_to);
  message.user_id = text(AMQP_BASIC_USER_ID_FLAG, properties.user_id);
  if ((properties._flags & AMQP_BASIC_HEADERS_FLAG) != 0) message.headers = to_fields(properties.headers);
}

}  // namespace

std::string to_string(const amqp_bytes_t& bytes) { return {static_cast<const char*>(bytes.bytes), bytes.len}; }

std::string_view Delivered::text_header(std::string_view key) const {
  for (const auto& field : headers) {
    if (field.key != key) continue;
    if (const auto* text = std::get_if<std::string>(&field.value)) return *text;
  }
  return {};
}

std::int64_t Delivered::number_header(std::string_view key) const {
  for (const auto& field : headers) {
    if (field.key != key) continue;
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) return *number;
  }
  return 0;
}

Result<void> FrameReader::take(const amqp_frame_t& frame, const std::function<void(Event&&)>& handle) {
  switch (frame.frame_type) {
    case AMQP_FRAME_METHOD:
      return take_method(frame.payload.method, handle);
    case AMQP_FRAME_HEADER:
      take_header(frame, handle);
      return {};
    case AMQP_FRAME_BODY:
      take_body(frame.payload.body_fragment, handle);
      return {};
    default:
      return {};
  }
}

Result<void> FrameReader::take_method(const amqp_method_t& method, const std::function<void(Event&&)>& handle) {
  switch (method.id) {
    case AMQP_BASIC_DELIVER_METHOD: {
      const auto& deliver = *static_cast<amqp_basic_deliver_t*>(method.decoded);
      message_.emplace();
      missing_.reset();
      message_->tag = deliver.delivery_tag;
      message_->routing_key = to_string(deliver.routing_key);
      is_returned_ = false;
      return {};
    }
    case AMQP_BASIC_RETURN_METHOD: {
      const auto& returned = *static_cast<amqp_basic_return_t*>(method.decoded);
      message_.emplace();
      missing_.reset();
      message_->routing_key = to_string(returned.routing_key);
      is_returned_ = true;
      return {};
    }
    case AMQP_BASIC_ACK_METHOD: {
      const auto& ack = *static_cast<amqp_basic_ack_t*>(method.decoded);
      handle(Confirmed{ack.delivery_tag, ack.multiple != 0, true});
      return {};
    }
    case AMQP_BASIC_NACK_METHOD: {
      const auto& nack = *static_cast<amqp_basic_nack_t*>(method.decoded);
      handle(Confirmed{nack.delivery_tag, nack.multiple != 0, false});
      return {};
    }
    case AMQP_CONNECTION_BLOCKED_METHOD:
      handle(Blocked{true});
      return {};
    case AMQP_CONNECTION_UNBLOCKED_METHOD:
      handle(Blocked{false});
      return {};
    case AMQP_CHANNEL_CLOSE_METHOD:
    case AMQP_CONNECTION_CLOSE_METHOD:
      return Failure(closed_by_broker(method));
    case AMQP_BASIC_CANCEL_METHOD:
      return Failure(broker_error("queue.broker_avbroet", "basic.cancel", "the queue was deleted or lost its leader"));
    default:
      return {};
  }
}

void FrameReader::take_header(const amqp_frame_t& frame, const std::function<void(Event&&)>& handle) {
  if (!message_ || missing_) return;
  read_properties(*static_cast<amqp_basic_properties_t*>(frame.payload.properties.decoded), *message_);
  missing_ = frame.payload.properties.body_size;
  message_->is_too_large = *missing_ > max_body_;
  if (*missing_ == 0) finish(handle);
}

void FrameReader::take_body(const amqp_bytes_t& fragment, const std::function<void(Event&&)>& handle) {
  if (!message_ || !missing_) return;
  // Never more than the header has announced: the limit was held against that.
  const auto size = std::min<std::uint64_t>(*missing_, fragment.len);
  if (!message_->is_too_large) message_->body.append(static_cast<const char*>(fragment.bytes), size);
  *missing_ -= size;
  if (*missing_ == 0) finish(handle);
}

void FrameReader::finish(const std::function<void(Event&&)>& handle) {
  auto message = std::move(*message_);
  message_.reset();
  missing_.reset();
  if (is_returned_) {
    handle(Returned{std::move(message.message_id), std::move(message.routing_key)});
  } else {
    handle(std::move(message));
  }
}

}  // namespace fangst::amqp
