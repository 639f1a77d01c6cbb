#pragma once

#include <fangst/concurrency/clock.hpp>

#include <functional>
#include <thread>
#include <utility>

namespace fangst::concurrency {

/// Does something again and again, on a thread of its own, from one pause after the constructor until the destructor.
/// As a member it stands last: what it uses must outlive it.
class Repeating {
 public:
  /// `act` must not throw. `clock` must outlive it.
  Repeating(const Clock& clock, std::chrono::milliseconds pause, std::function<void()> act)
      : clock_(clock), pause_(pause), act_(std::move(act)), thread_([this] { run(); }) {}
  /// Waits for an `act` that is under way.
  ~Repeating() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Repeating(const Repeating&) = delete;
  Repeating& operator=(const Repeating&) = delete;

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!clock_.wait_for(lock, changed_, pause_, [this] { return stopping_; })) {
      lock.unlock();
      act_();
      lock.lock();
    }
  }

  const Clock& clock_;
  std::chrono::milliseconds pause_;
  std::function<void()> act_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace fangst::concurrency
