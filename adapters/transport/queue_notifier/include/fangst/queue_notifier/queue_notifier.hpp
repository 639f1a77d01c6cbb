#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/source_notifier.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fangst::queue_notifier {

struct QueueNotifierSettings {
  amqp::BrokerSettings connection;
  std::vector<model::SourceName> sources;  ///< Told by queue: each has a durable queue "fangst.ut.<source>".
  std::int64_t most_untold = 100'000;      ///< Events a source may leave lying before no more are taken for it.
};

/// Tells sources through the exchange "fangst.ut" (topic, routing key "<source>.<event type>"). A success is an event
/// that the broker has confirmed.
class QueueNotifier final : public ports::SourceNotifier {
 public:
  /// `clock` must outlive it.
  QueueNotifier(QueueNotifierSettings settings, const ports::Clock& clock);
  ~QueueNotifier() override;
  QueueNotifier(const QueueNotifier&) = delete;
  QueueNotifier& operator=(const QueueNotifier&) = delete;

  Result<void> notify(const ports::StatusEvent& event, model::Deadline deadline) override;
  bool is_healthy() const;
  std::vector<std::string> problems() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::queue_notifier
