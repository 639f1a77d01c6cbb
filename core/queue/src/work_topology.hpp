#pragma once

#include <fangst/amqp/connection.hpp>
#include <fangst/amqp/message.hpp>
#include <fangst/queue/rabbit_queue.hpp>

#include <string>
#include <vector>

namespace fangst::queue {

/// The queues and exchanges that carry the steps. The names are fixed; deploy/rabbitmq/definitions.json has the same.
///
///   fangst.arbeid (direct) -> fangst.arbeid.<step>    published to with `mandatory`: an unknown step is returned
///   fangst.retry.<delay> (fanout) -> fangst.retry.<delay>, expires to fangst.retur with the step as routing key
///   fangst.retur (direct) -> fangst.arbeid.<step>     alternate exchange fangst.uroutet, so that nothing can vanish
///   fangst.parkert <- what was delivered too often
class WorkTopology {
 public:
  explicit WorkTopology(RabbitQueueSettings settings);

  Result<void> declare(amqp::Connection& connection) const;

  std::vector<std::string> step_queues() const;
  std::vector<std::string> delay_queues() const;
  /// Every queue with what must be in force on it, whether by argument or by policy.
  const std::vector<amqp::Queue>& queues() const { return queues_; }

  /// Shortest first.
  const std::vector<std::chrono::milliseconds>& delays() const { return settings_.delays; }
  /// The longest delay that is not longer than `remaining`; none when even the shortest is.
  std::optional<std::chrono::milliseconds> delay_within(std::chrono::milliseconds remaining) const;
  static std::string delay_exchange(std::chrono::milliseconds delay);

  static constexpr auto kWorkExchange = "fangst.arbeid";
  static constexpr auto kParked = "fangst.parkert";
  static constexpr auto kUnroutable = "fangst.uroutet";

 private:
  RabbitQueueSettings settings_;
  std::vector<amqp::Exchange> exchanges_;
  std::vector<amqp::Queue> queues_;
  std::vector<amqp::Binding> bindings_;
};

/// "10s", "1m", "6h".
std::string duration_name(std::chrono::milliseconds duration);

}  // namespace fangst::queue
