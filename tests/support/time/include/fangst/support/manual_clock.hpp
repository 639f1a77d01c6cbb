#pragma once

#include <fangst/concurrency/clock.hpp>

#include <set>

namespace fangst::support {

/// A clock that stands still until it is moved; whoever waits by it waits until then. Its monotonic time begins as that
/// of the machine, so that a deadline by it is of use to a real socket too.
class ManualClock final : public concurrency::Clock {
 public:
  /// September 2026, when nothing is said.
  explicit ManualClock(model::Timestamp wall = model::from_millis(1'790'000'000'000));

  model::Timestamp now() const override;
  Moment monotonic() const override;

  /// Lets time pass. Throws std::invalid_argument for less than nothing.
  void advance(std::chrono::milliseconds by);
  /// As when somebody sets the machine's clock: no time passes.
  void set_wall(model::Timestamp to);

  /// How many threads wait by this clock now, for moments so far ahead.
  std::ptrdiff_t waits(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most) const;
  /// Waits, in real time, until so many threads wait by this clock for moments so far ahead; false when they have not
  /// done so for longer than anything here can take. After it, advance() cannot come before the pause that it is to
  /// end.
  bool is_waited_by(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most,
                    std::ptrdiff_t threads = 1) const;
  /// The same, for one thread and a pause of exactly this length.
  bool is_waited_by(std::chrono::milliseconds ahead) const { return is_waited_by(ahead, ahead); }

 private:
  std::ptrdiff_t waits_locked(std::chrono::milliseconds at_least, std::chrono::milliseconds at_most) const;
  void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Moment until) const override;

  mutable std::mutex mutex_;
  mutable std::condition_variable waited_;
  mutable std::multiset<Moment> waiting_;
  model::Timestamp wall_;
  Moment monotonic_;
};

}  // namespace fangst::support
