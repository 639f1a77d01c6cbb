#include "publishing.hpp"

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;

/// What may be unconfirmed, so that a send never waits for a broker that has stopped reading.
class PublisherLimits : public Publishing {
 protected:
  static constexpr std::size_t kMostBytes = 256UL * 1024;
  static constexpr std::size_t kEnvelope = 256;  ///< What a message counts beyond its body and headers.

  /// How many such messages are taken before one is not.
  std::size_t taken(const Outgoing& each) {
    std::size_t count = 0;
    while (publish(each).valid()) ++count;
    return count;
  }
  bool is_settled(std::uint64_t tag) {
    broker.confirm_up_to(tag);
    return goes_round();
  }
};

TEST_F(PublisherLimits, are_1024_messages_and_one_more_for_each_that_is_confirmed) {
  start();
  EXPECT_EQ(taken(message("")), 1024U);
  ASSERT_TRUE(broker.is_published(1024));
  ASSERT_TRUE(is_settled(1));
  EXPECT_EQ(taken(message("")), 1U);
  ASSERT_TRUE(broker.is_published(1025));
  ASSERT_TRUE(is_settled(4));
  EXPECT_EQ(taken(message("")), 3U);
}

TEST_F(PublisherLimits, are_256_kib_of_bodies_headers_and_envelopes) {
  start();
  auto each = message("", "noekkel", std::string(1300, 'x'));
  each.headers = {{"tekst", std::string(100, 'y')}, {"tall", std::int64_t{3}}};
  const auto size = kEnvelope + 1300 + 5 + 100 + 4;
  EXPECT_EQ(taken(each), kMostBytes / size);
  // To the last byte: what is left, and one more.
  const auto left = kMostBytes - kMostBytes / size * size;
  ASSERT_GE(left, kEnvelope);
  EXPECT_FALSE(publish(message("", "noekkel", std::string(left - kEnvelope + 1, 'x'))).valid());
  EXPECT_TRUE(publish(message("", "noekkel", std::string(left - kEnvelope, 'x'))).valid());
}

TEST_F(PublisherLimits, let_a_message_above_them_through_alone) {
  start();
  const auto large = message("", "noekkel", std::string(kMostBytes + 1, 'x'));
  EXPECT_EQ(taken(large), 1U);
  EXPECT_FALSE(publish(message("")).valid());
  ASSERT_TRUE(broker.is_published(1));
  EXPECT_EQ(broker.published()[0].body.size(), kMostBytes + 1);
  ASSERT_TRUE(is_settled(1));
  EXPECT_TRUE(publish(message("")).valid());
  EXPECT_FALSE(publish(large).valid()) << "not alone";
}

TEST_F(PublisherLimits, are_waited_for_until_there_is_room_or_the_deadline_has_come) {
  start();
  const auto has_room = [&] { return publisher->wait_until_ready(clock.monotonic() + 1ms); };
  EXPECT_TRUE(has_room());
  EXPECT_FALSE(publisher->wait_until_ready(clock.monotonic())) << "the deadline has come";
  ASSERT_EQ(taken(message("")), 1024U);
  ASSERT_TRUE(broker.is_published(1024));
  bool is_ready = true;
  std::thread waits([&] { is_ready = publisher->wait_until_ready(clock.monotonic() + 1h); });
  const bool is_waiting = clock.is_waited_by(1h);
  clock.advance(1h);
  waits.join();
  EXPECT_TRUE(is_waiting);
  EXPECT_FALSE(is_ready) << "the broker is there, but there was no room in time";
}

TEST_F(PublisherLimits, have_room_again_when_less_than_half_is_unconfirmed) {
  start();
  ASSERT_EQ(taken(message("")), 1024U);
  ASSERT_TRUE(broker.is_published(1024));
  std::thread waits;
  std::promise<bool> is_ready;
  waits = std::thread([&] { is_ready.set_value(publisher->wait_until_ready(clock.monotonic() + 1h)); });
  auto result = is_ready.get_future();
  ASSERT_TRUE(is_settled(512));
  EXPECT_EQ(result.wait_for(0ms), std::future_status::timeout) << "half is still unconfirmed";
  ASSERT_TRUE(is_settled(513));
  const bool comes = result.wait_for(60s) == std::future_status::ready;
  publisher->stop();
  waits.join();
  EXPECT_TRUE(comes);
  EXPECT_TRUE(result.get());
}

}  // namespace
}  // namespace fangst::amqp
