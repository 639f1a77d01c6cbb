#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/amqp/doorbell.hpp>
#include <fangst/amqp/message.hpp>
#include <fangst/amqp/watchdog.hpp>
#include <fangst/error/result.hpp>

#include <functional>
#include <memory>
#include <string_view>

// Types of rabbitmq-c: defined in src/ alone.
struct amqp_connection_state_t_;
struct amqp_frame_t_;
struct amqp_rpc_reply_t_;

namespace fangst::amqp {

class FrameReader;

/// One AMQP 0-9-1 connection with one channel, used by the thread that opened it. After an error it cannot be used:
/// open another. Errors: `unavailable`, or `rejected_by_dependency` when the broker refuses a declaration or the user.
class Connection {
 public:
  /// `name` is shown to the operators of the broker. Bodies above `max_body` are discarded while they are received.
  static Result<std::unique_ptr<Connection>> open(const BrokerSettings& settings, std::string_view name,
                                                  std::size_t max_body, Watchdog& watchdog);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Calls that wait for the broker's answer.
  Result<void> declare(const Exchange& exchange);
  Result<void> declare(const Queue& queue);
  Result<void> bind(const Binding& binding);
  Result<void> remove(const std::string& queue);  ///< With all that lies in it; done as well when there is none.
  Result<std::uint32_t> count_ready(const std::string& queue);
  Result<void> select_confirms();
  Result<void> consume(const std::string& queue, std::uint16_t prefetch);

  // Calls that only send.
  Result<void> publish(const Outgoing& message);
  Result<void> acknowledge(std::uint64_t tag);
  Result<void> refuse(std::uint64_t tag, bool requeue);
  Result<void> cancel_consumers();

  /// Closes the connection in order; gives up after a short time.
  void close();

  /// Calls `handle` for everything that has arrived, without waiting; also sends heartbeats.
  Result<void> read(const std::function<void(Event&&)>& handle);
  /// Sleeps until something arrives, the bell rings, or `longest` has passed.
  void wait(const Doorbell& bell, std::chrono::milliseconds longest) const;

 private:
  Connection(BrokerSettings settings, std::size_t max_body, Watchdog& watchdog);
  Result<void> connect(std::string_view name);
  Result<void> attach_socket();
  Result<void> log_in(std::string_view name);
  int next_frame(amqp_frame_t_& frame);
  Result<void> sent(int status, std::string_view operation) const;
  Result<void> answered(const amqp_rpc_reply_t_& reply, std::string_view operation) const;

  BrokerSettings settings_;
  Watchdog& watchdog_;
  amqp_connection_state_t_* state_;
  std::unique_ptr<FrameReader> frames_;
  std::vector<std::string> consumer_tags_;
};

}  // namespace fangst::amqp
