#include "frames.hpp"

#include <amqp_framing.h>
#include <gtest/gtest.h>

namespace fangst::amqp {
namespace {

amqp_bytes_t bytes(const char* text) { return amqp_cstring_bytes(text); }

class FrameReaderTest : public testing::Test {
 protected:
  Result<void> take(const amqp_frame_t& frame) {
    return reader_.take(frame, [this](Event&& event) { events_.push_back(std::move(event)); });
  }
  Result<void> method(amqp_method_number_t id, void* decoded) {
    amqp_frame_t frame{};
    frame.frame_type = AMQP_FRAME_METHOD;
    frame.payload.method = {id, decoded};
    return take(frame);
  }
  void deliver(std::uint64_t tag) {
    amqp_basic_deliver_t deliver{};
    deliver.delivery_tag = tag;
    deliver.routing_key = bytes("arkiver");
    EXPECT_TRUE(method(AMQP_BASIC_DELIVER_METHOD, &deliver));
  }
  void header(std::uint64_t size, amqp_basic_properties_t properties = {}) {
    amqp_frame_t frame{};
    frame.frame_type = AMQP_FRAME_HEADER;
    frame.payload.properties.body_size = size;
    frame.payload.properties.decoded = &properties;
    EXPECT_TRUE(take(frame));
  }
  void body(const char* text) {
    amqp_frame_t frame{};
    frame.frame_type = AMQP_FRAME_BODY;
    frame.payload.body_fragment = bytes(text);
    EXPECT_TRUE(take(frame));
  }

  FrameReader reader_{10};
  std::vector<Event> events_;
};

TEST_F(FrameReaderTest, puts_a_message_of_several_fragments_together) {
  deliver(7);
  header(6);
  body("abc");
  EXPECT_TRUE(events_.empty());
  body("def");
  ASSERT_EQ(events_.size(), 1U);
  const auto& message = std::get<Delivered>(events_[0]);
  EXPECT_EQ(message.tag, 7U);
  EXPECT_EQ(message.routing_key, "arkiver");
  EXPECT_EQ(message.body, "abcdef");
}

TEST_F(FrameReaderTest, an_empty_message_needs_no_fragment) {
  deliver(1);
  header(0);
  EXPECT_EQ(events_.size(), 1U);
}

TEST_F(FrameReaderTest, keeps_nothing_of_a_body_above_the_limit) {
  deliver(1);
  header(11);
  body("12345678901");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_TRUE(std::get<Delivered>(events_[0]).is_too_large);
  EXPECT_TRUE(std::get<Delivered>(events_[0]).body.empty());
}

TEST_F(FrameReaderTest, keeps_no_more_of_a_body_than_its_header_announced) {
  deliver(1);
  header(4);
  body("abc");
  body("defghijklmnop");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_EQ(std::get<Delivered>(events_[0]).body, "abcd");
}

TEST_F(FrameReaderTest, takes_no_body_before_its_header) {
  deliver(1);
  body("abc");
  EXPECT_TRUE(events_.empty());
  header(2);
  body("de");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_EQ(std::get<Delivered>(events_[0]).body, "de");
}

TEST_F(FrameReaderTest, a_confirm_between_the_fragments_does_not_disturb_the_message) {
  deliver(1);
  header(2);
  amqp_basic_ack_t ack{3, 1};
  EXPECT_TRUE(method(AMQP_BASIC_ACK_METHOD, &ack));
  body("ab");
  ASSERT_EQ(events_.size(), 2U);
  EXPECT_TRUE(std::get<Confirmed>(events_[0]).multiple);
  EXPECT_EQ(std::get<Delivered>(events_[1]).body, "ab");
}

TEST_F(FrameReaderTest, a_returned_message_is_told_by_its_id) {
  amqp_basic_return_t returned{};
  returned.routing_key = bytes("ukjent");
  EXPECT_TRUE(method(AMQP_BASIC_RETURN_METHOD, &returned));
  amqp_basic_properties_t properties{};
  properties._flags = AMQP_BASIC_MESSAGE_ID_FLAG;
  properties.message_id = bytes("42");
  header(2, properties);
  body("{}");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_EQ(std::get<Returned>(events_[0]).message_id, "42");
}

TEST_F(FrameReaderTest, reads_numbers_and_texts_of_the_headers_and_passes_over_the_rest) {
  amqp_table_entry_t entries[3]{};
  entries[0].key = bytes("x-delivery-count");
  entries[0].value.kind = AMQP_FIELD_KIND_I64;
  entries[0].value.value.i64 = 4;
  entries[1].key = bytes("traceparent");
  entries[1].value.kind = AMQP_FIELD_KIND_UTF8;
  entries[1].value.value.bytes = bytes("00-a");
  entries[2].key = bytes("x-death");
  entries[2].value.kind = AMQP_FIELD_KIND_ARRAY;
  amqp_basic_properties_t properties{};
  properties._flags = AMQP_BASIC_HEADERS_FLAG;
  properties.headers = {3, entries};
  deliver(1);
  header(0, properties);
  ASSERT_EQ(events_.size(), 1U);
  const auto& message = std::get<Delivered>(events_[0]);
  EXPECT_EQ(message.number_header("x-delivery-count"), 4);
  EXPECT_EQ(message.text_header("traceparent"), "00-a");
  EXPECT_EQ(message.headers.size(), 2U);
}

TEST_F(FrameReaderTest, keeps_a_body_that_is_as_long_as_the_limit) {
  deliver(1);
  header(10);
  body("1234567890");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_FALSE(std::get<Delivered>(events_[0]).is_too_large);
  EXPECT_EQ(std::get<Delivered>(events_[0]).body, "1234567890");
}

TEST_F(FrameReaderTest, begins_anew_with_a_message_that_comes_in_the_middle_of_another) {
  deliver(1);
  header(6);
  body("abc");
  deliver(2);
  header(2);
  body("de");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_EQ(std::get<Delivered>(events_[0]).tag, 2U);
  EXPECT_EQ(std::get<Delivered>(events_[0]).body, "de");
  body("f");
  EXPECT_EQ(events_.size(), 1U);
}

TEST_F(FrameReaderTest, takes_a_delivery_after_a_return_for_what_it_is) {
  amqp_basic_return_t returned{};
  returned.routing_key = bytes("ukjent");
  EXPECT_TRUE(method(AMQP_BASIC_RETURN_METHOD, &returned));
  header(0);
  deliver(4);
  header(0);
  ASSERT_EQ(events_.size(), 2U);
  EXPECT_EQ(std::get<Returned>(events_[0]).routing_key, "ukjent");
  EXPECT_EQ(std::get<Delivered>(events_[1]).tag, 4U);
}

TEST_F(FrameReaderTest, reads_each_property_that_is_there_and_none_that_is_not) {
  amqp_basic_properties_t properties{};
  properties.message_id = bytes("melding");
  properties.correlation_id = bytes("sammenheng");
  properties.reply_to = bytes("svar");
  properties.user_id = bytes("bruker");
  const auto read = [&](amqp_flags_t flags) {
    properties._flags = flags;
    deliver(1);
    header(0, properties);
    const auto& message = std::get<Delivered>(events_.back());
    return message.message_id + "," + message.correlation_id + "," + message.reply_to + "," + message.user_id;
  };
  EXPECT_EQ(read(AMQP_BASIC_MESSAGE_ID_FLAG), "melding,,,");
  EXPECT_EQ(read(AMQP_BASIC_CORRELATION_ID_FLAG), ",sammenheng,,");
  EXPECT_EQ(read(AMQP_BASIC_REPLY_TO_FLAG), ",,svar,");
  EXPECT_EQ(read(AMQP_BASIC_USER_ID_FLAG), ",,,bruker");
}

TEST_F(FrameReaderTest, reads_a_header_of_every_kind_of_number_and_text) {
  amqp_table_entry_t entries[9]{};
  const auto set = [&](std::size_t i, const char* key, int kind) -> amqp_field_value_t& {
    entries[i].key = bytes(key);
    entries[i].value.kind = static_cast<std::uint8_t>(kind);
    return entries[i].value;
  };
  set(0, "i8", AMQP_FIELD_KIND_I8).value.i8 = -8;
  set(1, "u8", AMQP_FIELD_KIND_U8).value.u8 = 208;
  set(2, "i16", AMQP_FIELD_KIND_I16).value.i16 = -1'600;
  set(3, "u16", AMQP_FIELD_KIND_U16).value.u16 = 61'600;
  set(4, "i32", AMQP_FIELD_KIND_I32).value.i32 = -3'200'000;
  set(5, "u32", AMQP_FIELD_KIND_U32).value.u32 = 3'200'000'000;
  set(6, "i64", AMQP_FIELD_KIND_I64).value.i64 = -6'400'000'000;
  set(7, "text", AMQP_FIELD_KIND_UTF8).value.bytes = bytes("tekst");
  set(8, "bytes", AMQP_FIELD_KIND_BYTES).value.bytes = bytes("oktetter");
  amqp_basic_properties_t properties{};
  properties._flags = AMQP_BASIC_HEADERS_FLAG;
  properties.headers = {9, entries};
  deliver(1);
  header(0, properties);
  const auto& message = std::get<Delivered>(events_.at(0));
  EXPECT_EQ(message.number_header("i8"), -8);
  EXPECT_EQ(message.number_header("u8"), 208);
  EXPECT_EQ(message.number_header("i16"), -1'600);
  EXPECT_EQ(message.number_header("u16"), 61'600);
  EXPECT_EQ(message.number_header("i32"), -3'200'000);
  EXPECT_EQ(message.number_header("u32"), 3'200'000'000);
  EXPECT_EQ(message.number_header("i64"), -6'400'000'000);
  EXPECT_EQ(message.text_header("text"), "tekst");
  EXPECT_EQ(message.text_header("bytes"), "oktetter");
  EXPECT_EQ(message.number_header("text"), 0);
  EXPECT_EQ(message.text_header("i8"), "");
  EXPECT_EQ(message.text_header("ukjent"), "");
}

TEST_F(FrameReaderTest, tells_each_confirm_and_each_alarm_apart) {
  amqp_basic_ack_t one{3, 0};
  amqp_basic_ack_t several{4, 1};
  amqp_basic_nack_t no{5, 0, 0};
  amqp_basic_nack_t none{6, 1, 0};
  EXPECT_TRUE(method(AMQP_BASIC_ACK_METHOD, &one));
  EXPECT_TRUE(method(AMQP_BASIC_ACK_METHOD, &several));
  EXPECT_TRUE(method(AMQP_BASIC_NACK_METHOD, &no));
  EXPECT_TRUE(method(AMQP_BASIC_NACK_METHOD, &none));
  EXPECT_TRUE(method(AMQP_CONNECTION_BLOCKED_METHOD, nullptr));
  EXPECT_TRUE(method(AMQP_CONNECTION_UNBLOCKED_METHOD, nullptr));
  std::string told;
  for (const auto& event : events_) {
    if (const auto* confirmed = std::get_if<Confirmed>(&event)) {
      told +=
          (confirmed->is_ack ? " ack" : " nack") + std::to_string(confirmed->tag) + (confirmed->multiple ? "*" : "");
    } else {
      told += std::get<Blocked>(event).is_blocked ? " blocked" : " unblocked";
    }
  }
  EXPECT_EQ(told, " ack3 ack4* nack5 nack6* blocked unblocked");
}

TEST_F(FrameReaderTest, a_consumer_that_the_broker_cancels_is_an_outage) {
  const auto cancelled = method(AMQP_BASIC_CANCEL_METHOD, nullptr);
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().code(), "queue.broker_avbroet");
  EXPECT_EQ(cancelled.error().kind(), ErrorKind::unavailable);
}

TEST_F(FrameReaderTest, passes_over_a_heartbeat_and_what_belongs_to_no_message) {
  amqp_frame_t heartbeat{};
  heartbeat.frame_type = AMQP_FRAME_HEARTBEAT;
  EXPECT_TRUE(take(heartbeat));
  header(3);
  body("abc");
  EXPECT_TRUE(method(AMQP_BASIC_QOS_OK_METHOD, nullptr));
  EXPECT_TRUE(events_.empty());
}

TEST_F(FrameReaderTest, a_closed_channel_is_an_error_that_tells_a_wrong_set_up_from_an_outage) {
  amqp_channel_close_t wrong{};
  wrong.reply_code = AMQP_PRECONDITION_FAILED;
  wrong.reply_text = bytes("inequivalent arg");
  const auto refused = method(AMQP_CHANNEL_CLOSE_METHOD, &wrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::rejected_by_dependency);
  amqp_connection_close_t away{};
  away.reply_code = AMQP_CONNECTION_FORCED;
  away.reply_text = bytes("shutdown");
  const auto lost = method(AMQP_CONNECTION_CLOSE_METHOD, &away);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind(), ErrorKind::unavailable);
}

}  // namespace
}  // namespace fangst::amqp
