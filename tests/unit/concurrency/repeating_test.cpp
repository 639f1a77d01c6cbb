#include <fangst/concurrency/repeating.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace fangst::concurrency {
namespace {

using namespace std::chrono_literals;

TEST(Repeating, acts_after_each_pause_and_not_before) {
  support::ManualClock clock;
  std::atomic<int> acts = 0;
  const Repeating repeating(clock, 10s, [&] { ++acts; });
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(clock.is_waited_by(10s));
    EXPECT_EQ(acts, round);
    clock.advance(9s);
    ASSERT_TRUE(clock.is_waited_by(1s));
    EXPECT_EQ(acts, round);
    clock.advance(1s);
  }
  ASSERT_TRUE(clock.is_waited_by(10s));
  EXPECT_EQ(acts, 3);
}

TEST(Repeating, ends_in_the_middle_of_a_pause) {
  support::ManualClock clock;
  std::atomic<int> acts = 0;
  {
    const Repeating repeating(clock, 10s, [&] { ++acts; });
    ASSERT_TRUE(clock.is_waited_by(10s));
  }
  clock.advance(1h);
  EXPECT_EQ(acts, 0);
}

TEST(Repeating, does_not_end_before_what_is_under_way) {
  support::ManualClock clock;
  std::promise<void> has_begun;
  std::promise<void> may_end;
  std::atomic<bool> is_done = false;
  auto repeating = std::make_unique<Repeating>(clock, 10s, [&] {
    has_begun.set_value();
    may_end.get_future().wait();
    is_done = true;
  });
  ASSERT_TRUE(clock.is_waited_by(10s));
  clock.advance(10s);
  has_begun.get_future().wait();
  auto ended = std::async(std::launch::async, [&] { repeating.reset(); });
  may_end.set_value();
  ended.wait();
  EXPECT_TRUE(is_done);
}

}  // namespace
}  // namespace fangst::concurrency
