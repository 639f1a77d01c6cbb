#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace fangst::concurrency {
namespace {

using namespace std::chrono_literals;

/// What one thread waits for and another sets.
struct Flag {
  std::mutex mutex;
  std::condition_variable changed;
  bool is_set = false;

  void set() {
    {
      const std::lock_guard lock(mutex);
      is_set = true;
    }
    changed.notify_all();
  }
  bool wait(const Clock& clock, std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex);
    return clock.wait_for(lock, changed, at_most, [&] { return is_set; });
  }
};

TEST(SystemClock, ends_a_wait_when_that_has_come_which_it_is_for) {
  Flag flag;
  auto waits = std::async(std::launch::async, [&] { return flag.wait(SystemClock{}, 10min); });
  flag.set();
  EXPECT_TRUE(waits.get());
}

TEST(SystemClock, ends_a_wait_when_the_time_has_come) {
  const SystemClock clock;
  Flag flag;
  const auto begun = clock.monotonic();
  EXPECT_FALSE(flag.wait(clock, 5ms));
  EXPECT_GE(clock.monotonic() - begun, 5ms);
}

TEST(SystemClock, sees_what_is_so_already_also_when_the_time_has_passed) {
  Flag flag;
  flag.set();
  EXPECT_TRUE(flag.wait(SystemClock{}, -1h));
}

TEST(ManualClock, stands_still_until_it_is_moved) {
  support::ManualClock clock(model::from_millis(1000));
  const auto begun = clock.monotonic();
  EXPECT_EQ(clock.now(), model::from_millis(1000));
  EXPECT_EQ(clock.monotonic(), begun);
  clock.advance(1500ms);
  EXPECT_EQ(clock.now(), model::from_millis(2500));
  EXPECT_EQ(clock.monotonic(), begun + 1500ms);
  EXPECT_THROW(clock.advance(-1ms), std::invalid_argument);
}

TEST(ManualClock, lets_no_time_pass_when_the_wall_clock_is_set) {
  support::ManualClock clock(model::from_millis(1000));
  const auto begun = clock.monotonic();
  clock.set_wall(model::from_millis(1));
  EXPECT_EQ(clock.now(), model::from_millis(1));
  EXPECT_EQ(clock.monotonic(), begun);
}

TEST(ManualClock, ends_a_wait_when_it_is_moved_so_far_and_no_earlier) {
  support::ManualClock clock;
  Flag flag;
  auto waits = std::async(std::launch::async, [&] { return flag.wait(clock, 1h); });
  ASSERT_TRUE(clock.is_waited_by(1h));
  clock.advance(1h - 1ms);
  ASSERT_TRUE(clock.is_waited_by(1ms));
  EXPECT_EQ(clock.waits(2ms, 1h), 0);
  EXPECT_EQ(waits.wait_for(10ms), std::future_status::timeout);
  clock.advance(1ms);
  EXPECT_FALSE(waits.get());
  EXPECT_EQ(clock.waits(0ms, 1h), 0);
}

TEST(ManualClock, ends_a_wait_for_what_has_come) {
  const support::ManualClock clock;
  Flag flag;
  auto waits = std::async(std::launch::async, [&] { return flag.wait(clock, 1h); });
  ASSERT_TRUE(clock.is_waited_by(1h));
  flag.set();
  EXPECT_TRUE(waits.get());
}

}  // namespace
}  // namespace fangst::concurrency
