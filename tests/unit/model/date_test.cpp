#include <fangst/model/date.hpp>

#include <gtest/gtest.h>

namespace fangst::model {
namespace {

TEST(DateText, is_read_and_written_alike) {
  for (const auto* text : {"2026-03-10", "2000-02-29", "2024-02-29", "1899-12-31", "0001-01-01", "9999-12-31"}) {
    const auto date = parse_date(text);
    ASSERT_TRUE(date.has_value()) << text;
    EXPECT_EQ(to_string(*date), text);
  }
}

TEST(DateText, names_the_day_it_says) { EXPECT_EQ(parse_date("2086-03-12"), std::chrono::year{2086} / 3 / 12); }

TEST(DateText, is_refused_when_there_is_no_such_day) {
  for (const auto* text : {"2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-10", "2026-01-00",
                           "2026-01-32", "0000-01-01"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(DateText, is_refused_in_any_other_form) {
  for (const auto* text : {"", "2026-3-10", "10.03.2026", "2026/03/10", "20260310", "2026-03-10T00:00:00Z",
                           "2026-03-1x", " 2026-03-10", "2026-03-10 ", "+026-03-10", "-026-03-10", "2026--3-10",
                           "2026-03--1", "2026- 3-10", "26-03-10", "x026-03-10"}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace fangst::model
