#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace fangst::http_client {

/// Calls functions at set times, on its one thread. cpprest knows only how long a peer may be silent; this is how an
/// absolute deadline ends a request. Thread-safe.
class Alarms {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Ticket = std::pair<Time, std::uint64_t>;

  Alarms();
  ~Alarms();  ///< Alarms that have not gone off are forgotten.

  Ticket set(Time at, std::function<void()> action);
  /// The action may be running still.
  void clear(const Ticket& ticket);

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Ticket, std::function<void()>> alarms_;
  Time wakes_at_ = Time::max();
  std::uint64_t next_ = 0;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace fangst::http_client
