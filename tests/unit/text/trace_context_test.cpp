#include <fangst/text/trace_context.hpp>

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace fangst::text {
namespace {

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kTraceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Traceparent, yields_its_trace_id) {
  EXPECT_EQ(trace_id_of(kTraceparent), kTrace);
  EXPECT_EQ(trace_id_of("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"), kTrace);
}

TEST(Traceparent, is_kept_when_well_formed) {
  EXPECT_EQ(adopt_traceparent(kTraceparent), kTraceparent);
  EXPECT_EQ(adopt_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"),
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
      << "what a later version puts after it is left out";
  EXPECT_EQ(adopt_traceparent("fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"),
            "fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
}

TEST(Traceparent, has_its_own_character_in_every_place) {
  for (const std::string version : {"00", "01"}) {
    const auto good = version + kTraceparent.substr(2);
    ASSERT_EQ(trace_id_of(good), kTrace);
    for (std::size_t i = 0; i < good.size(); ++i) {
      for (const char other : {'G', 'F', 'g', ' ', '\0'}) {
        auto changed = good;
        changed[i] = other;
        EXPECT_EQ(trace_id_of(changed), "") << changed;
      }
      if (good[i] == '-') continue;
      auto changed = good;
      changed[i] = '-';
      EXPECT_EQ(trace_id_of(changed), "") << changed;
    }
    EXPECT_EQ(trace_id_of(good.substr(0, 54)), "");
    EXPECT_EQ(trace_id_of(good + "x"), "");
    EXPECT_EQ(trace_id_of(good + "-").empty(), version == "00") << version;
  }
}

TEST(Traceparent, that_is_new_is_sampled_and_of_the_version_that_every_reader_knows) {
  std::set<std::string> traces, parents;
  for (int i = 0; i < 100; ++i) {
    const auto fresh = adopt_traceparent("");
    ASSERT_EQ(fresh.size(), 55U);
    EXPECT_EQ(fresh.substr(0, 3) + fresh.substr(52), "00--01");
    traces.insert(fresh.substr(3, 16));
    traces.insert(fresh.substr(19, 16));
    parents.insert(fresh.substr(36, 16));
  }
  EXPECT_EQ(traces.size(), 200U);
  EXPECT_EQ(parents.size(), 100U);
}

TEST(Traceparent, that_is_new_is_another_in_every_thread) {
  constexpr std::size_t kThreads = 8;
  std::vector<std::string> fresh(kThreads);
  std::vector<std::thread> threads;
  for (auto& mine : fresh) threads.emplace_back([&mine] { mine = adopt_traceparent(""); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::set<std::string>(fresh.begin(), fresh.end()).size(), kThreads);
}

class BadTraceparent : public ::testing::TestWithParam<std::string> {};

TEST_P(BadTraceparent, is_replaced_by_a_new_one) {
  EXPECT_TRUE(trace_id_of(GetParam()).empty());
  const auto first = adopt_traceparent(GetParam());
  EXPECT_EQ(trace_id_of(first).size(), 32U);
  EXPECT_NE(first, adopt_traceparent(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Traceparent, BadTraceparent,
                         ::testing::Values("", "x", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                                           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                                           "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"));

}  // namespace
}  // namespace fangst::text
