#include <fangst/queue/embedded_queue.hpp>
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

  template <class Condition>
  static bool eventually(Condition condition) {
    for (const auto end = std::chrono::steady_clock::now() + 20s; std::chrono::steady_clock::now() < end;) {
      if (condition()) return true;
      std::this_thread::sleep_for(1ms);
    }
    return condition();
  }
};

TEST_F(EmbeddedQueueTest, leases_only_what_two_batches_hold_however_long_the_backlog_is) {
  for (int i = 0; i < 1000; ++i) table->enqueue("arkiver", clock->now());
  const auto queue = open({.batch = 16, .poll = 1ms});
  ASSERT_TRUE(eventually([&] { return table->leased() >= 16; }));
  std::this_thread::sleep_for(50ms);
  EXPECT_LE(table->leased(), 32U);
}

TEST_F(EmbeddedQueueTest, hands_an_item_out_again_when_its_lease_has_run_out) {
  const auto id = table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms, .lease = 1min});
  const auto first = queue->take(1, 20s);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].handouts, 0);
  EXPECT_TRUE(queue->take(1, 20ms).empty());
  clock->advance(1min);
  const auto second = queue->take(1, 20s);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].id, id);
  EXPECT_EQ(second[0].handouts, 1);
}

TEST_F(EmbeddedQueueTest, holds_an_item_back_until_it_is_due) {
  table->enqueue("arkiver", clock->now() + 1h);
  const auto queue = open({.poll = 1ms});
  EXPECT_TRUE(queue->take(1, 30ms).empty());
  clock->advance(1h);
  EXPECT_EQ(queue->take(1, 20s).size(), 1U);
}

TEST_F(EmbeddedQueueTest, a_wake_finds_new_work_without_waiting_for_the_poll) {
  const auto queue = open({.poll = 10min});
  ASSERT_TRUE(eventually([&] { return table->lease_calls() == 1; }));
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
  const auto begin = std::chrono::steady_clock::now();
  const auto queue = open({.poll = 10min});
  for (int i = 0; i < 200; ++i) {
    queue->wake();
    std::this_thread::sleep_for(1ms);
  }
  // After the first few, at most one call in 16 ms.
  EXPECT_LE(table->lease_calls(), (std::chrono::steady_clock::now() - begin) / 16ms + 8);
}

TEST_F(EmbeddedQueueTest, is_unhealthy_while_the_database_is_away_and_goes_on_when_it_is_back) {
  table->set_away(true);
  table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms});
  ASSERT_TRUE(eventually([&] { return !queue->is_healthy(); }));
  EXPECT_TRUE(queue->take(1, 10ms).empty());
  ASSERT_EQ(queue->problems().size(), 1U);
  EXPECT_NE(queue->problems()[0].find("database.lost"), std::string::npos);
  table->set_away(false);
  EXPECT_EQ(queue->take(1, 20s).size(), 1U);
  EXPECT_TRUE(eventually([&] { return queue->is_healthy(); }));
  EXPECT_TRUE(queue->problems().empty());
  table->set_away(true);
  EXPECT_TRUE(eventually([&] { return !queue->is_healthy(); }));
}

TEST_F(EmbeddedQueueTest, what_was_given_back_while_the_database_was_away_is_handed_out_when_it_is_back) {
  table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms});
  const auto items = queue->take(1, 20s);
  ASSERT_EQ(items.size(), 1U);
  table->set_away(true);
  queue->give_back(items[0]);
  ASSERT_TRUE(eventually([&] { return !queue->is_healthy(); }));
  table->set_away(false);
  EXPECT_EQ(queue->take(1, 20s).size(), 1U);
}

TEST_F(EmbeddedQueueTest, stop_releases_what_no_worker_had_taken) {
  for (int i = 0; i < 10; ++i) table->enqueue("arkiver", clock->now());
  const auto queue = open({.poll = 1ms});
  ASSERT_EQ(queue->take(3, 20s).size(), 3U);
  queue->stop();
  EXPECT_TRUE(eventually([&] { return table->leased() == 3; }));
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
