#include "queue_watch.hpp"

#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

namespace fangst::service {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

TEST(ProblemHistory, tells_a_problem_once_and_the_end_of_the_last_one) {
  ProblemHistory history;
  EXPECT_TRUE(history.next({}).problems.empty());
  EXPECT_FALSE(history.next({}).is_well) << "it was well before";
  EXPECT_EQ(history.next({"full", "borte"}).problems, (Texts{"full", "borte"}));
  EXPECT_TRUE(history.next({"full", "borte"}).problems.empty());
  EXPECT_EQ(history.next({"full", "annet"}).problems, Texts{"annet"});
  EXPECT_FALSE(history.next({"full"}).is_well);
  const auto last = history.next({});
  EXPECT_TRUE(last.is_well);
  EXPECT_TRUE(last.problems.empty());
  EXPECT_EQ(history.next({"full"}).problems, Texts{"full"}) << "it came back";
}

TEST(ProblemHistory, takes_another_number_or_another_detail_for_the_same_problem) {
  ProblemHistory history;
  history.next({"17 meldinger ligger i «a»."});
  EXPECT_TRUE(history.next({"18 meldinger ligger i «a»."}).problems.empty());
  EXPECT_EQ(history.next({"18 meldinger ligger i «b»."}).problems.size(), 1U);
  history.next({"Svarer ikke (connect: refused)."});
  EXPECT_TRUE(history.next({"Svarer ikke (connect: (113) timed out)."}).problems.empty());
  EXPECT_EQ(history.next({"Svarer ikke (connect: timed out) på oppslag."}).problems.size(), 1U);
}

TEST(ProblemHistory, tells_the_same_problem_of_two_queues_once) {
  ProblemHistory history;
  EXPECT_EQ(history.next({"borte", "borte"}).problems, Texts{"borte"});
  EXPECT_TRUE(history.next({"borte"}).problems.empty());
}

TEST(QueueWatch, asks_every_second_and_tells_only_what_is_new) {
  support::ManualClock clock;
  std::mutex mutex;
  Texts present{"full"};
  std::vector<ProblemHistory::News> told;
  int asked = 0;
  const QueueWatch watch(
      [&] {
        const std::lock_guard lock(mutex);
        ++asked;
        return present;
      },
      [&](const ProblemHistory::News& news) {
        const std::lock_guard lock(mutex);
        told.push_back(news);
      },
      clock);
  const auto pass_a_second = [&] {
    ASSERT_TRUE(clock.is_waited_by(1s));
    clock.advance(1s);
    ASSERT_TRUE(clock.is_waited_by(1s)) << "it has asked, and waits again";
  };
  for (int i = 0; i < 5; ++i) pass_a_second();
  EXPECT_EQ(asked, 5);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].problems, Texts{"full"});
  present.clear();
  pass_a_second();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[1].is_well);
}

}  // namespace
}  // namespace fangst::service
