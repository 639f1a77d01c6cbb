#include <fangst/pipeline/steps.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;

const auto kSent = model::from_millis(1'790'000'000'000);

TEST(FollowUpSchedule, counts_its_intervals_from_the_dispatch) {
  const FollowUpSchedule schedule{{1min, 5min, 1h}};
  EXPECT_EQ(schedule.next(kSent, kSent), kSent + 1min);
  EXPECT_EQ(schedule.next(kSent, kSent + 30s), kSent + 1min);
  EXPECT_EQ(schedule.next(kSent, kSent + 1min), kSent + 6min);
  EXPECT_EQ(schedule.next(kSent, kSent + 10min), kSent + 66min);
}

TEST(FollowUpSchedule, repeats_the_last_interval_from_now) {
  const FollowUpSchedule schedule{{1min, 1h}};
  EXPECT_EQ(schedule.next(kSent, kSent + 61min), kSent + 121min);
  EXPECT_EQ(schedule.next(kSent, kSent + 48h), kSent + 49h);
}

TEST(FollowUpSchedule, asks_every_hour_when_it_says_nothing) {
  EXPECT_EQ(FollowUpSchedule{}.next(kSent, kSent), kSent + 1h);
}

TEST(FollowUpSchedule, never_asks_in_the_past) {
  const FollowUpSchedule schedule{{1min, 5min}};
  for (auto now = kSent; now < kSent + 1h; now += 7s) EXPECT_GT(schedule.next(kSent, now), now);
}

}  // namespace
}  // namespace fangst::pipeline
