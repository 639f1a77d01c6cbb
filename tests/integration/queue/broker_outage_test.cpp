#include "backlog.hpp"

#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/test_broker.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <mutex>
#include <set>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using ports::WorkItem;
using std::chrono::steady_clock;

/// With a broker of their own, which they break.
class BrokerOutageTest : public testing::Test {
 protected:
  void SetUp() override {
    broker_ = support::TestBroker::own();
    if (!broker_) GTEST_SKIP() << "needs FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
    settings_.connection = broker_->connection();
    settings_.connection.publish_timeout = 3s;
    settings_.steps = {model::StepName("arkiver")};
    settings_.delays = {1000ms};
    settings_.lease = 20s;
    settings_.connection.on_change = [this](const amqp::BrokerChange& change) {
      const std::lock_guard lock(mutex_);
      told_[std::string(change.connection)] += change.reason == nullptr ? "+" : "-";
    };
  }
  void TearDown() override { queue_.reset(); }

  void open() { queue_ = std::make_unique<RabbitQueue>(settings_, rows_.outbox(), clock_); }
  void enqueue(int count, std::chrono::milliseconds delay = 0ms) {
    rows_.enqueue("arkiver", clock_->now() + delay, count);
    if (queue_) queue_->wake();
  }
  void finish(const WorkItem& item) {
    rows_.finish(item);
    queue_->settle(item);
  }
  void drain_all() {
    ASSERT_TRUE(support::eventually([&] {
      for (const auto& item : queue_->take(16, 100ms)) finish(item);
      return rows_.size() == 0;
    }));
  }
  testing::AssertionResult becomes_healthy() {
    if (support::eventually([&] { return queue_->is_healthy(); })) return testing::AssertionSuccess();
    return testing::AssertionFailure() << testing::PrintToString(queue_->problems()) << testing::PrintToString(told());
  }

  /// Of each connection, "-" for each loss and "+" for each connection that was made.
  std::map<std::string, std::string> told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }

  std::unique_ptr<support::TestBroker> broker_;
  std::mutex mutex_;
  std::map<std::string, std::string> told_;
  RabbitQueueSettings settings_;
  FakeBacklog rows_;
  std::shared_ptr<ports::SystemClock> clock_ = std::make_shared<ports::SystemClock>();
  std::unique_ptr<RabbitQueue> queue_;
};

TEST_F(BrokerOutageTest, starts_without_a_broker_and_works_when_it_comes) {
  broker_->stop();
  enqueue(20);
  open();
  EXPECT_TRUE(queue_->take(1, 500ms).empty());
  EXPECT_FALSE(queue_->is_healthy());
  EXPECT_FALSE(queue_->problems().empty());
  const std::map<std::string, std::string> both_lost{{"fangst arbeid inn", "-"}, {"fangst arbeid ut", "-"}};
  EXPECT_TRUE(support::eventually([&] { return told() == both_lost; }));
  broker_->start();
  ASSERT_TRUE(becomes_healthy());
  drain_all();
  for (const auto& [connection, changes] : told()) {
    EXPECT_THAT(changes, testing::MatchesRegex("(-\\+)+"))
        << connection << ": each change once, and in the end it is there";
  }
  EXPECT_TRUE(queue_->problems().empty());
}

TEST_F(BrokerOutageTest, a_killed_broker_loses_nothing) {
  open();
  enqueue(300);
  enqueue(20, 3s);
  std::set<std::int64_t> done;
  while (done.size() < 50) {
    for (const auto& item : queue_->take(16, 60s)) {
      done.insert(item.id);
      finish(item);
    }
  }
  broker_->crash();
  ASSERT_TRUE(support::eventually([&] { return !queue_->is_healthy(); }));
  enqueue(30);
  broker_->start();
  ASSERT_TRUE(becomes_healthy());
  drain_all();
}

TEST_F(BrokerOutageTest, an_alarm_hangs_neither_take_nor_stop_and_the_work_goes_on_when_it_ends) {
  open();
  ASSERT_TRUE(becomes_healthy());
  ASSERT_EQ(broker_->ctl({"set_vm_memory_high_watermark", "absolute", "1MB"}), 0);
  enqueue(5000);
  ASSERT_TRUE(support::eventually([&] { return !queue_->is_healthy(); }));
  const auto begin = steady_clock::now();
  queue_->take(1, 100ms);
  EXPECT_LT(steady_clock::now() - begin, 30s);
  // Bounded: a blocked broker gets no more than what can be unconfirmed.
  for (int looks = 0; looks < 20; ++looks) {
    queue_->take(1, 50ms);
    EXPECT_LE(rows_.table().leased(), 512U + settings_.batch);
  }

  auto stopped = std::async(std::launch::async, [&] {
    queue_->stop();
    queue_.reset();
  });
  ASSERT_EQ(stopped.wait_for(60s), std::future_status::ready);
  EXPECT_EQ(rows_.size(), 5000U);

  open();
  ASSERT_EQ(broker_->ctl({"set_vm_memory_high_watermark", "0.6"}), 0);
  ASSERT_TRUE(becomes_healthy());
  drain_all();
}

TEST_F(BrokerOutageTest, an_alarm_that_ends_lets_the_same_connection_go_on) {
  open();
  ASSERT_TRUE(becomes_healthy());
  ASSERT_EQ(broker_->ctl({"set_vm_memory_high_watermark", "absolute", "1MB"}), 0);
  enqueue(1000);
  ASSERT_TRUE(support::eventually([&] { return !queue_->is_healthy(); }));
  ASSERT_EQ(broker_->ctl({"set_vm_memory_high_watermark", "0.6"}), 0);
  ASSERT_TRUE(becomes_healthy());
  drain_all();
}

}  // namespace
}  // namespace fangst::queue
