#include <fangst/config/duration.hpp>

#include <gtest/gtest.h>

namespace fangst::config {
namespace {

using namespace std::chrono_literals;

TEST(Duration, is_a_whole_number_and_a_unit) {
  EXPECT_EQ(parse_duration("200ms"), 200ms);
  EXPECT_EQ(parse_duration("10s"), 10s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("1h"), 1h);
  EXPECT_EQ(parse_duration("2d"), 48h);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, is_nothing_else) {
  for (const auto* text : {"", "10", "s", "-5s", "+5s", "1.5h", "10 s", " 10s", "10s ", "10S", "10sec", "1h30m", "1e3s",
                           "99999999999s", "99999999999999999999s"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, is_of_a_number_up_to_a_milliard) {
  EXPECT_EQ(parse_duration("1000000000ms"), 1'000'000'000ms);
  EXPECT_EQ(parse_duration("1000000000d"), std::chrono::days{1'000'000'000});
  EXPECT_EQ(parse_duration("1000000001ms"), std::nullopt);
}

TEST(Duration, is_written_in_the_largest_unit_that_is_exact) {
  EXPECT_EQ(duration_text(0s), "0s");
  EXPECT_EQ(duration_text(1500ms), "1500ms");
  EXPECT_EQ(duration_text(90s), "90s");
  EXPECT_EQ(duration_text(5min), "5m");
  EXPECT_EQ(duration_text(24h), "24h");
  EXPECT_EQ(duration_text(48h), "2d");
  EXPECT_EQ(duration_text(1ms), "1ms");
  EXPECT_EQ(duration_text(999ms), "999ms");
  EXPECT_EQ(duration_text(1000ms), "1s");
  EXPECT_EQ(duration_text(59s), "59s");
  EXPECT_EQ(duration_text(60s), "1m");
  EXPECT_EQ(duration_text(60min), "1h");
  EXPECT_EQ(duration_text(36h), "36h");
  EXPECT_EQ(duration_text(47h), "47h");
  EXPECT_EQ(duration_text(72h), "3d");
}

}  // namespace
}  // namespace fangst::config
