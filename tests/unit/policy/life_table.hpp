#pragma once

#include <fangst/policy/life.hpp>

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// A life's transitions as a table: one row for each situation, one column for each event, in the order of the variant.
namespace fangst::policy::test {

inline constexpr std::string_view kRefused = "-";
inline constexpr std::string_view kNothing = "nothing";

template <class Life, class What>
struct Row {
  std::string name;
  std::optional<Life> life;
  /// The state afterwards, kNothing or kRefused. One that is left out is empty, and fails.
  std::array<std::string_view, std::variant_size_v<What>> after;
};

template <class Life>
std::string_view state_of(const std::optional<Life>& life) {
  return life ? to_string(life->state) : kNothing;
}

/// Every event in every situation: the state it leads to, or a refusal that names both.
template <class Event, class Life, class What>
void expect_table(const std::vector<Row<Life, What>>& table,
                  const std::array<What, std::variant_size_v<What>>& samples) {
  for (const auto& row : table) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      ASSERT_EQ(samples[i].index(), i) << "a sample of each event, in the order of the variant";
      const auto kind = log_kind(samples[i]);
      const auto changed = transition(row.life, Event{{}, samples[i]});
      ASSERT_FALSE(row.after[i].empty()) << "no cell for " << kind << " in " << row.name;
      if (row.after[i] != kRefused) {
        ASSERT_TRUE(changed) << kind << " in " << row.name;
        EXPECT_EQ(state_of(std::optional<Life>(changed->life)), row.after[i]) << kind << " in " << row.name;
        continue;
      }
      ASSERT_FALSE(changed) << kind << " in " << row.name;
      EXPECT_EQ(changed.error().code(), kNotAllowed);
      EXPECT_EQ(changed.error().kind(), ErrorKind::internal);
      const auto& detail = changed.error().private_detail();
      EXPECT_NE(detail.find(kind), std::string::npos) << detail;
      if (row.life) {
        EXPECT_NE(detail.find(to_string(row.life->state)), std::string::npos) << detail;
      }
    }
  }
}

/// The first value past the last has no name: so the values are counted, whatever is added.
template <class State>
std::set<std::string_view> names_of_states() {
  std::set<std::string_view> names;
  for (int i = 0; !to_string(static_cast<State>(i)).empty(); ++i) names.insert(to_string(static_cast<State>(i)));
  return names;
}

template <class State, class Life, class What>
void expect_row_for_every_state(const std::vector<Row<Life, What>>& table) {
  std::set<std::string_view> rows;
  for (const auto& row : table) rows.insert(state_of(row.life));
  auto expected = names_of_states<State>();
  expected.insert(kNothing);
  EXPECT_EQ(rows, expected);
}

/// The kinds are what the log is read by: none may name two events.
template <class What>
void expect_distinct_log_kinds(const std::array<What, std::variant_size_v<What>>& samples, const std::string& subject) {
  std::set<std::string_view> kinds;
  for (const auto& what : samples) {
    EXPECT_TRUE(kinds.insert(log_kind(what)).second) << log_kind(what);
    EXPECT_EQ(log_kind(what).substr(0, subject.size()), subject);
  }
}

}  // namespace fangst::policy::test
