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

}  // namespace
}  // namespace fangst::concurrency
