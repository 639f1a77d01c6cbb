#include <fangst/model/event_state.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/model/submission_state.hpp>

#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

namespace fangst::model {
namespace {

template <class Value, class Parse>
void expect_distinct_names(int last, Parse parse) {
  std::set<std::string_view> names;
  for (int i = 0; i <= last; ++i) {
    const auto value = static_cast<Value>(i);
    EXPECT_FALSE(to_string(value).empty()) << i;
    EXPECT_TRUE(names.insert(to_string(value)).second) << i;
    EXPECT_EQ(parse(to_string(value)), value);
  }
  EXPECT_EQ(to_string(static_cast<Value>(last + 1)), "");
  EXPECT_EQ(parse(""), std::nullopt);
  EXPECT_EQ(parse("annet"), std::nullopt);
}

template <class Value, class Parse>
void expect_names(const std::vector<std::pair<Value, const char*>>& names, Parse parse) {
  for (const auto& [value, name] : names) {
    EXPECT_EQ(to_string(value), name);
    EXPECT_EQ(parse(name), value) << name;
  }
}

TEST(StateNames, are_those_that_stand_in_the_databases_of_today) {
  using S = SubmissionState;
  expect_names<S>({{S::in_flight, "in_flight"},
                   {S::holding, "holding"},
                   {S::waiting, "waiting"},
                   {S::retrying, "retrying"},
                   {S::unknown_outcome, "unknown_outcome"},
                   {S::finished, "finished"},
                   {S::closed, "closed"},
                   {S::parked, "parked"}},
                  parse_submission_state);
  using L = LetterState;
  expect_names<L>({{L::planned, "planned"},
                   {L::unknown_outcome, "unknown_outcome"},
                   {L::dispatched, "dispatched"},
                   {L::delivered, "delivered"},
                   {L::done_by_hand, "done_by_hand"},
                   {L::closed, "closed"},
                   {L::refused, "refused"}},
                  parse_letter_state);
  using E = EventState;
  expect_names<E>({{E::queued, "queued"},
                   {E::telling, "telling"},
                   {E::waiting, "waiting"},
                   {E::retrying, "retrying"},
                   {E::told, "told"},
                   {E::closed, "closed"},
                   {E::failed, "failed"}},
                  parse_event_state);
}

TEST(StateNames, are_distinct_and_lead_back_to_the_value) {
  expect_distinct_names<SubmissionState>(static_cast<int>(SubmissionState::parked), parse_submission_state);
  expect_distinct_names<LetterState>(static_cast<int>(LetterState::refused), parse_letter_state);
  expect_distinct_names<EventState>(static_cast<int>(EventState::failed), parse_event_state);
}

}  // namespace
}  // namespace fangst::model
