#include "rabbit_queue_case.hpp"

#include <fangst/support/manual_clock.hpp>

#include <gmock/gmock.h>

#include <map>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using ports::WorkItem;
using testing::HasSubstr;

TEST_F(RabbitQueueTest, a_message_is_persistent_and_holds_the_number_of_the_row_and_the_trace_only) {
  const auto due = clock_->now() + 90min;
  const auto id = rows_.table().enqueue("ekspeder", due, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  open();
  std::optional<support::BrokerMessage> message;
  ASSERT_TRUE(support::eventually([&] { return (message = broker_->get("fangst.retry.1h")).has_value(); }));
  EXPECT_EQ(message->routing_key, "ekspeder");
  EXPECT_EQ(message->body,
            R"({"item":)" + std::to_string(id) + R"(,"due":)" + std::to_string(model::to_millis(due)) + "}");
  EXPECT_THAT(message->properties, HasSubstr(R"("delivery_mode":2)"));
  EXPECT_THAT(message->properties, HasSubstr("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
}

TEST_F(RabbitQueueTest, a_wait_through_several_delay_queues_counts_as_one_delivery) {
  open();
  enqueue(1, 2500ms, "ekspeder");
  const auto items = take();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].step.str(), "ekspeder");
  EXPECT_EQ(items[0].handouts, 0);
  EXPECT_LE(items[0].due_at, clock_->now());
}

TEST_F(RabbitQueueTest, what_no_delay_queue_takes_for_the_rest_of_its_wait_is_held_here) {
  settings_.delays = {1000ms, 4000ms};
  open();
  ASSERT_TRUE(becomes_healthy());
  // The first delay takes it; the queue of the second, for what is left of the wait, is gone.
  rows_.enqueue("arkiver", clock_->now() + 5500ms, 1);
  queue_->wake();
  ASSERT_TRUE(support::eventually([&] { return rows_.table().leased() == 1; }));
  broker_->call("DELETE", "/queues/{vhost}/fangst.retry.1s");
  const auto items = queue_->take(1, 20s);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_LE(items[0].due_at, clock_->now());
}

TEST_F(RabbitQueueTest, what_is_due_before_the_shortest_delay_is_held_here_until_it_is_due) {
  const auto manual = std::make_shared<support::ManualClock>();
  clock_ = manual;
  settings_.delays = {1h};
  open();
  ASSERT_TRUE(becomes_healthy());
  const auto due = clock_->now() + 30min;
  rows_.enqueue("arkiver", due, 1);
  ASSERT_TRUE(support::eventually([&] {
    manual->advance(1s);  // How often the relay looks ahead.
    return rows_.table().leased() == 1;
  }));
  manual->advance(due - clock_->now() - 1ms);
  ASSERT_TRUE(manual->is_waited_by(1ms));
  EXPECT_TRUE(queue_->take(1, 0ms).empty());
  manual->advance(1ms);
  const auto items = take();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].due_at, due);
}

TEST_F(RabbitQueueTest, a_message_whose_row_is_gone_is_dropped) {
  open();
  rows_.enqueue("arkiver", clock_->now() + 2s, 1);
  ASSERT_TRUE(support::eventually([&] { return rows_.table().leased() == 1; }));
  WorkItem item;
  item.id = 1;
  rows_.finish(item);
  EXPECT_TRUE(queue_->take(1, 4s).empty());
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.arbeid.arkiver") == 0; }));
}

TEST_F(RabbitQueueTest, a_message_that_is_not_ours_is_parked_and_harms_no_other) {
  open();
  ASSERT_TRUE(becomes_healthy());
  broker_->publish("fangst.arbeid", "arkiver", "not json");
  broker_->publish("fangst.arbeid", "arkiver", R"({"item":"1"})");
  enqueue();
  EXPECT_EQ(take().size(), 1U);
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.parkert") == 2; }));
}

TEST_F(RabbitQueueTest, an_expired_message_for_a_missing_queue_is_kept_as_unroutable) {
  open();
  ASSERT_TRUE(becomes_healthy());
  broker_->publish("fangst.retry.300ms", "ukjent", "{}");
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.uroutet") == 1; }));
}

TEST_F(RabbitQueueTest, a_step_without_a_queue_is_named_and_its_row_stays_while_others_go_on) {
  open();
  enqueue(1, 0ms, "ukjent");
  ASSERT_TRUE(support::eventually([&] { return problems().find("«ukjent»") != std::string::npos; }));
  EXPECT_FALSE(queue_->is_healthy());
  enqueue(1, 0ms, "ekspeder");
  const auto items = take();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].step.str(), "ekspeder");
  EXPECT_EQ(rows_.size(), 2U);
}

TEST_F(RabbitQueueTest, what_a_full_queue_refuses_stays_in_the_outbox_and_comes_when_there_is_room) {
  settings_.prefetch = 1;
  settings_.connection.confirm_timeout = 1s;
  open();
  ASSERT_TRUE(becomes_healthy());
  broker_->call("PUT", "/policies/{vhost}/full",
                R"({"pattern":"^fangst\\.arbeid\\.","apply-to":"queues","definition":{"max-length":1}})");
  for (int i = 0; i < 40; ++i) {
    enqueue();
    std::this_thread::sleep_for(5ms);  // A quorum queue takes what comes in one burst above its limit.
  }
  const auto first = take();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(support::eventually([&] { return problems().find("full") != std::string::npos; }));
  EXPECT_EQ(rows_.size(), 40U);
  broker_->call("DELETE", "/policies/{vhost}/full");
  finish(first[0]);
  drain(39);
}

/// What is left of a quorum queue when the broker is killed while it is declared.
TEST_F(RabbitQueueTest, a_queue_whose_leader_never_comes_is_made_anew) {
  open();
  ASSERT_TRUE(becomes_healthy());
  queue_.reset();
  ASSERT_EQ(broker_->ctl({"eval", "ra:force_delete_server(quorum_queues, {'" + broker_->connection().vhost +
                                      "_fangst.arbeid.arkiver', node()})."}),
            0);
  const auto manual = std::make_shared<support::ManualClock>(clock_->now());
  clock_ = manual;
  std::mutex mutex;
  std::vector<std::string> renewed;
  settings_.on_renewed = [&](const std::string& queue) {
    const std::lock_guard lock(mutex);
    renewed.push_back(queue);
  };
  open();
  enqueue();
  std::vector<WorkItem> items;
  ASSERT_TRUE(support::eventually([&] {
    manual->advance(5s);  // Past the pauses before it connects again.
    items = queue_->take(1, 100ms);
    return !items.empty();
  })) << problems();
  finish(items[0]);
  queue_.reset();
  EXPECT_EQ(renewed, std::vector<std::string>{"fangst.arbeid.arkiver"});
}

TEST_F(RabbitQueueTest, a_long_backlog_stays_in_the_database) {
  settings_.most_in_broker = 300;
  settings_.prefetch = 50;
  enqueue(100'000);
  open();
  ASSERT_EQ(take().size(), 1U);
  std::size_t most = 0;
  for (int i = 0; i < 100; ++i) {
    most = std::max(most, rows_.table().leased());
    std::this_thread::sleep_for(20ms);
  }
  // Ready in the broker, one batch beyond it, and what this node holds.
  EXPECT_LE(most, 300U + settings_.batch + 50U);
}

TEST_F(RabbitQueueTest, a_cut_connection_neither_loses_nor_repeats_what_a_worker_has) {
  open();
  enqueue(20);
  std::map<std::int64_t, WorkItem> in_hand;
  while (in_hand.size() < 20) {
    for (const auto& item : take(20)) in_hand[item.id] = item;
  }
  ASSERT_TRUE(support::eventually([&] { return broker_->kill_connections() >= 2; }));
  ASSERT_TRUE(support::eventually([&] { return !queue_->is_healthy(); }));
  ASSERT_TRUE(becomes_healthy());
  EXPECT_TRUE(queue_->take(20, 1s).empty());
  // They lie unanswered on the new connection, and the answers go there.
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.arbeid.arkiver") == 20; }));
  for (const auto& [id, item] : in_hand) finish(item);
  EXPECT_TRUE(queue_->take(20, 1s).empty());
  EXPECT_EQ(rows_.size(), 0U);
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.arbeid.arkiver") == 0; }));
}

TEST_F(RabbitQueueTest, connections_cut_in_the_middle_of_the_work_again_and_again_lose_nothing) {
  open();
  for (int round = 0; round < 8; ++round) {
    ASSERT_TRUE(becomes_healthy());
    enqueue(1000);
    for (int i = 0; i < 20 * round; ++i) {
      for (const auto& item : take()) finish(item);
    }
    EXPECT_GT(rows_.size(), 0U);
    ASSERT_TRUE(support::eventually([&] { return broker_->kill_connections() >= 2; }));
    drain(rows_.size());
  }
}

TEST_F(RabbitQueueTest, is_unhealthy_while_the_database_is_away_and_loses_nothing) {
  open();
  ASSERT_TRUE(becomes_healthy());
  enqueue(50);
  rows_.table().set_away(true);
  ASSERT_TRUE(support::eventually([&] { return !queue_->is_healthy(); }));
  rows_.table().set_away(false);
  drain(50);
  EXPECT_TRUE(becomes_healthy());
}

TEST_F(RabbitQueueTest, two_nodes_share_the_work) {
  open();
  RabbitQueue other(settings_, rows_.outbox_of("b"), clock_);
  ASSERT_TRUE(becomes_healthy());
  ASSERT_TRUE(support::eventually([&] { return other.is_healthy(); }));
  enqueue(400);
  std::set<std::int64_t> mine;
  std::set<std::int64_t> theirs;
  while (mine.size() + theirs.size() < 400) {
    for (const auto& item : queue_->take(4, 50ms)) {
      EXPECT_TRUE(mine.insert(item.id).second);
      finish(item);
    }
    for (const auto& item : other.take(4, 50ms)) {
      EXPECT_TRUE(theirs.insert(item.id).second);
      rows_.finish(item);
      other.settle(item);
    }
  }
  EXPECT_FALSE(mine.empty());
  EXPECT_FALSE(theirs.empty());
}

}  // namespace
}  // namespace fangst::queue
