#include "told_changes.hpp"

#include <fangst/amqp/consumer.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;
using Answer = Consumer::Answer;

/// A consumer of two queues.
class Consuming : public testing::Test {
 protected:
  void start(bool renews = false, const BrokerSettings* other = nullptr) {
    auto settings = other != nullptr ? *other : broker.connection();
    told.listen_to(settings);
    consumer = std::make_unique<Consumer>(
        settings, "navn",
        ConsumerSettings{.queues = {"a", "b"}, .prefetch = 7, .max_body = 10, .renews_failing_queues = renews}, clock,
        ConsumerHooks{.prepare =
                          [](Connection& to) {
                            return to.declare(Queue{"a", {}});
                          },
                      .on_delivery =
                          [this](Ticket ticket, Delivered&& delivered) {
                            const std::lock_guard lock(mutex_);
                            tickets_[delivered.message_id] = ticket;
                            if (delivered.is_too_large) too_large_.push_back(delivered.message_id);
                          },
                      .on_lost =
                          [this](std::uint64_t connection) {
                            const std::lock_guard lock(mutex_);
                            lost_.push_back(connection);
                          }});
    consumer->start();
  }
  void TearDown() override { consumer.reset(); }

  Ticket ticket_of(const std::string& id) {
    Ticket ticket;
    EXPECT_TRUE(support::eventually([&] {
      const std::lock_guard lock(mutex_);
      ticket = tickets_[id];
      return ticket.tag != 0;
    })) << id;
    return ticket;
  }
  std::vector<std::uint64_t> lost() {
    const std::lock_guard lock(mutex_);
    return lost_;
  }
  bool is_connected_anew() {
    return support::eventually([&] {
      clock.advance(50ms);
      return consumer->is_connected();
    });
  }

  support::FakeBroker broker;
  support::ManualClock clock;
  ToldChanges told;
  std::mutex mutex_;
  std::map<std::string, Ticket> tickets_;
  std::vector<std::string> too_large_;
  std::vector<std::uint64_t> lost_;
  std::unique_ptr<Consumer> consumer;
};

TEST_F(Consuming, answers_each_message_in_its_own_way_and_those_that_are_due_before_it_stops) {
  start();
  broker.deliver("a", {.body = "x", .message_id = "first"});
  broker.deliver("b", {.body = "x", .message_id = "second"});
  broker.deliver("a", {.body = "x", .message_id = "third"});
  const auto first = ticket_of("first");
  const auto second = ticket_of("second");
  consumer->answer(ticket_of("third"), Answer::reject);
  consumer->answer(first, Answer::acknowledge);
  consumer->answer(second, Answer::requeue);
  consumer->stop();
  EXPECT_THAT(broker.said_after("channel.open"),
              testing::ElementsAre("queue.declare a durable", "basic.qos 7", "basic.consume a", "basic.qos 7",
                                   "basic.consume b", "basic.nack 3", "basic.ack 1", "basic.nack 2 requeue",
                                   "connection.close"));
  EXPECT_EQ(told.text(), " made") << "its own stop is no loss";
}

TEST_F(Consuming, marks_what_is_longer_than_it_may_be) {
  start();
  broker.deliver("a", {.body = std::string(10, 'x'), .message_id = "at the limit"});
  broker.deliver("b", {.body = std::string(11, 'x'), .message_id = "above it"});
  ticket_of("above it");
  EXPECT_THAT(too_large_, testing::ElementsAre("above it"));
}

TEST_F(Consuming, asks_for_no_more_once_it_is_cancelled_and_still_answers) {
  start();
  broker.deliver("b", {.body = "x", .message_id = "under way"});
  const auto ticket = ticket_of("under way");
  consumer->cancel();
  ASSERT_TRUE(broker.is_said("basic.cancel of a"));
  ASSERT_TRUE(broker.is_said("basic.cancel of b"));
  consumer->answer(ticket, Answer::acknowledge);
  ASSERT_TRUE(broker.is_said("basic.ack 1"));
  broker.hang_up();
  ASSERT_TRUE(support::eventually([&] { return lost().size() == 1; }));
  ASSERT_TRUE(is_connected_anew());
  consumer->stop();
  EXPECT_EQ(broker.count_said("basic.consume a"), 1U);
  EXPECT_EQ(broker.count_said("basic.consume b"), 1U);
}

TEST_F(Consuming, tells_which_connection_was_lost_and_comes_back_soon_after_one_that_stood) {
  broker.refuse("channel.open", support::FakeBroker::kInternalError);
  start();
  for (const auto pause : {100ms, 200ms, 400ms, 800ms}) {
    ASSERT_TRUE(clock.is_waited_by(pause / 2, pause));
    clock.advance(pause);
  }
  ASSERT_TRUE(clock.is_waited_by(800ms, 1600ms));
  EXPECT_FALSE(consumer->is_connected());
  EXPECT_NE(consumer->problem(), "");
  EXPECT_TRUE(lost().empty()) << "nothing was consumed";
  broker.answer_all();
  clock.advance(1600ms);
  for (const std::uint64_t connection : {1U, 2U, 3U}) {
    ASSERT_TRUE(support::eventually([&] { return consumer->is_connected(); }));
    EXPECT_EQ(consumer->problem(), "");
    const auto id = std::to_string(connection);
    broker.deliver("a", {.body = "x", .message_id = id});
    EXPECT_EQ(ticket_of(id).connection, connection);
    EXPECT_EQ(ticket_of(id).tag, 1U);
    broker.hang_up();
    ASSERT_TRUE(clock.is_waited_by(50ms, 100ms)) << connection;
    EXPECT_FALSE(consumer->is_connected());
    EXPECT_EQ(lost().size(), connection);
    EXPECT_EQ(lost().back(), connection);
    clock.advance(100ms);
  }
  EXPECT_THAT(told.text(), testing::StartsWith(" queue.broker_intern_feil made"));
}

/// The broker is there, and does not let one queue be consumed.
class FailingQueue : public Consuming {
 protected:
  void start_with(bool renews) {
    auto settings = broker.connection();
    settings.answer_timeout = 200ms;
    start(renews, &settings);
  }
  /// The consumer has tried once more, and pauses.
  bool has_tried(std::size_t times) {
    return broker.is_said("basic.consume b", times) && clock.is_waited_by(50ms, 15s);
  }
  std::size_t deleted(const std::string& queue) const { return broker.count_said("queue.delete " + queue); }
  void expect_left_alone() {
    for (const std::size_t tries : {1U, 2U, 3U, 4U}) {
      ASSERT_TRUE(has_tried(tries));
      clock.advance(1h);
    }
    ASSERT_TRUE(has_tried(5));
    EXPECT_EQ(deleted("b"), 0U);
  }
};

TEST_F(FailingQueue, is_made_anew_after_half_a_minute_and_no_other) {
  broker.ignore("basic.consume b");
  start_with(true);
  ASSERT_TRUE(has_tried(1));
  clock.advance(30s - 1ms);
  ASSERT_TRUE(has_tried(2));
  EXPECT_EQ(deleted("b"), 0U) << "a leader may come yet";
  clock.advance(1s);
  ASSERT_TRUE(has_tried(3));
  EXPECT_EQ(deleted("b"), 1U);
  EXPECT_EQ(deleted("a"), 0U);
  EXPECT_EQ(broker.said_after("queue.delete b").at(0), "queue.declare a durable")
      << "what was deleted is declared again";
  clock.advance(15s);
  ASSERT_TRUE(has_tried(4));
  EXPECT_EQ(deleted("b"), 1U) << "the new one has its half minute too";
}

TEST_F(FailingQueue, is_left_alone_when_its_messages_stand_nowhere_else) {
  broker.ignore("basic.consume b");
  start_with(false);
  expect_left_alone();
}

TEST_F(FailingQueue, is_left_alone_when_the_set_up_is_wrong) {
  broker.refuse("basic.consume b", support::FakeBroker::kAccessRefused);
  start_with(true);
  expect_left_alone();
}

TEST_F(FailingQueue, has_time_anew_when_the_broker_was_away_meanwhile) {
  broker.refuse("basic.consume b", support::FakeBroker::kInternalError);
  start_with(true);
  ASSERT_TRUE(has_tried(1));
  broker.refuse("channel.open", support::FakeBroker::kInternalError);
  clock.advance(20s);
  ASSERT_TRUE(broker.is_said("channel.open", 2));
  ASSERT_TRUE(clock.is_waited_by(100ms, 200ms));
  broker.answer_all();
  broker.refuse("basic.consume b", support::FakeBroker::kInternalError);
  clock.advance(20s);
  ASSERT_TRUE(has_tried(2));
  clock.advance(20s);
  ASSERT_TRUE(has_tried(3));
  EXPECT_EQ(deleted("b"), 0U);
  clock.advance(20s);
  ASSERT_TRUE(has_tried(4));
  EXPECT_EQ(deleted("b"), 1U);
}

}  // namespace
}  // namespace fangst::amqp
