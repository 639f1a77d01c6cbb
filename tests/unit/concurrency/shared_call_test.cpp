#include <fangst/concurrency/coalescer.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace fangst::concurrency {
namespace {

using namespace std::chrono_literals;
using Names = Coalescer<int, std::string>;

/// The first call lasts until the test lets it go; those who come meanwhile share the next.
class SharedCall : public testing::Test {
 protected:
  using Answer = std::future<Result<std::string>>;

  void begin(Names::Limits limits, Names::Fetch then) {
    names_ = std::make_unique<Names>("test", limits, clock,
                                     [this, then](const std::vector<int>& keys, model::Deadline deadline) {
                                       if (keys == std::vector<int>{0}) {
                                         is_called_.set_value();
                                         may_end_.get_future().wait();
                                         return Names::Answers{{0, "first"}};
                                       }
                                       return then(keys, deadline);
                                     });
    first_ = get(0, 1h);
    is_called_.get_future().wait();
  }
  void TearDown() override {
    if (!is_ended_) may_end_.set_value();
  }
  void end() {
    may_end_.set_value();
    is_ended_ = true;
    EXPECT_EQ(first_.get(), "first");
  }
  Answer get(int key, std::chrono::milliseconds patience) {
    return std::async(std::launch::async,
                      [this, key, until = clock.monotonic() + patience] { return names_->get(key, until); });
  }

  support::ManualClock clock;

 private:
  std::promise<void> is_called_;
  std::promise<void> may_end_;
  bool is_ended_ = false;
  std::unique_ptr<Names> names_;
  Answer first_;
};

TEST_F(SharedCall, has_the_deadline_of_the_first_who_wanted_it) {
  std::vector<model::Deadline> deadlines;
  begin({2, 4, 1h}, [&](const auto& keys, model::Deadline deadline) {
    deadlines.push_back(deadline);
    Names::Answers answers;
    for (const int key : keys) answers.emplace(key, std::to_string(key));
    return answers;
  });
  auto one = get(1, 30s);
  ASSERT_TRUE(clock.is_waited_by(30s));
  auto two = get(2, 50s);
  EXPECT_EQ(one.get(), "1");
  EXPECT_EQ(two.get(), "2");
  EXPECT_EQ(deadlines, std::vector<model::Deadline>{clock.monotonic() + 30s});
  end();
}

TEST_F(SharedCall, fails_for_everybody_alike_when_it_throws) {
  begin({2, 4, 1h}, [](const auto&, model::Deadline) -> Names::Answers { throw std::runtime_error("broken"); });
  auto one = get(1, 30s);
  ASSERT_TRUE(clock.is_waited_by(30s));
  auto two = get(2, 50s);
  EXPECT_THROW(one.get(), std::runtime_error);
  EXPECT_THROW(two.get(), std::runtime_error);
  end();
}

TEST_F(SharedCall, gives_each_its_own_answer_or_error) {
  begin({3, 4, 1h}, [](const auto&, model::Deadline) {
    const Error no{ErrorKind::not_found, "test.nei", "test", PublicText{"Nei."}};
    return Names::Answers{{1, "one"}, {2, Failure(no)}};
  });
  auto one = get(1, 30s);
  ASSERT_TRUE(clock.is_waited_by(30s));
  auto two = get(2, 50s);
  auto three = get(3, 50s);
  EXPECT_EQ(one.get(), "one");
  EXPECT_EQ(two.get().error().code(), "test.nei");
  const auto left_out = three.get();
  EXPECT_EQ(left_out.error().code(), "samlekall.uten_svar");
  EXPECT_EQ(left_out.error().where(), "test");
  end();
}

TEST_F(SharedCall, that_may_not_be_made_in_time_fails_for_all_who_joined_when_it_does_for_the_first) {
  begin({1000, 1, 0ms}, [](const auto&, model::Deadline) { return Names::Answers{}; });
  auto one = get(1, 10s);
  ASSERT_TRUE(clock.is_waited_by(10s));
  auto two = get(2, 1min);
  ASSERT_TRUE(clock.is_waited_by(1min));
  clock.advance(10s);
  for (auto* answer : {&one, &two}) {
    const auto error = answer->get().error();
    EXPECT_EQ(error.code(), "samlekall.tidsavbrudd");
    EXPECT_EQ(error.kind(), ErrorKind::timeout);
  }
  end();
}

TEST_F(SharedCall, is_waited_for_until_ones_own_deadline_by_those_who_joined) {
  begin({1000, 1, 0ms}, [](const auto&, model::Deadline) { return Names::Answers{{1, "one"}}; });
  auto one = get(1, 1min);
  ASSERT_TRUE(clock.is_waited_by(1min));
  auto impatient = get(2, 10s);
  ASSERT_TRUE(clock.is_waited_by(10s));
  clock.advance(10s);
  EXPECT_EQ(impatient.get().error().code(), "samlekall.tidsavbrudd");
  EXPECT_EQ(one.wait_for(0ms), std::future_status::timeout);
  end();
  EXPECT_EQ(one.get(), "one");
}

TEST_F(SharedCall, is_made_at_the_deadline_of_the_first_when_that_is_before_the_linger_has_passed) {
  begin({1000, 4, 1h}, [](const auto&, model::Deadline) { return Names::Answers{{1, "one"}}; });
  auto one = get(1, 10s);
  ASSERT_TRUE(clock.is_waited_by(10s)) << "no longer than it wants to wait";
  clock.advance(10s);
  EXPECT_EQ(one.get(), "one");
  end();
}

TEST(CoalescerLimits, are_what_the_registers_take_when_nothing_is_said) {
  const Names::Limits limits;
  EXPECT_EQ(limits.max_batch, 1000U);
  EXPECT_EQ(limits.max_calls, 4U);
  EXPECT_EQ(limits.linger, 2ms);
}

}  // namespace
}  // namespace fangst::concurrency
