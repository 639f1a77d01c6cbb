#pragma once

#include <fangst/model/timestamp.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace fangst::concurrency {

/// Time, and waiting for it. One clock is made at start and given to every part that asks for the time, sets a deadline
/// or pauses, so that a test moves the time instead of waiting. Thread-safe.
class Clock {
 public:
  using Moment = model::Deadline;

  virtual ~Clock() = default;
  /// Wall time: what is stored and shown. Somebody may set it, also back.
  virtual model::Timestamp now() const = 0;
  /// Never goes back: deadlines, pauses, and how long something took.
  virtual Moment monotonic() const = 0;

  /// Waits until `is_done()` is true or `until` has come, and returns what is_done() says then. As with
  /// std::condition_variable, is_done() is called with `lock` held, and whoever changes its answer notifies `changed`.
  template <class Condition>
  bool wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Moment until,
                  const Condition& is_done) const {
    while (!is_done()) {
      if (monotonic() >= until) return false;
      wait(lock, changed, until);
    }
    return true;
  }
  /// wait_until(), for so long from now.
  template <class Condition>
  bool wait_for(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, std::chrono::milliseconds at_most,
                const Condition& is_done) const {
    return wait_until(lock, changed, monotonic() + at_most, is_done);
  }

 private:
  /// Returns when `changed` is notified or `until` has come; may also return earlier.
  virtual void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Moment until) const = 0;
};

/// The machine's clocks. monotonic() is std::chrono::steady_clock, by which the libraries for sockets count too.
class SystemClock final : public Clock {
 public:
  model::Timestamp now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
  Moment monotonic() const override { return std::chrono::steady_clock::now(); }

 private:
  void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Moment until) const override {
    changed.wait_until(lock, until);
  }
};

}  // namespace fangst::concurrency
