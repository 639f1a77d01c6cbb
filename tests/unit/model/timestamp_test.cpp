#include <fangst/model/timestamp.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace fangst::model {
namespace {

std::int64_t millis(std::string_view text) {
  const auto at = parse_timestamp(text);
  EXPECT_TRUE(at.has_value()) << text;
  return at ? to_millis(*at) : std::numeric_limits<std::int64_t>::min();
}

TEST(Timestamp, reads_the_mixed_formats_of_the_registries) {
  constexpr std::int64_t at = 1'688'026'492'000;  // 2023-06-29T08:14:52Z
  for (const auto* text :
       {"2023-06-29T10:14:52+02", "2023-06-29T10:14:52+0200", "2023-06-29T10:14:52+02:00", "2023-06-29T08:14:52Z",
        "2023-06-29t08:14:52z", "2023-06-29 08:14:52Z", "2023-06-29T08:14:52+00:00", "2023-06-29T08:14:52-00:00",
        "2023-06-29T03:44:52-0430", "2023-06-29T22:14:52+14:00", "2023-06-28T20:14:52-12"}) {
    EXPECT_EQ(millis(text), at) << text;
  }
}

TEST(Timestamp, reads_up_to_nine_fraction_digits_and_keeps_milliseconds) {
  constexpr std::int64_t second = 1'691'232'315'000;
  EXPECT_EQ(millis("2023-08-05T10:45:15.7Z"), second + 700);
  EXPECT_EQ(millis("2023-08-05T10:45:15.76Z"), second + 760);
  EXPECT_EQ(millis("2023-08-05T10:45:15.768Z"), second + 768);
  EXPECT_EQ(millis("2023-08-05T10:45:15.768999999Z"), second + 768);
  EXPECT_EQ(millis("2023-08-05T12:45:15.000000001+02"), second);
}

TEST(Timestamp, reaches_to_the_ends_of_the_day_and_of_the_offsets) {
  constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
  EXPECT_EQ(millis("1970-01-01T23:59:59.999Z"), kDay - 1);
  EXPECT_EQ(millis("1970-01-01T00:00:00+14:00"), -14 * kHour);
  EXPECT_EQ(millis("1970-01-01T00:00:00-14:00"), 14 * kHour);
  EXPECT_EQ(millis("1970-01-01T00:00:00+00:59"), -59 * kMinute);
  EXPECT_EQ(millis("1970-01-01T00:00:00-01:30"), 90 * kMinute);
  EXPECT_EQ(millis("1970-01-02T00:00:00.001+01:00"), kDay - kHour + 1);
}

TEST(Timestamp, is_never_guessed_from_a_text_without_an_offset) {
  for (const auto* text : {"2023-06-29T10:14:52", "2023-06-29T10:14:52.123", "2023-06-29", "2023-06-29T10:14"}) {
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
  }
}

TEST(Timestamp, is_refused_when_the_text_is_not_one_moment) {
  for (const auto* text : {"",
                           "Z",
                           "2023-06-29T10:14Z",
                           "2023-06-29T10:14:52.Z",
                           "2023-06-29T10:14:52.1234567890Z",
                           "2023-06-29T10:14:52Z ",
                           " 2023-06-29T10:14:52Z",
                           "2023-06-29T10:14:52ZZ",
                           "2023-06-29T10:14:52+2",
                           "2023-06-29T10:14:52+02:",
                           "2023-06-29T10:14:52+02:0",
                           "2023-06-29T10:14:52+020",
                           "2023-06-29T10:14:52+02:60",
                           "2023-06-29T10:14:52+15:00",
                           "2023-06-29T10:14:52+",
                           "2023-06-29T24:00:00Z",
                           "2023-06-29T10:60:00Z",
                           "2023-06-29T10:00:61Z",
                           "2023-06-31T10:00:00Z",
                           "2023-02-29T10:00:00Z",
                           "2023-13-01T10:00:00Z",
                           "2023-06-29T-1:14:52Z",
                           "2023-06-29T+1:14:52Z",
                           "2023-06-29T1:14:52Z",
                           "2023-06-29_10:14:52Z",
                           "20230629T101452Z",
                           "1688026492"}) {
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
  }
}

TEST(Timestamp, takes_a_leap_second_as_the_first_of_the_next_minute) {
  EXPECT_EQ(millis("2016-12-31T23:59:60Z"), millis("2017-01-01T00:00:00Z"));
}

TEST(Timestamp, is_written_in_utc_with_milliseconds) {
  EXPECT_EQ(to_rfc3339(from_millis(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(from_millis(1'688'026'492'007)), "2023-06-29T08:14:52.007Z");
  EXPECT_EQ(to_rfc3339(from_millis(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(from_millis(951'782'400'000)), "2000-02-29T00:00:00.000Z");
}

TEST(Timestamp, comes_back_from_its_text) {
  for (std::int64_t at = -5'000'000'000'000; at < 5'000'000'000'000; at += 12'345'678'901) {
    EXPECT_EQ(millis(to_rfc3339(from_millis(at))), at);
  }
}

}  // namespace
}  // namespace fangst::model
