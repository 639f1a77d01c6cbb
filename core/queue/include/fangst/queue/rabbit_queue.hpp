#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/http_client.hpp>
#include <fangst/ports/work_queue.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fangst::queue {

/// What gives the queues their time-to-live, dead-lettering and limits.
enum class QueueProperties {
  arguments,  ///< Fangst declares them; the broker refuses a queue with other properties.
  policies    ///< deploy/rabbitmq/definitions.json; checked through the management API, which must be configured.
};

struct RabbitQueueSettings {
  amqp::BrokerSettings connection;
  std::vector<model::StepName> steps;  ///< Of every pipeline: each has its queue.
  QueueProperties properties_by = QueueProperties::arguments;
  /// e.g. "http://localhost:15672"; with it the properties in force are checked at start and every few minutes.
  std::string management_url;

  std::uint16_t prefetch = 100;  ///< Per step: the bound of what waits in this process.
  std::size_t batch = 128;       ///< Rows leased at a time.
  std::size_t most_in_broker =
      2'000;  ///< Messages ready in the step queues; the rest of a backlog stays in the database.
  std::size_t most_delayed = 20'000;  ///< Messages in the delay queues; the rest waits in the database.
  int delivery_limit = 20;            ///< The broker's guard against crash loops; the pipeline's own is stricter.
  std::chrono::milliseconds poll{200};
  std::chrono::milliseconds lease{30 * 60 * 1000};  ///< What has not been finished by then is published again.
  std::vector<std::chrono::milliseconds> delays{std::chrono::seconds{10}, std::chrono::minutes{1},
                                                std::chrono::minutes{10}, std::chrono::hours{1}, std::chrono::hours{6}};
  /// A queue that the broker for half a minute could not serve was deleted; it is declared anew at once. Told on the
  /// connection's thread: must not block or throw.
  std::function<void(const std::string& queue)> on_renewed;
};

/// The work queue over RabbitMQ, for several nodes or for operators who want to see the work in the broker. A message
/// holds only the row's number, its due time and the trace. The database decides what is due: a message without a row,
/// or with an older due time, is dropped.
class RabbitQueue final : public ports::WorkQueue {
 public:
  /// `http` is needed for the management API only. Throws std::invalid_argument for contradictory settings; without a
  /// broker there is no error: the queue is unhealthy until it can connect.
  RabbitQueue(RabbitQueueSettings settings, std::shared_ptr<ports::Outbox> outbox,
              std::shared_ptr<const ports::Clock> clock, std::shared_ptr<ports::HttpClient> http = nullptr);
  ~RabbitQueue() override;
  RabbitQueue(const RabbitQueue&) = delete;
  RabbitQueue& operator=(const RabbitQueue&) = delete;

  std::vector<ports::WorkItem> take(std::size_t max, std::chrono::milliseconds wait) override;
  void settle(const ports::WorkItem& item) override;
  void give_back(const ports::WorkItem& item) override;
  void wake() override;
  void stop() override;
  bool is_healthy() const override;
  /// Also which properties in the broker would lose messages or leave them unread.
  std::vector<std::string> problems() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::queue
