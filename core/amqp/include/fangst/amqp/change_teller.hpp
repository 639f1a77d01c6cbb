#pragma once

#include <fangst/amqp/broker_settings.hpp>

#include <optional>

namespace fangst::amqp {

/// Tells of a connection that it was made or lost, each once, however many tries fail in between. One thread's.
class ChangeTeller {
 public:
  /// Both must outlive it.
  ChangeTeller(const BrokerSettings& settings, const std::string& name) : settings_(settings), name_(name) {}

  void made() { tell(true, nullptr); }
  void lost(const Error& reason) { tell(false, &reason); }

 private:
  void tell(bool connected, const Error* reason) {
    if (told_ == connected) return;
    told_ = connected;
    if (settings_.on_change) settings_.on_change({name_, reason});
  }

  const BrokerSettings& settings_;
  const std::string& name_;
  std::optional<bool> told_;
};

}  // namespace fangst::amqp
