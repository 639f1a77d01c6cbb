#pragma once

#include <chrono>
#include <optional>

namespace fangst::policy {

/// Decides whether a dependency may be called (invariant 12). A state machine without clock, lock or I/O; the owner
/// lets one thread at a time use it.
///
/// closed: calls are allowed. open: after `threshold` failures in a row; no call is allowed until `cool_down` has
/// passed. half_open: one call is allowed, as a probe; its success closes the circuit, its failure opens it again with
/// twice the cool-down, up to `max_cool_down`. paused: an operator allows no call until resume().
class CircuitBreaker {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Settings {
    int threshold = 5;
    std::chrono::milliseconds cool_down{5'000};
    std::chrono::milliseconds max_cool_down{300'000};
  };
  enum class State { closed, open, half_open, paused };

  explicit CircuitBreaker(Settings settings);

  /// Empty when the call is allowed; its outcome must then be reported with succeeded() or failed(). Else how long to
  /// wait before the next admit().
  std::optional<std::chrono::milliseconds> admit(TimePoint now);
  void succeeded();
  void failed(TimePoint now);
  void pause();
  void resume();
  State state() const { return state_; }

 private:
  Settings settings_;
  State state_ = State::closed;
  int failures_in_row_ = 0;
  std::chrono::milliseconds present_cool_down_;
  TimePoint opened_at_{};
  TimePoint probe_started_{};
};

}  // namespace fangst::policy
