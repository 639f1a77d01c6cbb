#pragma once

#include <chrono>
#include <optional>
#include <vector>

namespace fangst::policy {

/// How long to wait after the n-th failed try of a step, with jitter. The last rung repeats until the step is given up.
/// Immutable, so thread-safe.
class RetryLadder {
 public:
  /// `rungs` must not be empty. `give_up_after` counts tries; 0 means never.
  RetryLadder(std::vector<std::chrono::milliseconds> rungs, int give_up_after);

  /// `failures` >= 1. `unit_random` in [0, 1) lengthens the delay by up to 20 %, so that steps that failed at the same
  /// time are not tried again at the same time. Empty: give up and park.
  std::optional<std::chrono::milliseconds> delay_after(int failures, double unit_random) const;

  /// The delay of the last rung: for work that is never given up, because the dependency is only away (invariant 12).
  std::chrono::milliseconds last_delay(double unit_random) const;

  /// The first rung that is longer than `waited`, or the last: for failures that are not counted.
  std::chrono::milliseconds delay_longer_than(std::chrono::milliseconds waited, double unit_random) const;

 private:
  std::vector<std::chrono::milliseconds> rungs_;
  int give_up_after_;
};

}  // namespace fangst::policy
