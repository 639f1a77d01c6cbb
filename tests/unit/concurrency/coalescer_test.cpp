#include <fangst/concurrency/coalescer.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <thread>

namespace fangst::concurrency {
namespace {

using namespace std::chrono_literals;
using Squares = Coalescer<int, int>;

Squares::Answers squares_of(const std::vector<int>& keys) {
  Squares::Answers answers;
  for (const int key : keys) answers.emplace(key, key * key);
  return answers;
}

/// Blocks the first call until it is let go, and remembers what each call asked for.
struct BlockingDependency {
  std::promise<void> is_called;
  std::promise<void> may_answer;
  std::mutex mutex;
  std::vector<std::vector<int>> calls;

  Squares::Answers operator()(const std::vector<int>& keys) {
    bool is_first = false;
    {
      const std::lock_guard lock(mutex);
      is_first = calls.empty();
      calls.push_back(keys);
    }
    if (is_first) {
      is_called.set_value();
      may_answer.get_future().wait();
    }
    return squares_of(keys);
  }
};

struct CoalescerTest : testing::Test {
  support::ManualClock clock;
  model::Deadline soon() const { return clock.monotonic() + 20s; }
};

TEST_F(CoalescerTest, asks_at_once_for_a_lone_caller) {
  std::vector<std::vector<int>> calls;
  Squares squares("test", {1000, 4, std::chrono::hours(1)}, clock, [&](const auto& keys, model::Deadline) {
    calls.push_back(keys);
    return squares_of(keys);
  });
  EXPECT_EQ(squares.get(3, soon()), 9);
  EXPECT_EQ(squares.get(4, soon()), 16);
  EXPECT_EQ(calls, (std::vector<std::vector<int>>{{3}, {4}}));
}

TEST_F(CoalescerTest, gathers_those_who_come_while_a_call_is_on_its_way) {
  BlockingDependency peer;
  // The batch of five is closed because it is full, not because time has passed.
  Squares squares("test", {5, 4, std::chrono::hours(1)}, clock,
                  [&](const auto& keys, model::Deadline) { return peer(keys); });
  auto first = std::async(std::launch::async, [&] { return squares.get(100, soon()); });
  peer.is_called.get_future().wait();
  std::vector<std::future<Result<int>>> others;
  for (int key = 1; key <= 5; ++key) {
    others.push_back(std::async(std::launch::async, [&, key] { return squares.get(key, soon()); }));
  }
  for (int key = 1; key <= 5; ++key) EXPECT_EQ(others[static_cast<std::size_t>(key - 1)].get(), key * key);
  peer.may_answer.set_value();
  EXPECT_EQ(first.get(), 10000);
  ASSERT_EQ(peer.calls.size(), 2U);
  EXPECT_EQ(peer.calls[1].size(), 5U);
}

TEST_F(CoalescerTest, goes_on_when_the_linger_has_passed) {
  BlockingDependency peer;
  Squares squares("test", {1000, 4, 2ms}, clock, [&](const auto& keys, model::Deadline) { return peer(keys); });
  auto first = std::async(std::launch::async, [&] { return squares.get(100, soon()); });
  peer.is_called.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return squares.get(2, soon()); });
  ASSERT_TRUE(clock.is_waited_by(2ms));
  clock.advance(1ms);
  EXPECT_EQ(second.wait_for(20ms), std::future_status::timeout) << "called before the linger had passed";
  clock.advance(1ms);
  EXPECT_EQ(second.get(), 4);
  peer.may_answer.set_value();
  EXPECT_EQ(first.get(), 10000);
}

TEST_F(CoalescerTest, runs_no_more_calls_at_once_than_it_may) {
  BlockingDependency peer;
  Squares squares("test", {1000, 1, 0ms}, clock, [&](const auto& keys, model::Deadline) { return peer(keys); });
  auto first = std::async(std::launch::async, [&] { return squares.get(100, soon()); });
  peer.is_called.get_future().wait();
  auto waits = std::async(std::launch::async, [&] { return squares.get(2, clock.monotonic() + 30s); });
  ASSERT_TRUE(clock.is_waited_by(30s));
  clock.advance(30s);
  const auto impatient = waits.get();
  ASSERT_FALSE(impatient);
  EXPECT_EQ(impatient.error().kind(), ErrorKind::timeout);
  EXPECT_FALSE(impatient.error().outcome_unknown());
  peer.may_answer.set_value();
  EXPECT_EQ(first.get(), 10000);
  EXPECT_EQ(peer.calls.size(), 1U);
  EXPECT_EQ(squares.get(3, soon()), 9);
}

TEST_F(CoalescerTest, asks_for_no_more_keys_at_once_than_it_may) {
  BlockingDependency peer;
  Squares squares("test", {2, 1, 0ms}, clock, [&](const auto& keys, model::Deadline) { return peer(keys); });
  auto first = std::async(std::launch::async, [&] { return squares.get(100, soon()); });
  peer.is_called.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return squares.get(25, soon()); });
  ASSERT_TRUE(clock.is_waited_by(20s));
  // None of these can wait, but those that come after the second are in its batch while there is room.
  for (int key = 1; key <= 20; ++key) EXPECT_FALSE(squares.get(key, clock.monotonic()));
  peer.may_answer.set_value();
  EXPECT_EQ(first.get(), 10000);
  EXPECT_EQ(second.get(), 625);
  for (const auto& call : peer.calls) EXPECT_LE(call.size(), 2U);
}

TEST_F(CoalescerTest, asks_once_for_a_key_that_several_want) {
  BlockingDependency peer;
  Squares squares("test", {2, 4, std::chrono::hours(1)}, clock,
                  [&](const auto& keys, model::Deadline) { return peer(keys); });
  auto first = std::async(std::launch::async, [&] { return squares.get(100, soon()); });
  peer.is_called.get_future().wait();
  std::vector<std::future<Result<int>>> same;
  for (int i = 0; i < 4; ++i) same.push_back(std::async(std::launch::async, [&] { return squares.get(7, soon()); }));
  auto last = std::async(std::launch::async, [&] { return squares.get(8, soon()); });
  // The batch is full with 7 and 8, whenever they came; a late 7 makes a batch of its own once the first call is done.
  EXPECT_EQ(last.get(), 64);
  peer.may_answer.set_value();
  for (auto& answer : same) EXPECT_EQ(answer.get(), 49);
  for (const auto& call : peer.calls) EXPECT_LE(std::count(call.begin(), call.end(), 7), 1);
}

TEST_F(CoalescerTest, gives_each_caller_the_error_of_its_own_key) {
  const Error broken{ErrorKind::rejected_by_dependency, "test.avvist", "test", PublicText{"Avvist"}};
  Squares squares("test", {}, clock, [&](const auto& keys, model::Deadline) {
    Squares::Answers answers;
    for (const int key : keys) answers.emplace(key, Failure(broken));
    return answers;
  });
  EXPECT_EQ(squares.get(1, soon()).error().code(), "test.avvist");
}

TEST_F(CoalescerTest, reports_a_key_that_the_answer_left_out) {
  Squares squares("test", {}, clock, [](const auto&, model::Deadline) { return Squares::Answers{}; });
  EXPECT_EQ(squares.get(1, soon()).error().kind(), ErrorKind::internal);
}

TEST_F(CoalescerTest, goes_on_after_a_call_that_threw) {
  int calls = 0;
  Squares squares("test", {}, clock, [&](const auto& keys, model::Deadline) {
    if (++calls == 1) throw std::runtime_error("broken");
    return squares_of(keys);
  });
  EXPECT_THROW(squares.get(1, soon()), std::runtime_error);
  EXPECT_EQ(squares.get(2, soon()), 4);
}

TEST_F(CoalescerTest, answers_every_caller_under_load) {
  std::atomic<std::size_t> most{0};
  std::atomic<int> calls{0};
  Squares squares("test", {50, 2, 1ms}, clock, [&](const auto& keys, model::Deadline) {
    // The first call lasts until two others wait: they will share the next.
    if (++calls == 1) {
      EXPECT_TRUE(clock.is_waited_by(0ms, 20s, 2));
    }
    auto seen = most.load();
    while (keys.size() > seen && !most.compare_exchange_weak(seen, keys.size())) {
    }
    return squares_of(keys);
  });
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const int key = t * 200 + i;
        const auto answer = squares.get(key, soon());
        wrong += answer && *answer == key * key ? 0 : 1;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(most, 50U);
  EXPECT_LT(calls, 3200) << "nothing was gathered";
}

}  // namespace
}  // namespace fangst::concurrency
