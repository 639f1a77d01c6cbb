#include <fangst/policy/circuit_breaker.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::policy {
namespace {

using namespace std::chrono_literals;
using State = CircuitBreaker::State;

class CircuitBreakerTest : public testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) breaker_.failed(now_);
  }
  void open() { fail(3); }
  void half_open() {
    open();
    now_ += 5s;
    ASSERT_EQ(breaker_.admit(now_), std::nullopt);
  }
  std::optional<std::chrono::milliseconds> admit() { return breaker_.admit(now_); }

  CircuitBreaker breaker_{{.threshold = 3, .cool_down = 5s, .max_cool_down = 30s}};
  CircuitBreaker::TimePoint now_{1h};
};

TEST_F(CircuitBreakerTest, lets_every_call_pass_while_closed) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(admit(), std::nullopt);
  EXPECT_EQ(breaker_.state(), State::closed);
}

TEST_F(CircuitBreakerTest, opens_after_the_threshold_of_failures_in_a_row) {
  fail(2);
  EXPECT_EQ(breaker_.state(), State::closed);
  fail(1);
  EXPECT_EQ(breaker_.state(), State::open);
  EXPECT_EQ(admit(), 5s);
}

TEST_F(CircuitBreakerTest, counts_only_failures_in_a_row) {
  fail(2);
  breaker_.succeeded();
  fail(2);
  EXPECT_EQ(breaker_.state(), State::closed);
}

TEST_F(CircuitBreakerTest, says_how_long_is_left_of_the_cool_down) {
  open();
  now_ += 2s;
  EXPECT_EQ(admit(), 3s);
  now_ += 2999ms;
  EXPECT_EQ(admit(), 1ms);
  EXPECT_EQ(breaker_.state(), State::open);
}

TEST_F(CircuitBreakerTest, rounds_the_wait_up_so_that_it_is_never_too_short) {
  open();
  now_ += 4999ms + 999us;
  EXPECT_EQ(admit(), 1ms);
  now_ += 1ms;
  EXPECT_EQ(admit(), std::nullopt);
}

TEST_F(CircuitBreakerTest, lets_one_probe_pass_when_the_cool_down_is_over) {
  half_open();
  EXPECT_EQ(breaker_.state(), State::half_open);
  EXPECT_EQ(admit(), 5s);
  now_ += 1s;
  EXPECT_EQ(admit(), 4s);
}

TEST_F(CircuitBreakerTest, closes_when_the_probe_succeeds) {
  half_open();
  breaker_.succeeded();
  EXPECT_EQ(breaker_.state(), State::closed);
  EXPECT_EQ(admit(), std::nullopt);
  EXPECT_EQ(admit(), std::nullopt);
  fail(2);
  EXPECT_EQ(breaker_.state(), State::closed);
}

TEST_F(CircuitBreakerTest, opens_again_for_twice_as_long_when_the_probe_fails) {
  half_open();
  now_ += 1s;
  breaker_.failed(now_);
  EXPECT_EQ(breaker_.state(), State::open);
  EXPECT_EQ(admit(), 10s);
}

TEST_F(CircuitBreakerTest, never_waits_longer_than_the_greatest_cool_down) {
  half_open();
  for (const auto wait : {10s, 20s, 30s, 30s}) {
    breaker_.failed(now_);
    ASSERT_EQ(admit(), wait);
    now_ += wait;
    ASSERT_EQ(admit(), std::nullopt);
  }
}

TEST_F(CircuitBreakerTest, begins_with_the_short_cool_down_again_after_it_has_closed) {
  half_open();
  breaker_.failed(now_);
  now_ += 10s;
  ASSERT_EQ(admit(), std::nullopt);
  breaker_.succeeded();
  open();
  EXPECT_EQ(admit(), 5s);
}

TEST_F(CircuitBreakerTest, sends_another_probe_when_the_first_never_reports) {
  half_open();
  now_ += 4999ms;
  EXPECT_EQ(admit(), 1ms);
  now_ += 1ms;
  EXPECT_EQ(admit(), std::nullopt);
  EXPECT_EQ(admit(), 5s);
}

TEST_F(CircuitBreakerTest, does_not_move_the_cool_down_when_older_calls_fail_late) {
  open();
  now_ += 2s;
  fail(10);
  EXPECT_EQ(admit(), 3s);
}

TEST_F(CircuitBreakerTest, stays_open_when_an_older_call_succeeds_late) {
  open();
  breaker_.succeeded();
  EXPECT_EQ(breaker_.state(), State::open);
  EXPECT_EQ(admit(), 5s);
}

TEST_F(CircuitBreakerTest, lets_nothing_pass_while_paused_whatever_is_reported) {
  breaker_.pause();
  EXPECT_EQ(admit(), 5s);
  breaker_.succeeded();
  now_ += 24h;
  EXPECT_EQ(admit(), 5s);
  fail(10);
  EXPECT_EQ(breaker_.state(), State::paused);
}

TEST_F(CircuitBreakerTest, is_closed_and_has_forgotten_failures_when_resumed) {
  fail(2);
  breaker_.pause();
  breaker_.resume();
  EXPECT_EQ(admit(), std::nullopt);
  fail(2);
  EXPECT_EQ(breaker_.state(), State::closed);
}

TEST_F(CircuitBreakerTest, forgets_the_long_cool_down_when_paused_and_resumed) {
  half_open();
  breaker_.failed(now_);
  breaker_.pause();
  breaker_.resume();
  open();
  EXPECT_EQ(admit(), 5s);
}

TEST_F(CircuitBreakerTest, does_not_close_an_open_circuit_that_nobody_paused) {
  open();
  breaker_.resume();
  EXPECT_EQ(breaker_.state(), State::open);
}

TEST_F(CircuitBreakerTest, waits_for_a_probe_as_long_as_the_cool_down_has_become) {
  half_open();
  breaker_.failed(now_);
  now_ += 10s;
  ASSERT_EQ(admit(), std::nullopt);
  EXPECT_EQ(admit(), 10s);
  now_ += 10s - 1ms;
  EXPECT_EQ(admit(), 1ms);
}

TEST_F(CircuitBreakerTest, is_paused_in_whatever_state_it_was_and_closed_when_resumed) {
  open();
  breaker_.pause();
  EXPECT_EQ(breaker_.state(), State::paused);
  breaker_.resume();
  EXPECT_EQ(breaker_.state(), State::closed);
  half_open();
  breaker_.pause();
  breaker_.succeeded();
  EXPECT_EQ(breaker_.state(), State::paused);
  breaker_.resume();
  EXPECT_EQ(breaker_.state(), State::closed);
}

TEST(CircuitBreakerSettings, may_open_at_the_first_failure_and_never_wait_longer) {
  CircuitBreaker breaker({.threshold = 1, .cool_down = 1ms, .max_cool_down = 1ms});
  CircuitBreaker::TimePoint now{1h};
  for (int i = 0; i < 3; ++i) {
    breaker.failed(now);
    EXPECT_EQ(breaker.state(), State::open);
    EXPECT_EQ(breaker.admit(now), 1ms);
    now += 1ms;
    EXPECT_EQ(breaker.admit(now), std::nullopt);
  }
}

TEST(CircuitBreakerSettings, are_refused_when_they_make_no_sense) {
  EXPECT_THROW(CircuitBreaker({.threshold = 0}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker({.cool_down = 0ms}), std::invalid_argument);
  EXPECT_THROW(CircuitBreaker({.cool_down = 10s, .max_cool_down = 9s}), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::policy
