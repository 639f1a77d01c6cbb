#pragma once

#include <fangst/ports/source_notifier.hpp>
#include <fangst/queue/rabbit_connection.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fangst::queue {

struct RabbitNotifierSettings {
  RabbitConnection connection;
  std::vector<model::SourceName> sources;  ///< Told by queue: each has a durable queue "fangst.ut.<source>".
  std::int64_t most_untold = 100'000;      ///< Events a source may leave lying before no more are taken for it.
};

/// Tells sources through the exchange "fangst.ut" (topic, routing key "<source>.<event type>"). A success is an event
/// that the broker has confirmed.
class RabbitNotifier final : public ports::SourceNotifier {
 public:
  explicit RabbitNotifier(RabbitNotifierSettings settings);
  ~RabbitNotifier() override;
  RabbitNotifier(const RabbitNotifier&) = delete;
  RabbitNotifier& operator=(const RabbitNotifier&) = delete;

  Result<void> notify(const ports::StatusEvent& event, model::Deadline deadline) override;
  bool is_healthy() const;
  std::vector<std::string> problems() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::queue
