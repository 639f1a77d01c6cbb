#pragma once

#include <atomic>
#include <chrono>

namespace fangst::sandbox {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

/// The sandbox's own time, which a test may move (PUT /sandbox/clock). Thread-safe.
class Clock {
 public:
  TimePoint now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) +
           std::chrono::milliseconds(offset_.load());
  }
  void set_offset(std::chrono::milliseconds offset) { offset_ = offset.count(); }
  std::chrono::milliseconds offset() const { return std::chrono::milliseconds(offset_.load()); }

 private:
  std::atomic<std::chrono::milliseconds::rep> offset_{0};
};

}  // namespace fangst::sandbox
