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
