#include "rabbit_case.hpp"

#include <gmock/gmock.h>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// What becomes of a message that comes from the broker.
class Receiving : public RabbitCase {
 protected:
  void SetUp() override {
    open();
    // The relay has looked for what is due and ahead by each delay, and does so next when time goes on.
    ASSERT_TRUE(support::eventually([&] {
      clock->advance(1ms);
      return outbox->leases().size() > settings.delays.size();
    }));
  }
  static support::FakeMessage work(std::int64_t item, model::Timestamp due) {
    return {.routing_key = "arkiver",
            .body = R"({"item":)" + std::to_string(item) + R"(,"due":)" + std::to_string(model::to_millis(due)) + "}"};
  }
  /// What was delivered before has been looked at: messages are, in the order in which they come.
  bool all_is_seen() {
    const auto tag = deliver(work(4711, clock->now()));
    return broker.is_said("basic.ack " + std::to_string(tag));
  }
};

TEST_F(Receiving, hands_out_the_row_and_answers_when_it_is_settled_or_given_back) {
  deliver(published("arkiver"));
  deliver(published("ekspeder"));
  const auto first = taken();
  const auto second = taken();
  EXPECT_EQ(first.step.str() + second.step.str(), "arkiverekspeder");
  EXPECT_EQ(first.submission.str(), "s-1");
  EXPECT_EQ(broker.count_said("basic.ack 1") + broker.count_said("basic.ack 2"), 0U) << "before a worker is done";
  queue->settle(second);
  queue->give_back(first);
  EXPECT_TRUE(broker.is_said("basic.ack 2"));
  EXPECT_TRUE(broker.is_said("basic.nack 1 requeue"));
}

TEST_F(Receiving, counts_the_deliveries_of_the_broker_and_the_leases_of_the_database_together) {
  auto message = published();
  message.headers = {{"x-delivery-count", "3"}};
  deliver(message);
  const auto item = taken();
  EXPECT_EQ(item.handouts, 3);
  queue->settle(item);
}

TEST_F(Receiving, parks_what_is_not_ours_and_what_is_longer_than_64_kib) {
  auto message = published();
  const auto filled_to = [&](std::size_t size) {
    auto filled = message;
    filled.body.insert(1, size - message.body.size(), ' ');
    return filled;
  };
  deliver({.routing_key = "arkiver", .body = "not json"});
  EXPECT_TRUE(broker.is_said("basic.nack 1"));
  deliver(filled_to(65'537));
  EXPECT_TRUE(broker.is_said("basic.nack 2"));
  deliver(filled_to(65'536));
  EXPECT_EQ(std::to_string(taken().id), message.message_id);
}

TEST_F(Receiving, drops_a_message_whose_row_is_gone_or_has_another_due_time) {
  const auto due = clock->now();
  deliver(work(4711, due));
  EXPECT_TRUE(broker.is_said("basic.ack 1"));
  const auto id = enqueue();
  deliver(work(id, due - 1ms));
  EXPECT_TRUE(broker.is_said("basic.ack 2"));
  deliver(work(id, due + 1ms));
  EXPECT_TRUE(broker.is_said("basic.ack 3"));
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  deliver(work(id, due));
  EXPECT_EQ(taken().id, id);
}

TEST_F(Receiving, delays_again_what_comes_long_before_it_is_due) {
  const auto due = clock->now() + 2min;
  const auto id = enqueue(2min);
  deliver(work(id, due));
  ASSERT_TRUE(broker.is_said("basic.ack 1"));
  ASSERT_EQ(broker.published().size(), 1U);
  const auto message = broker.published()[0];
  EXPECT_EQ(message.exchange, "fangst.retry.1m");
  EXPECT_EQ(message.routing_key, "arkiver");
  EXPECT_EQ(message.body, work(id, due).body);
  EXPECT_TRUE(queue->take(1, 0ms).empty());
}

TEST_F(Receiving, keeps_a_message_that_no_delay_takes_and_hands_it_out_when_it_is_due) {
  const auto id = enqueue(10s - 1ms);
  const auto due = clock->now() + 10s - 1ms;
  deliver(work(id, due));
  ASSERT_TRUE(all_is_seen());
  EXPECT_EQ(broker.count_said("basic.ack 1"), 0U);
  clock->advance(10s - 2ms);
  ASSERT_TRUE(clock->is_waited_by(1ms));
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  clock->advance(1ms);
  EXPECT_EQ(taken().id, id);
}

TEST_F(Receiving, keeps_a_message_that_the_broker_would_not_delay) {
  for (const bool is_returned : {true, false}) {
    const auto at_first = broker.published().size();
    const auto id = enqueue(2min);
    const auto due = clock->now() + 2min;
    ASSERT_TRUE(in_time([&] { return broker.published().size() > at_first; })) << "by the relay";
    broker.set_confirms(false);
    const auto before = broker.published().size();
    const auto tag = deliver(work(id, due));
    ASSERT_TRUE(broker.is_published(before + 1));
    if (is_returned) {
      broker.give_back(broker.published().back());
      broker.confirm(before + 1);
    } else {
      broker.reject(before + 1);
    }
    broker.set_confirms(true);
    clock->advance(due - clock->now());
    std::vector<ports::WorkItem> items;
    ASSERT_TRUE(in_time([&] { return !(items = queue->take(1, 0ms)).empty(); }));
    const auto item = items[0];
    EXPECT_EQ(item.id, id);
    EXPECT_EQ(broker.count_said("basic.ack " + std::to_string(tag)), 0U) << "it is nowhere else";
    table->finish(id);
    queue->settle(item);
    ASSERT_TRUE(broker.is_said("basic.ack " + std::to_string(tag)));
  }
}

TEST_F(Receiving, hands_out_on_time_what_the_broker_late_would_not_delay) {
  const auto id = enqueue(20s);
  const auto due = clock->now() + 20s;
  ASSERT_TRUE(in_time([&] { return broker.published().size() == 1; })) << "by the relay";
  broker.set_confirms(false);
  deliver(work(id, due));
  ASSERT_TRUE(broker.is_published(2));
  clock->advance(due - clock->now() - 300ms);
  ASSERT_TRUE(all_is_seen());
  broker.reject(2);
  ASSERT_TRUE(clock->is_waited_by(300ms));
  clock->advance(300ms);
  EXPECT_EQ(taken().id, id);
}

TEST_F(Receiving, hands_a_row_out_once_when_two_messages_came_for_it) {
  const auto message = published();
  deliver(message);
  const auto item = taken();
  deliver(message);
  EXPECT_TRUE(broker.is_said("basic.ack 2")) << "the second is of no use";
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  EXPECT_EQ(broker.count_said("basic.ack 1"), 0U);
  queue->settle(item);
  EXPECT_TRUE(broker.is_said("basic.ack 1"));
}

TEST_F(Receiving, waits_half_a_second_for_a_database_that_is_away_and_loses_nothing) {
  const auto first = published();
  const auto second = published();
  table->set_away(true);
  deliver(first);
  deliver(second);
  ASSERT_TRUE(clock->is_waited_by(500ms));
  EXPECT_FALSE(queue->is_healthy());
  EXPECT_THAT(problems(), HasSubstr("database.lost"));
  table->set_away(false);
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  clock->advance(500ms);
  EXPECT_EQ(std::to_string(taken().id), first.message_id) << "in the order in which they came";
  EXPECT_EQ(std::to_string(taken().id), second.message_id);
  EXPECT_TRUE(in_time([&] { return queue->is_healthy(); }));
  EXPECT_EQ(problems(), "");
}

TEST_F(Receiving, gives_back_what_no_worker_has_when_it_stops_and_what_comes_after) {
  const auto due = clock->now() + 5s;
  const auto early = enqueue(5s);
  const auto with_worker = published();
  const auto untaken = published();
  deliver(with_worker);
  const auto item = taken();
  deliver(untaken);
  deliver(work(early, due));
  ASSERT_TRUE(all_is_seen());
  queue->stop();
  EXPECT_TRUE(broker.is_said("basic.nack 2 requeue"));
  EXPECT_TRUE(broker.is_said("basic.nack 3 requeue"));
  EXPECT_TRUE(broker.is_said("basic.cancel of fangst.arbeid.arkiver"));
  EXPECT_TRUE(broker.is_said("basic.cancel of fangst.arbeid.ekspeder"));
  deliver(with_worker);
  EXPECT_TRUE(broker.is_said("basic.nack 5 requeue"));
  queue->settle(item);
  EXPECT_TRUE(broker.is_said("basic.ack 1"));
  EXPECT_TRUE(queue->take(1, 10min).empty());
}

TEST_F(Receiving, forgets_what_no_worker_has_when_the_connection_is_lost_and_keeps_what_one_has) {
  const auto with_worker = published();
  const auto untaken = published();
  deliver(with_worker);
  const auto item = taken();
  deliver(untaken);
  ASSERT_TRUE(all_is_seen());
  broker.hang_up();
  ASSERT_TRUE(support::eventually([&] { return !queue->is_healthy(); }));
  ASSERT_TRUE(in_time([&] { return queue->is_healthy(); }));
  ASSERT_TRUE(broker.is_said("basic.consume fangst.arbeid.ekspeder", 2));
  deliver(with_worker);
  deliver(untaken);
  EXPECT_EQ(std::to_string(taken().id), untaken.message_id);
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  queue->settle(item);
  EXPECT_TRUE(broker.is_said("basic.ack 1")) << "on the new connection";
}

}  // namespace
}  // namespace fangst::queue
