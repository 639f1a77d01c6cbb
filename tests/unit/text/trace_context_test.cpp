#include <fangst/text/trace_context.hpp>

#include <gtest/gtest.h>

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
  EXPECT_EQ(trace_id_of(adopt_traceparent("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")), kTrace)
      << "what a later version puts after it is left out";
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
