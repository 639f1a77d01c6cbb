#include <fangst/policy/retry_ladder.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::policy {
namespace {

using namespace std::chrono_literals;

TEST(RetryLadder, climbs_one_rung_for_each_failure) {
  const RetryLadder ladder{{1s, 5s, 30s}, 0};
  EXPECT_EQ(ladder.delay_after(1, 0), 1s);
  EXPECT_EQ(ladder.delay_after(2, 0), 5s);
  EXPECT_EQ(ladder.delay_after(3, 0), 30s);
}

TEST(RetryLadder, repeats_the_last_rung_for_ever_when_told_never_to_give_up) {
  const RetryLadder ladder{{1s, 30s}, 0};
  EXPECT_EQ(ladder.delay_after(3, 0), 30s);
  EXPECT_EQ(ladder.delay_after(1'000'000, 0), 30s);
}

TEST(RetryLadder, gives_up_after_the_last_try) {
  const RetryLadder ladder{{1s, 30s}, 4};
  EXPECT_EQ(ladder.delay_after(3, 0), 30s);
  EXPECT_EQ(ladder.delay_after(4, 0), std::nullopt);
  EXPECT_EQ(ladder.delay_after(5, 0), std::nullopt);
}

TEST(RetryLadder, gives_up_at_once_when_only_one_try_is_allowed) {
  const RetryLadder ladder{{1s}, 1};
  EXPECT_EQ(ladder.delay_after(1, 0), std::nullopt);
}

TEST(RetryLadder, moves_the_delay_by_up_to_a_fifth_and_only_upwards) {
  const RetryLadder ladder{{10s}, 0};
  EXPECT_EQ(ladder.delay_after(1, 0.0), 10s);
  EXPECT_EQ(ladder.delay_after(1, 0.5), 11s);
  EXPECT_EQ(ladder.delay_after(1, 0.999), 11'998ms);
  EXPECT_EQ(ladder.delay_after(1, 7.0), 12s);
  EXPECT_EQ(ladder.delay_after(1, -7.0), 10s);
}

TEST(RetryLadder, climbs_by_how_long_the_last_wait_was_when_failures_are_not_counted) {
  const RetryLadder ladder{{10s, 1min, 5min}, 3};
  EXPECT_EQ(ladder.delay_longer_than(0s, 0), 10s);
  EXPECT_EQ(ladder.delay_longer_than(12s, 0), 1min);
  EXPECT_EQ(ladder.delay_longer_than(72s, 0), 5min);
  EXPECT_EQ(ladder.delay_longer_than(6min, 0), 5min);
  EXPECT_EQ(ladder.delay_longer_than(12s, 0.5), 66s);
  EXPECT_EQ(ladder.delay_longer_than(10s - 1ms, 0), 10s);
  EXPECT_EQ(ladder.delay_longer_than(10s, 0), 1min) << "longer than it was";
  EXPECT_EQ(ladder.delay_longer_than(5min, 0), 5min);
  EXPECT_EQ(ladder.delay_longer_than(6min, 0.5), 330s);
}

TEST(RetryLadder, knows_its_last_delay_though_it_would_have_given_up_before) {
  const RetryLadder ladder{{10s, 1min, 5min}, 2};
  EXPECT_EQ(ladder.last_delay(0), 5min);
  EXPECT_EQ(ladder.last_delay(0.5), 330s);
}

TEST(RetryLadder, refuses_settings_that_make_no_sense) {
  EXPECT_THROW(RetryLadder({}, 0), std::invalid_argument);
  EXPECT_THROW(RetryLadder({1s, 0s}, 0), std::invalid_argument);
  EXPECT_THROW(RetryLadder({1s, -1s}, 0), std::invalid_argument);
  EXPECT_THROW(RetryLadder({1s}, -1), std::invalid_argument);
}

TEST(RetryLadder, refuses_to_wait_after_no_failure) {
  EXPECT_THROW((void)RetryLadder({1s}, 0).delay_after(0, 0), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::policy
