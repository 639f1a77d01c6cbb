#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/amqp/change_teller.hpp>
#include <fangst/amqp/connection.hpp>
#include <fangst/concurrency/clock.hpp>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fangst::amqp {

/// Identifies a delivered message that must be answered. The tag is valid only on its connection.
struct Ticket {
  std::uint64_t connection = 0;
  std::uint64_t tag = 0;
};

struct ConsumerSettings {
  std::vector<std::string> queues;
  std::uint16_t prefetch = 100;  ///< Unanswered messages per queue: limits the memory used.
  std::size_t max_body = 64U << 10U;
  /// A queue that the broker for half a minute cannot let it consume is deleted, for `prepare` to declare it again: the
  /// leader of a quorum queue that was declared while the broker was killed never comes. Only for queues whose messages
  /// stand elsewhere as well.
  bool renews_failing_queues = false;
};

struct ConsumerHooks {
  std::function<Result<void>(Connection&)> prepare;  ///< On each new connection: declare what is consumed.
  std::function<void(Ticket, Delivered&&)> on_delivery;
  std::function<void(std::uint64_t connection)> on_lost;  ///< The broker delivers its unanswered messages again.
  std::function<void(const std::string& queue)> on_renewed = nullptr;  ///< As `renews_failing_queues` says.
};

/// A thread with a connection that consumes with manual acknowledgements. Reconnects by itself. All callbacks run on
/// that thread and must not block.
class Consumer {
 public:
  /// `clock` must outlive it; the pauses before it connects again go by it.
  Consumer(BrokerSettings connection, std::string name, ConsumerSettings settings, const concurrency::Clock& clock,
           ConsumerHooks hooks);
  ~Consumer();
  void start();
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  enum class Answer { acknowledge, requeue, reject };
  /// Thread-safe. No effect when the connection is lost: the broker delivers the message again.
  void answer(Ticket ticket, Answer answer);
  /// Asks for no more messages. Messages under way may still arrive, and answers are still sent. Idempotent.
  void cancel();
  /// Sends the answers that are due and ends the thread. Idempotent.
  void stop();
  bool is_connected() const { return connected_; }
  std::string problem() const;

 private:
  void run();
  Result<std::unique_ptr<Connection>> open();
  Result<std::unique_ptr<Connection>> prepared();
  Result<void> consume_all(Connection& connection);
  Result<void> serve(Connection& connection);
  Result<void> send_answers(Connection& connection);
  void set_state(bool connected, std::string problem);
  bool pause(int failures);
  bool is_closing() const;

  BrokerSettings connection_;
  std::string name_;
  ConsumerSettings settings_;
  const concurrency::Clock& clock_;
  ConsumerHooks hooks_;
  Watchdog watchdog_;
  Doorbell bell_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<Ticket, Answer>> answers_;
  std::string problem_;
  bool cancelled_ = false;
  bool closing_ = false;
  bool ended_ = false;
  std::atomic<bool> connected_{false};
  ChangeTeller teller_{connection_, name_};  // Only the thread's.
  std::uint64_t present_ = 0;                // The number of the connection; only the thread's.
  std::string failing_queue_;                // At which the last connections ended; only the thread's.
  concurrency::Clock::Moment failing_since_{};
  std::thread thread_;
};

}  // namespace fangst::amqp
