#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/amqp/change_teller.hpp>
#include <fangst/amqp/connection.hpp>
#include <fangst/concurrency/clock.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace fangst::amqp {

enum class PublishOutcome {
  confirmed,  ///< The broker has it in a queue, on stable storage.
  returned,   ///< No queue is bound for it.
  refused,    ///< A queue is full or has no majority.
  lost        ///< The connection broke before the answer: the broker may have it.
};

struct PublisherHooks {
  std::function<Result<void>(Connection&)> prepare;  ///< On each new connection: declare what is published to.
  /// On each new connection, and when asked for by Publisher::request_check; not while the broker blocks.
  std::function<Result<void>(Connection&)> check;
  std::function<void()> on_change;  ///< Connected, disconnected, blocked or unblocked.
};

/// A thread with a connection that publishes with confirms. Reconnects by itself. All callbacks run on that thread and
/// must not block.
class Publisher {
 public:
  using Done = std::function<void(PublishOutcome)>;

  /// `clock` must outlive it; the pauses before it connects again, and its patience with the broker, go by it.
  Publisher(BrokerSettings settings, std::string name, const concurrency::Clock& clock, PublisherHooks hooks);
  ~Publisher();
  void start();
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  /// Thread-safe. False, and `done` is not called, while there is no connection, the broker blocks, or too much is
  /// unconfirmed: a publish must never fill the socket's buffer. Else `done` is called once, on the publisher's thread.
  bool offer(Outgoing message, Done done);
  bool is_ready() const { return connected_ && !blocked_; }
  /// True when a queue has refused messages, and has accepted none since.
  bool is_refused() const { return refused_; }
  void request_check();
  /// Waits until offer() can succeed; false after the deadline or stop().
  bool wait_until_ready(model::Deadline deadline);
  /// Ends the thread; unconfirmed messages get the outcome `lost`. Idempotent.
  void stop();
  /// Why there is no connection, or that the broker blocks; empty when all is well.
  std::string problem() const;

 private:
  struct Pending {
    Outgoing message;
    Done done;
    std::size_t bytes = 0;
    std::uint64_t tag = 0;
    bool is_returned = false;
    concurrency::Clock::Moment sent_at{};
  };

  void run();
  Result<void> serve(Connection& connection);
  Result<std::unique_ptr<Connection>> open();
  Result<void> publish_waiting(Connection& connection);
  void handle(Event&& event);
  void settle(const Confirmed& confirmed);
  void finish(Pending& pending, PublishOutcome outcome);
  void lose_everything(const std::string& why);
  void note_refusal(const Pending& pending, bool is_refused);
  Result<void> check_patience() const;
  void set_state(bool connected, bool blocked, std::string problem);
  bool pause(int failures);
  bool is_closing() const;

  BrokerSettings settings_;
  std::string name_;
  const concurrency::Clock& clock_;
  PublisherHooks hooks_;
  Watchdog watchdog_;
  Doorbell bell_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Pending> waiting_;
  std::size_t bytes_ = 0;  // Of what waits and what is unconfirmed.
  std::size_t count_ = 0;
  std::string problem_;
  bool closing_ = false;
  std::atomic<bool> connected_{false};
  std::atomic<bool> blocked_{false};
  std::atomic<bool> refused_{false};
  std::atomic<bool> check_wanted_{true};

  ChangeTeller teller_{settings_, name_};  // Only the thread's.
  std::deque<Pending> unconfirmed_;        // By tag; only the thread's.
  std::uint64_t next_tag_ = 1;
  std::string refused_key_;
  concurrency::Clock::Moment refused_since_{};
  std::thread thread_;
};

}  // namespace fangst::amqp
