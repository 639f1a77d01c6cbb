#include <fangst/policy/channel_choice.hpp>

#include <gtest/gtest.h>

namespace fangst::policy {
namespace {

using namespace std::chrono_literals;

model::Timestamp at(std::string_view text) { return model::parse_timestamp(text).value(); }

struct Period {
  const char* confirmed;
  const char* last_fresh;
};

class Freshness : public testing::TestWithParam<Period> {};

TEST_P(Freshness, lasts_18_calendar_months_to_the_millisecond) {
  const auto confirmed = at(GetParam().confirmed);
  const auto last = at(GetParam().last_fresh);
  EXPECT_TRUE(is_fresh(confirmed, last));
  EXPECT_TRUE(is_fresh(confirmed, last - 1ms));
  EXPECT_FALSE(is_fresh(confirmed, last + 1ms));
}

INSTANTIATE_TEST_SUITE_P(Calendar, Freshness,
                         testing::Values(Period{"2025-05-21T12:00:00Z", "2026-11-21T12:00:00Z"},
                                         Period{"2025-07-01T00:00:00Z", "2027-01-01T00:00:00Z"},  // over two new years
                                         Period{"2025-12-31T23:59:59.999Z", "2027-06-30T23:59:59.999Z"},  // 31 -> 30
                                         Period{"2025-03-31T08:00:00Z", "2026-09-30T08:00:00Z"},          // 31 -> 30
                                         Period{"2025-08-28T08:00:00Z", "2027-02-28T08:00:00Z"},
                                         Period{"2025-08-29T08:00:00Z", "2027-02-28T08:00:00Z"},  // 29, 30, 31 -> 28
                                         Period{"2025-08-30T08:00:00Z", "2027-02-28T08:00:00Z"},
                                         Period{"2025-08-31T08:00:00Z", "2027-02-28T08:00:00Z"},
                                         Period{"2026-08-31T08:00:00Z", "2028-02-29T08:00:00Z"},  // leap year
                                         Period{"2026-08-29T08:00:00Z", "2028-02-29T08:00:00Z"},
                                         Period{"2024-02-29T08:00:00Z", "2025-08-29T08:00:00Z"},  // from a leap day
                                         Period{"2025-02-28T08:00:00Z",
                                                "2026-08-28T08:00:00Z"},  // never longer at the end of a month
                                         Period{"2025-06-30T08:00:00Z", "2026-12-30T08:00:00Z"},
                                         Period{"2025-05-31T14:30:00+02", "2026-11-30T12:30:00Z"}));

TEST(FreshnessOfTheFuture, is_taken_as_fresh_since_clocks_differ) {
  EXPECT_TRUE(is_fresh(at("2026-11-21T12:00:01Z"), at("2026-11-21T12:00:00Z")));
}

// Digdir's own formula is last_confirmed >= now - 18 months; ours must never be laxer.
TEST(FreshnessOnEveryDay, is_never_laxer_than_counting_backwards) {
  const auto first = std::chrono::sys_days{std::chrono::year{2023} / 1 / 1};
  for (auto confirmed = first; confirmed < first + std::chrono::days{1500}; confirmed += std::chrono::days{1}) {
    for (auto now = confirmed + std::chrono::days{540}; now < confirmed + std::chrono::days{556};
         now += std::chrono::days{1}) {
      auto limit = std::chrono::year_month_day{now} - std::chrono::months{18};
      if (!limit.ok()) limit = limit.year() / limit.month() / std::chrono::last;
      if (is_fresh(confirmed, now)) {
        EXPECT_GE(confirmed, std::chrono::sys_days{limit});
      }
    }
  }
}

}  // namespace
}  // namespace fangst::policy
