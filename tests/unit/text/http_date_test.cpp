#include <fangst/text/http_date.hpp>

#include <gtest/gtest.h>

#include <array>
#include <ctime>

namespace fangst::text {
namespace {

const auto kNoon = model::from_millis(1'795'258'800'000);

TEST(HttpDate, is_written_and_read) {
  for (const auto* text : {"Sat, 21 Nov 2026 11:00:00 GMT", "Wed, 29 Jun 2011 14:58:11 GMT",
                           "Thu, 29 Feb 2024 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
    const auto at = parse_imf_fixdate(text);
    ASSERT_TRUE(at) << text;
    EXPECT_EQ(http_date(*at), text);
    EXPECT_EQ(parse_http_date(text), at);
  }
  EXPECT_EQ(http_date(kNoon + std::chrono::milliseconds(999)), "Sat, 21 Nov 2026 11:00:00 GMT");
}

TEST(HttpDate, has_the_name_of_every_month_and_every_day_of_the_week) {
  for (int day = 0; day < 2 * 366; ++day) {
    const auto at = kNoon + std::chrono::days(day);
    const auto seconds = static_cast<std::time_t>(model::to_millis(at) / 1000);
    std::array<char, 40> expected{}, old{}, oldest{};
    const auto* parts = std::gmtime(&seconds);
    ASSERT_NE(parts, nullptr);
    std::strftime(expected.data(), expected.size(), "%a, %d %b %Y %H:%M:%S GMT", parts);
    std::strftime(old.data(), old.size(), "%A, %d-%b-%y %H:%M:%S GMT", parts);
    std::strftime(oldest.data(), oldest.size(), "%a %b %e %H:%M:%S %Y", parts);
    EXPECT_EQ(http_date(at), expected.data());
    for (const auto& form : {expected, old, oldest}) EXPECT_EQ(parse_http_date(form.data()), at) << form.data();
  }
}

TEST(HttpDate, is_rounded_down_also_before_1970) {
  EXPECT_EQ(http_date(model::from_millis(-1)), "Wed, 31 Dec 1969 23:59:59 GMT");
  EXPECT_EQ(http_date(model::from_millis(-1000)), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(HttpDate, of_two_digits_is_of_the_century_that_it_promises) {
  EXPECT_EQ(parse_http_date("Wednesday, 01-Jan-69 00:00:00 GMT"), parse_imf_fixdate("Wed, 01 Jan 1969 00:00:00 GMT"));
  EXPECT_EQ(parse_http_date("Friday, 01-Jan-99 00:00:00 GMT"), parse_imf_fixdate("Fri, 01 Jan 1999 00:00:00 GMT"));
  EXPECT_EQ(parse_http_date("Saturday, 01-Jan-00 00:00:00 GMT"), parse_imf_fixdate("Sat, 01 Jan 2000 00:00:00 GMT"));
  EXPECT_EQ(parse_http_date("Sunday, 01-Jan-68 00:00:00 GMT"), parse_imf_fixdate("Sun, 01 Jan 2068 00:00:00 GMT"));
}

TEST(HttpDate, takes_a_leap_second) {
  EXPECT_EQ(parse_imf_fixdate("Sat, 31 Dec 2016 23:59:60 GMT"), parse_imf_fixdate("Sun, 01 Jan 2017 00:00:00 GMT"));
}

TEST(HttpDate, is_refused_in_any_other_form_where_it_is_signed_over) {
  for (const auto* text :
       {"", "Sat, 21 Nov 2026 11:00:00 CET", "Sun, 21 Nov 2026 11:00:00 GMT", "Sat, 31 Nov 2026 11:00:00 GMT",
        "Sat, 21 Nov 2026 24:00:00 GMT", "Sat, 1 Nov 2026 11:00:00 GMT", "Sat, -1 Nov 2026 11:00:00 GMT",
        "Sat, 21 Nov 2026 11:60:00 GMT", "Sat, 21 Nov 2026 11:00:61 GMT", "Sat, 21 nov 2026 11:00:00 GMT",
        "Saturday, 21-Nov-26 11:00:00 GMT", "Sat Nov 21 11:00:00 2026"}) {
    EXPECT_FALSE(parse_imf_fixdate(text)) << text;
  }
}

TEST(HttpDate, is_taken_in_the_two_forms_of_old_servers) {
  EXPECT_EQ(parse_http_date("Saturday, 21-Nov-26 11:00:00 GMT"), kNoon);
  EXPECT_EQ(parse_http_date("Sat Nov 21 11:00:00 2026"), kNoon);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), parse_imf_fixdate("Sun, 06 Nov 1994 08:49:37 GMT"));
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), parse_imf_fixdate("Sun, 06 Nov 1994 08:49:37 GMT"));
}

TEST(HttpDate, is_refused_when_it_is_no_date) {
  for (const auto* text :
       {"", "120", "snart", "Saturday, 31-Nov-26 11:00:00 GMT", "Sat Nov 21 25:00:00 2026",
        "Sat Nov 21 11:00:00 2026 GMT", "Saturday, 21-Nov-26 11:00:00", "2026-11-21T11:00:00Z", "Sat Nov 21 11:00:00",
        "Sat Nov 21 11:00 2026", "GMT", " GMT", "lørdag, 21-nov-26 11:00:00 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace fangst::text
