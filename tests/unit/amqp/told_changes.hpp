#pragma once

#include <fangst/amqp/broker_settings.hpp>

#include <mutex>
#include <string>

namespace fangst::amqp {

/// Each change of the connection, in order: " made", or the code of the reason for its loss.
class ToldChanges {
 public:
  void listen_to(BrokerSettings& settings) {
    settings.on_change = [this](const BrokerChange& change) {
      const std::lock_guard lock(mutex_);
      text_ += change.reason == nullptr ? " made" : " " + change.reason->code();
    };
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace fangst::amqp
