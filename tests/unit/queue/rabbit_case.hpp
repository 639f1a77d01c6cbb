#pragma once

#include "watched_outbox.hpp"

#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

namespace fangst::queue {

/// A queue to a broker, and on a clock, that do what the test says. The broker routes nothing: what was published
/// arrives when the test delivers it.
class RabbitCase : public testing::Test {
 protected:
  static constexpr std::chrono::milliseconds kStep{20};

  RabbitCase() {
    settings.connection = broker.connection();
    settings.steps = {model::StepName("arkiver"), model::StepName("ekspeder")};
    settings.delays = {std::chrono::seconds{10}, std::chrono::minutes{1}, std::chrono::hours{1}};
  }
  void TearDown() override { queue.reset(); }

  void open() {
    queue = std::make_unique<RabbitQueue>(settings, outbox, clock);
    ASSERT_TRUE(support::eventually([&] { return queue->is_healthy(); })) << problems();
  }
  std::int64_t enqueue(std::chrono::milliseconds delay = {}, const std::string& step = "arkiver") {
    const auto id = table->enqueue(step, clock->now() + delay);
    if (queue) queue->wake();
    return id;
  }
  /// So many are published while time goes on: a relay that was woken in vain pauses a few milliseconds.
  bool comes_to(std::size_t count) {
    return support::eventually([&] {
      clock->advance(std::chrono::milliseconds{1});
      return broker.published().size() >= count;
    });
  }
  /// The relay has asked the broker so often how much is ready.
  bool has_asked(std::size_t times) {
    return in_time([&] { return asked() >= times; });
  }
  std::size_t asked() const { return broker.count_said("queue.declare fangst.arbeid.arkiver passive durable"); }
  /// A new row that is due, with its message as it was published.
  support::FakeMessage published(const std::string& step = "arkiver") {
    const auto before = broker.published().size();
    enqueue({}, step);
    if (!comes_to(before + 1)) throw std::runtime_error("not published");
    return broker.published().back();
  }
  std::uint64_t deliver(const support::FakeMessage& message) {
    return broker.deliver("fangst.arbeid." + message.routing_key, message);
  }
  ports::WorkItem taken() {
    auto items = queue->take(1, std::chrono::seconds{60});
    if (items.empty()) throw std::runtime_error("nothing to take");
    return items.at(0);
  }
  std::string problems() const {
    std::string text;
    for (const auto& problem : queue->problems()) text += problem + "\n";
    return text;
  }
  /// Time goes on, in the small steps of in_time(), until the next would go beyond the end.
  bool lets_time_pass(model::Timestamp end) {
    return in_time([&] { return clock->now() + kStep > end; });
  }
  template <class Condition>
  bool in_time(Condition condition) {
    return support::eventually([&] {
      clock->advance(kStep);
      return condition();
    });
  }

  support::FakeBroker broker;
  std::shared_ptr<support::ManualClock> clock = std::make_shared<support::ManualClock>();
  std::shared_ptr<support::FakeOutboxTable> table = std::make_shared<support::FakeOutboxTable>();
  std::shared_ptr<WatchedOutbox> outbox = std::make_shared<WatchedOutbox>(table);
  RabbitQueueSettings settings;
  std::unique_ptr<RabbitQueue> queue;
};

}  // namespace fangst::queue
