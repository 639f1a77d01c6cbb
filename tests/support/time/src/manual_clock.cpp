#include <fangst/support/manual_clock.hpp>

#include <iterator>
#include <stdexcept>

namespace fangst::support {
namespace {

/// How often a waiting thread looks, in real time, whether the clock has been moved. To notify it instead, the clock
/// would have to lock a mutex that its owner may have destroyed.
constexpr std::chrono::milliseconds kLook{2};
constexpr std::chrono::seconds kLongest{60};

}  // namespace

ManualClock::ManualClock(model::Timestamp wall) : wall_(wall), monotonic_(std::chrono::steady_clock::now()) {}

model::Timestamp ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return wall_;
}

ManualClock::Moment ManualClock::monotonic() const {
  const std::lock_guard lock(mutex_);
  return monotonic_;
}

void ManualClock::advance(std::chrono::milliseconds by) {
  if (by < by.zero()) throw std::invalid_argument("time does not go back");
  const std::lock_guard lock(mutex_);
  wall_ += by;
  monotonic_ += by;
}

void ManualClock::set_wall(model::Timestamp to) {
  const std::lock_guard lock(mutex_);
  wall_ = to;
}

std::ptrdiff_t ManualClock::waits(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most) const {
  const std::lock_guard lock(mutex_);
  return waits_locked(at_least, at_most);
}

bool ManualClock::is_waited_by(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most,
                               std::ptrdiff_t threads) const {
  std::unique_lock lock(mutex_);
  return waited_.wait_for(lock, kLongest, [&] { return waits_locked(at_least, at_most) >= threads; });
}

std::ptrdiff_t ManualClock::waits_locked(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most) const {
  return std::distance(waiting_.lower_bound(monotonic_ + at_least), waiting_.upper_bound(monotonic_ + at_most));
}

void ManualClock::wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Moment until) const {
  const auto entry = [&] {
    const std::lock_guard own(mutex_);
    return waiting_.insert(until);
  }();
  waited_.notify_all();
  changed.wait_for(lock, kLook);
  const std::lock_guard own(mutex_);
  waiting_.erase(entry);
}

}  // namespace fangst::support
