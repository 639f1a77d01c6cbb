#include <fangst/policy/circuit_breaker.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::policy {
namespace {

/// Rounded up, so that whoever waits it out need not ask twice.
std::chrono::milliseconds left_of(std::chrono::milliseconds wait, CircuitBreaker::TimePoint since,
                                  CircuitBreaker::TimePoint now) {
  return std::chrono::ceil<std::chrono::milliseconds>(since + wait - now);
}

}  // namespace

CircuitBreaker::CircuitBreaker(Settings settings) : settings_(settings), present_cool_down_(settings.cool_down) {
  if (settings.threshold < 1) throw std::invalid_argument("a circuit breaker needs a threshold of at least 1");
  if (settings.cool_down <= settings.cool_down.zero() || settings.max_cool_down < settings.cool_down) {
    throw std::invalid_argument("a circuit breaker needs 0 < cool_down <= max_cool_down");
  }
}

std::optional<std::chrono::milliseconds> CircuitBreaker::admit(TimePoint now) {
  switch (state_) {
    case State::closed:
      return std::nullopt;
    case State::paused:
      return settings_.cool_down;
    case State::open:
      if (const auto wait = left_of(present_cool_down_, opened_at_, now); wait > wait.zero()) return wait;
      break;
    case State::half_open:
      // A probe that never reports (its worker died) must not close the way for ever: after a while another one goes.
      if (const auto wait = left_of(present_cool_down_, probe_started_, now); wait > wait.zero()) return wait;
      break;
  }
  state_ = State::half_open;
  probe_started_ = now;
  return std::nullopt;
}

void CircuitBreaker::succeeded() {
  // A call from before the circuit opened says nothing about the dependency as it is now.
  if (state_ == State::open || state_ == State::paused) return;
  state_ = State::closed;
  failures_in_row_ = 0;
  present_cool_down_ = settings_.cool_down;
}

void CircuitBreaker::failed(TimePoint now) {
  if (state_ == State::open || state_ == State::paused) return;
  if (state_ == State::half_open) {
    present_cool_down_ = std::min(present_cool_down_ * 2, settings_.max_cool_down);
  } else if (++failures_in_row_ < settings_.threshold) {
    return;
  }
  state_ = State::open;
  opened_at_ = now;
}

void CircuitBreaker::pause() { state_ = State::paused; }

void CircuitBreaker::resume() {
  if (state_ != State::paused) return;
  state_ = State::closed;
  failures_in_row_ = 0;
  present_cool_down_ = settings_.cool_down;
}

}  // namespace fangst::policy
