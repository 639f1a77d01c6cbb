#include <fangst/concurrency/isolating.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace fangst::concurrency {
namespace {

using Doubling = Isolating<int, int>;

Error refused() { return {ErrorKind::rejected_by_dependency, "test.avvist", "test", PublicText{"Avvist"}}; }
Error away() { return {ErrorKind::unavailable, "test.borte", "test", PublicText{"Borte"}}; }

struct Peer {
  std::set<int> bad;
  std::size_t calls = 0;

  Doubling doubling(std::size_t max_calls) {
    return {[this](const std::vector<int>& keys) -> Result<Doubling::Answers> {
              ++calls;
              if (std::any_of(keys.begin(), keys.end(), [&](int key) { return bad.contains(key); })) {
                return Failure(refused());
              }
              Doubling::Answers answers;
              for (const int key : keys) answers.emplace(key, 2 * key);
              return answers;
            },
            [](const Error& error) { return error.code() == "test.avvist"; }, max_calls};
  }
};

std::vector<int> numbers(int count) {
  std::vector<int> keys(static_cast<std::size_t>(count));
  std::iota(keys.begin(), keys.end(), 0);
  return keys;
}

TEST(Isolating, makes_one_call_when_all_is_well) {
  Peer peer;
  const auto answers = peer.doubling(64)(numbers(1000));
  EXPECT_EQ(answers.size(), 1000U);
  EXPECT_EQ(peer.calls, 1U);
}

TEST(Isolating, answers_all_but_the_bad_keys) {
  Peer peer{{17, 500, 999}, 0};
  const auto answers = peer.doubling(200)(numbers(1000));
  ASSERT_EQ(answers.size(), 1000U);
  for (const auto& [key, answer] : answers) EXPECT_EQ(answer.has_value(), !peer.bad.contains(key)) << key;
  EXPECT_LE(peer.calls, 61U);
}

TEST(Isolating, stops_at_its_limit_when_the_peer_refuses_everything) {
  Peer peer;
  for (const int key : numbers(1000)) peer.bad.insert(key);
  const auto answers = peer.doubling(64)(numbers(1000));
  EXPECT_EQ(answers.size(), 1000U);
  EXPECT_LE(peer.calls, 64U);
  for (const auto& [key, answer] : answers) EXPECT_FALSE(answer);
}

TEST(Isolating, does_not_split_what_failed_for_another_reason) {
  std::size_t calls = 0;
  Doubling doubling([&](const auto&) -> Result<Doubling::Answers> { return ++calls, Failure(away()); },
                    [](const Error& error) { return error.code() == "test.avvist"; }, 64);
  const auto answers = doubling(numbers(10));
  EXPECT_EQ(calls, 1U);
  EXPECT_EQ(answers.size(), 10U);
  EXPECT_EQ(answers.at(3).error().code(), "test.borte");
}

TEST(Isolating, keeps_to_every_limit_however_small) {
  for (std::size_t limit = 1; limit < 20; ++limit) {
    Peer peer;
    for (const int key : numbers(30)) peer.bad.insert(key);
    EXPECT_EQ(peer.doubling(limit)(numbers(30)).size(), 30U);
    EXPECT_LE(peer.calls, limit);
  }
}

struct Bounds {
  int keys;
  std::size_t limit;
  std::size_t calls;
  std::string refused;  ///< Each key that is refused, and for how many keys its last call was.
};

/// Refuses every call with the last key in it; the error says for how many keys it was.
TEST(Isolating, uses_its_limit_to_the_last_call) {
  for (const auto& expected : std::vector<Bounds>{{1, 1, 1, " 0:1"},
                                                  {2, 2, 1, " 0:2 1:2"},
                                                  {2, 3, 3, " 1:1"},
                                                  {4, 4, 3, " 2:2 3:2"},
                                                  {4, 5, 5, " 3:1"},
                                                  {5, 3, 3, " 2:3 3:3 4:3"},
                                                  {8, 7, 7, " 7:1"},
                                                  {8, 6, 5, " 6:2 7:2"}}) {
    std::size_t calls = 0;
    Doubling isolating(
        [&](const std::vector<int>& asked) -> Result<Doubling::Answers> {
          ++calls;
          if (asked.back() == expected.keys - 1) {
            return Failure(Error(ErrorKind::conflict, std::to_string(asked.size()), "test", PublicText{""}));
          }
          Doubling::Answers answers;
          for (const int key : asked) answers.emplace(key, 2 * key);
          return answers;
        },
        [](const Error& error) { return error.kind() == ErrorKind::conflict; }, expected.limit);
    std::string refused;
    const auto answers = isolating(numbers(expected.keys));
    for (const auto& [key, answer] : answers) {
      if (!answer) refused += " " + std::to_string(key) + ":" + answer.error().code();
      EXPECT_EQ(answer.value_or(2 * key), 2 * key);
    }
    EXPECT_EQ(refused, expected.refused) << expected.keys << " keys, " << expected.limit << " calls";
    EXPECT_EQ(calls, expected.calls) << expected.keys << " keys, " << expected.limit << " calls";
    EXPECT_EQ(answers.size(), static_cast<std::size_t>(expected.keys));
  }
}

}  // namespace
}  // namespace fangst::concurrency
