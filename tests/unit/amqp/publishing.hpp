#pragma once

#include "told_changes.hpp"

#include <fangst/amqp/publisher.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace fangst::amqp {

/// A publisher to a broker that confirms when the test says so. Its limits are those that are not set: half a minute
/// for a confirm.
class Publishing : public testing::Test {
 protected:
  using Outcome = std::shared_future<PublishOutcome>;

  void start(PublisherHooks hooks = {}) {
    auto settings = broker.connection();
    told.listen_to(settings);
    hooks.check = [this](Connection&) {
      ++checks;
      return Result<void>{};
    };
    broker.set_confirms(false);
    publisher = std::make_unique<Publisher>(settings, "navn", clock, std::move(hooks));
    publisher->start();
    ASSERT_TRUE(support::eventually([&] { return publisher->is_ready(); }));
  }
  void TearDown() override { publisher.reset(); }

  static Outgoing message(const std::string& id, const std::string& key = "noekkel", const std::string& body = {}) {
    Outgoing message;
    message.routing_key = key;
    message.body = body;
    message.message_id = id;
    return message;
  }
  /// The outcome, once there is one; invalid when the publisher did not take the message.
  Outcome publish(const Outgoing& message) {
    const auto outcome = std::make_shared<std::promise<PublishOutcome>>();
    const bool is_taken = publisher->offer(message, [outcome](PublishOutcome is) { outcome->set_value(is); });
    return is_taken ? Outcome(outcome->get_future()) : Outcome();
  }
  static bool is_open(const Outcome& outcome) {
    return outcome.wait_for(std::chrono::milliseconds{0}) == std::future_status::timeout;
  }
  static PublishOutcome ended(const Outcome& outcome) {
    if (outcome.wait_for(std::chrono::seconds{60}) != std::future_status::ready) throw std::runtime_error("no outcome");
    return outcome.get();
  }
  /// The publisher's thread has done all that it does between two sleeps, at the present time.
  bool goes_round() {
    for (int i = 0; i < 2; ++i) {
      const int before = checks;
      publisher->request_check();
      if (!support::eventually([&] { return checks > before; })) return false;
    }
    return true;
  }
  bool is_connected_anew() {
    return support::eventually([&] {
      clock.advance(std::chrono::milliseconds{50});
      return publisher->is_ready();
    });
  }

  support::FakeBroker broker;
  support::ManualClock clock;
  ToldChanges told;
  std::atomic<int> checks{0};
  std::unique_ptr<Publisher> publisher;
};

}  // namespace fangst::amqp
