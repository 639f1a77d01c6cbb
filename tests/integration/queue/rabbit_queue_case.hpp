#pragma once

#include "backlog.hpp"

#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/test_broker.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace fangst::queue {

/// A queue to a real broker, over rows that the test makes.
class RabbitQueueTest : public testing::Test {
 protected:
  void SetUp() override {
    broker_ = support::TestBroker::shared();
    if (!broker_) GTEST_SKIP() << "needs FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
    settings_.connection = broker_->connection();
    settings_.steps = {model::StepName("arkiver"), model::StepName("ekspeder")};
    settings_.delays = {std::chrono::milliseconds{300}, std::chrono::seconds{1}, std::chrono::hours{1}};
  }
  void TearDown() override { queue_.reset(); }

  void open(bool with_management = false) {
    queue_.reset();
    if (with_management) settings_.management_url = broker_->management_url();
    queue_ = std::make_unique<RabbitQueue>(settings_, rows_.outbox(), clock_, broker_->http());
  }
  void enqueue(int count = 1, std::chrono::milliseconds delay = std::chrono::milliseconds{0},
               const std::string& step = "arkiver") {
    rows_.enqueue(step, clock_->now() + delay, count);
    if (queue_) queue_->wake();
  }
  std::vector<ports::WorkItem> take(std::size_t max = 1) { return queue_->take(max, std::chrono::seconds{60}); }
  void finish(const ports::WorkItem& item) {
    rows_.finish(item);
    queue_->settle(item);
  }
  void drain(std::size_t expected) {
    std::set<std::int64_t> seen;
    while (seen.size() < expected) {
      const auto items = take(16);
      ASSERT_FALSE(items.empty()) << seen.size() << " of " << expected << ", leased " << rows_.table().leased() << "\n"
                                  << problems() << broker_->call("GET", "/queues/{vhost}/fangst.arbeid.arkiver").body;
      for (const auto& item : items) {
        seen.insert(item.id);
        finish(item);
      }
    }
    EXPECT_EQ(rows_.size(), 0U);
  }
  std::string problems() const {
    std::string text;
    for (const auto& problem : queue_->problems()) text += problem + "\n";
    return text;
  }
  /// No work comes from this broker.
  void expect_refused() {
    open();
    enqueue();
    EXPECT_TRUE(queue_->take(1, std::chrono::seconds{2}).empty());
    EXPECT_FALSE(queue_->is_healthy());
  }
  bool becomes_healthy() {
    return support::eventually([&] { return queue_->is_healthy(); });
  }

  std::unique_ptr<support::TestBroker> broker_;
  RabbitQueueSettings settings_;
  FakeBacklog rows_;
  /// The broker counts the time of its delays itself.
  std::shared_ptr<const ports::Clock> clock_ = std::make_shared<ports::SystemClock>();
  std::unique_ptr<RabbitQueue> queue_;
};

}  // namespace fangst::queue
