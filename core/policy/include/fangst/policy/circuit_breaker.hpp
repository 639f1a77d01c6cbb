#pragma once

#include <chrono>
#include <optional>

namespace fangst::policy {

/// Whether a peer may be called (invariant 12). A plain state machine: no clock, no lock, no I/O; the owner serialises.
///
/// closed: calls pass. open: after `threshold` failures in a row of the kinds timeout and unavailable; nothing passes
/// until `cool_down` is over. half_open: one probe passes; its success closes, its failure opens again with twice the
/// cool-down, up to `max_cool_down`. Paused by an operator: nothing passes until resumed.
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

  /// Empty: the call may go (and its outcome must be reported). Else: how long to wait before asking again.
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
