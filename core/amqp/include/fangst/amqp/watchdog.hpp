#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace fangst::amqp {

/// Shuts down the socket of a library call that takes too long: rabbitmq-c 0.11 sends without a time limit, and a
/// broker with an alarm does not read. Thread-safe.
class Watchdog {
 public:
  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void watch(int socket);
  /// Must be called before the socket is closed, since the number may then be reused for another socket.
  void forget();
  /// Shuts down the present socket, and every socket that is given to watch() later.
  void cut();

  /// Limits one call: while the guard lives longer than `limit`, the socket is shut down.
  class Guard {
   public:
    Guard(Watchdog& dog, std::chrono::milliseconds limit) : dog_(dog) { dog_.arm(limit); }
    ~Guard() { dog_.disarm(); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    Watchdog& dog_;
  };

 private:
  using Clock = std::chrono::steady_clock;
  void arm(std::chrono::milliseconds limit);
  void disarm();
  void run();
  void shut_down_locked() const;

  std::mutex mutex_;
  std::condition_variable changed_;
  int socket_ = -1;
  std::optional<Clock::time_point> deadline_;
  bool is_cut_ = false;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace fangst::amqp
