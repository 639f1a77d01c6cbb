#include "watched_outbox.hpp"

#include <fangst/queue/embedded_queue.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_outbox.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;

class EmbeddedQueueTest : public testing::Test {
 protected:
  std::shared_ptr<support::FakeOutboxTable> table = std::make_shared<support::FakeOutboxTable>();
  std::shared_ptr<support::ManualClock> clock = std::make_shared<support::ManualClock>();

  std::unique_ptr<EmbeddedQueue> open(EmbeddedQueueSettings settings = {}, const std::string& node = "a") {
    return std::make_unique<EmbeddedQueue>(std::make_shared<support::FakeOutbox>(table, node), clock, settings);
  }

  /// Asks until the answer is yes, while time goes on.
  template <class Condition>
  bool in_time(Condition condition) {
    return support::eventually([&] {
      clock->advance(1ms);
      return condition();
    });
  }
  /// What is handed out while time goes on.
  std::vector<ports::WorkItem> take_in_time(EmbeddedQueue& queue) {
    std::vector<ports::WorkItem> items;
    in_time([&] {
      items = queue.take(1, 0ms);
      return !items.empty();
    });
    return items;
  }
};

TEST_F(EmbeddedQueueTest, leases_only_what_two_batches_hold_however_long_the_backlog_is) {
  for (int i = 0; i < 1000; ++i) table->enqueue("arkiver", clock->now());
  const auto queue = open({.batch = 16, .poll = 1ms});
  ASSERT_TRUE(support::eventually([&] { return table->leased() >= 16; }));
  for (int polls = 0; polls < 5; ++polls) {
    ASSERT_TRUE(clock->is_waited_by(1ms));
    EXPECT_LE(table->leased(), 32U);
    clock->advance(1ms);
  }
}

TEST_F(EmbeddedQueueTest, hands_an_item_out_again_when_its_lease_has_run_out) {
  const auto id = table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms, .lease = 1min});
  const auto first = queue->take(1, 20s);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].handouts, 0);
  clock->advance(1min - 1ms);
  ASSERT_TRUE(clock->is_waited_by(1ms));
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  clock->advance(1ms);
  const auto second = queue->take(1, 20s);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].id, id);
  EXPECT_EQ(second[0].handouts, 1);
}

TEST_F(EmbeddedQueueTest, holds_an_item_back_until_it_is_due) {
  table->enqueue("arkiver", clock->now() + 1h);
  const auto queue = open({.poll = 1ms});
  ASSERT_TRUE(clock->is_waited_by(1ms));
  clock->advance(1h - 1ms);
  ASSERT_TRUE(clock->is_waited_by(1ms));
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  clock->advance(1ms);
  EXPECT_EQ(queue->take(1, 20s).size(), 1U);
}

TEST_F(EmbeddedQueueTest, a_wake_finds_new_work_without_waiting_for_the_poll) {
  const auto queue = open({.poll = 10min});
  ASSERT_TRUE(support::eventually([&] { return table->lease_calls() == 1; }));
  for (int i = 0; i < 20; ++i) {
    table->enqueue("arkiver", clock->now());
    queue->wake();
    ASSERT_EQ(queue->take(1, 20s).size(), 1U);
  }
}

TEST_F(EmbeddedQueueTest, drains_a_backlog_of_many_batches_without_polls_or_wakes) {
  for (int i = 0; i < 1000; ++i) table->enqueue("arkiver", clock->now());
  const auto queue = open({.batch = 16, .poll = 10min});
  std::set<std::int64_t> seen;
  while (seen.size() < 1000) {
    const auto items = queue->take(7, 20s);
    ASSERT_FALSE(items.empty());
    for (const auto& item : items) EXPECT_TRUE(seen.insert(item.id).second);
  }
}

TEST_F(EmbeddedQueueTest, wakes_that_bring_nothing_do_not_ask_the_database_each_time) {
  const auto queue = open({.poll = 10min});
  const auto comes_to = [&](int calls) { return support::eventually([&] { return table->lease_calls() == calls; }); };
  ASSERT_TRUE(comes_to(1));
  for (const int calls : {2, 3}) {
    ASSERT_TRUE(clock->is_waited_by(10min));
    queue->wake();
    ASSERT_TRUE(comes_to(calls));
  }
  int calls = 3;
  for (const auto pause : {2ms, 4ms, 8ms, 16ms, 16ms}) {
    queue->wake();
    ASSERT_TRUE(clock->is_waited_by(pause));
    EXPECT_EQ(table->lease_calls(), calls);
    clock->advance(pause);
    ASSERT_TRUE(comes_to(++calls));
  }
}

TEST_F(EmbeddedQueueTest, is_unhealthy_while_the_database_is_away_and_goes_on_when_it_is_back) {
  table->set_away(true);
  table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms});
  ASSERT_TRUE(support::eventually([&] { return !queue->is_healthy(); }));
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  ASSERT_EQ(queue->problems().size(), 1U);
  EXPECT_NE(queue->problems()[0].find("database.lost"), std::string::npos);
  table->set_away(false);
  EXPECT_EQ(take_in_time(*queue).size(), 1U);
  EXPECT_TRUE(in_time([&] { return queue->is_healthy(); }));
  EXPECT_TRUE(queue->problems().empty());
  table->set_away(true);
  EXPECT_TRUE(in_time([&] { return !queue->is_healthy(); }));
}

TEST_F(EmbeddedQueueTest, what_was_given_back_while_the_database_was_away_is_handed_out_when_it_is_back) {
  table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms});
  const auto items = queue->take(1, 20s);
  ASSERT_EQ(items.size(), 1U);
  table->set_away(true);
  queue->give_back(items[0]);
  ASSERT_TRUE(support::eventually([&] { return !queue->is_healthy(); }));
  table->set_away(false);
  EXPECT_EQ(take_in_time(*queue).size(), 1U);
}

TEST_F(EmbeddedQueueTest, asks_a_database_that_is_away_after_longer_and_longer_pauses_up_to_two_seconds) {
  const auto queue = open({.poll = 200ms});
  ASSERT_TRUE(clock->is_waited_by(200ms));
  table->set_away(true);
  clock->advance(200ms);
  int calls = table->lease_calls();
  for (const auto pause : {400ms, 800ms, 1600ms, 2000ms, 2000ms}) {
    ASSERT_TRUE(clock->is_waited_by(pause)) << pause.count();
    calls = table->lease_calls();
    if (pause == 400ms) queue->wake();
    clock->advance(pause - 1ms);
    ASSERT_TRUE(clock->is_waited_by(1ms));
    EXPECT_EQ(table->lease_calls(), calls) << "a wake does not hurry it";
    clock->advance(1ms);
  }
  ASSERT_TRUE(clock->is_waited_by(2000ms));
  table->set_away(false);
  clock->advance(2000ms);
  ASSERT_TRUE(clock->is_waited_by(200ms)) << "as before";
  EXPECT_TRUE(queue->is_healthy());
}

TEST_F(EmbeddedQueueTest, leases_128_rows_for_half_an_hour_and_looks_five_times_a_second_when_nothing_is_set) {
  const auto outbox = std::make_shared<WatchedOutbox>(table);
  const EmbeddedQueue queue(outbox, clock);
  ASSERT_TRUE(clock->is_waited_by(200ms));
  EXPECT_EQ(outbox->leases(), (std::vector<WatchedOutbox::Lease>{{128, 0ms, 30min}}));
}

TEST_F(EmbeddedQueueTest, gives_no_work_when_its_batch_is_nothing) {
  table->enqueue("arkiver", clock->now());
  const auto queue = open({.batch = 0, .poll = 1ms});
  queue->wake();
  ASSERT_TRUE(clock->is_waited_by(1ms));
  EXPECT_TRUE(queue->take(1, 0ms).empty());
  EXPECT_EQ(table->lease_calls(), 0);
}

TEST_F(EmbeddedQueueTest, hands_out_what_was_due_first_first_and_no_more_than_is_asked_for) {
  const auto later = table->enqueue("arkiver", clock->now());
  const auto earlier = table->enqueue("arkiver", clock->now() - 1s);
  const auto queue = open({.poll = 10min});
  EXPECT_TRUE(queue->take(0, 0ms).empty());
  const auto first = queue->take(1, 20s);
  const auto second = queue->take(5, 20s);
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(first[0].id, earlier);
  EXPECT_EQ(second[0].id, later);
}

TEST_F(EmbeddedQueueTest, hands_each_of_several_out_again_that_were_given_back_and_no_other) {
  for (int i = 0; i < 3; ++i) table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 10min});
  ASSERT_TRUE(support::eventually([&] { return table->leased() == 3; }));
  const auto items = queue->take(3, 20s);
  ASSERT_EQ(items.size(), 3U);
  queue->give_back(items[0]);
  queue->give_back(items[2]);
  std::set<std::int64_t> again;
  while (again.size() < 2) {
    for (const auto& item : queue->take(3, 20s)) {
      again.insert(item.id);
      EXPECT_EQ(item.handouts, 1);
    }
    clock->advance(10min);
  }
  EXPECT_EQ(again, (std::set<std::int64_t>{items[0].id, items[2].id}));
}

TEST_F(EmbeddedQueueTest, stop_releases_what_no_worker_had_taken) {
  for (int i = 0; i < 10; ++i) table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms});
  ASSERT_EQ(queue->take(3, 20s).size(), 3U);
  queue->stop();
  EXPECT_TRUE(support::eventually([&] { return table->leased() == 3; }));
  EXPECT_TRUE(queue->take(1, 20s).empty());
}

TEST_F(EmbeddedQueueTest, another_node_gets_what_this_one_has_not_leased) {
  for (int i = 0; i < 500; ++i) table->enqueue("arkiver", clock->now());
  const auto one = open({.batch = 8, .poll = 1ms}, "a");
  const auto other = open({.batch = 8, .poll = 1ms}, "b");
  std::set<std::int64_t> seen;
  std::mutex mutex;
  const auto work = [&](EmbeddedQueue& queue) {
    while (true) {
      const auto items = queue.take(4, 20s);
      const std::lock_guard lock(mutex);
      for (const auto& item : items) EXPECT_TRUE(seen.insert(item.id).second);
      if (seen.size() == 500 || items.empty()) break;
    }
    one->stop();
    other->stop();
  };
  std::thread second([&] { work(*other); });
  work(*one);
  second.join();
  EXPECT_EQ(seen.size(), 500U);
}

}  // namespace
}  // namespace fangst::queue
