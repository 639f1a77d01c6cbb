#include <fangst/model/letter.hpp>
#include <fangst/model/submission_state.hpp>

#include <gtest/gtest.h>

#include <set>

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

TEST(StateNames, are_distinct_and_lead_back_to_the_value) {
  expect_distinct_names<SubmissionState>(static_cast<int>(SubmissionState::parked), parse_submission_state);
  expect_distinct_names<LetterState>(static_cast<int>(LetterState::refused), parse_letter_state);
}

}  // namespace
}  // namespace fangst::model
