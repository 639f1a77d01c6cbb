#include <fangst/error/result.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

namespace fangst {
namespace {

Error sample() {
  return {ErrorKind::timeout, "krr.ingen_svar", "krr lookup", PublicText{"Registeret svarer ikke. Prøv igjen senere."},
          PrivateDetail{"no answer after 10 s"}};
}

TEST(ErrorKindNames, are_distinct_and_lead_back_to_the_kind) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ErrorKind::internal); ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    EXPECT_FALSE(to_string(kind).empty()) << i;
    EXPECT_TRUE(names.insert(to_string(kind)).second) << i;
    EXPECT_EQ(parse_error_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(names.size(), 11U);
}

/// They are stored and logged: what was written yesterday is read tomorrow.
TEST(ErrorKindNames, are_those_that_stand_in_stored_rows) {
  const std::vector<std::pair<ErrorKind, std::string_view>> names{
      {ErrorKind::invalid_input, "invalid_input"},
      {ErrorKind::unauthorised, "unauthorised"},
      {ErrorKind::forbidden, "forbidden"},
      {ErrorKind::not_found, "not_found"},
      {ErrorKind::conflict, "conflict"},
      {ErrorKind::too_large, "too_large"},
      {ErrorKind::timeout, "timeout"},
      {ErrorKind::unavailable, "unavailable"},
      {ErrorKind::rejected_by_dependency, "rejected_by_dependency"},
      {ErrorKind::corrupt, "corrupt"},
      {ErrorKind::internal, "internal"}};
  for (const auto& [kind, name] : names) {
    EXPECT_EQ(to_string(kind), name);
    EXPECT_EQ(parse_error_kind(name), kind);
  }
}

TEST(ErrorKindNames, are_read_exactly) {
  for (const auto* text : {"", "Timeout", "timeout ", "unknown"}) EXPECT_EQ(parse_error_kind(text), std::nullopt);
}

TEST(ErrorValue, keeps_what_it_was_made_of) {
  const auto error = sample();
  EXPECT_EQ(error.kind(), ErrorKind::timeout);
  EXPECT_EQ(error.code(), "krr.ingen_svar");
  EXPECT_EQ(error.where(), "krr lookup");
  EXPECT_EQ(error.public_text(), "Registeret svarer ikke. Prøv igjen senere.");
  EXPECT_EQ(error.private_detail(), "no answer after 10 s");
  EXPECT_TRUE(error.fields().empty());
  EXPECT_FALSE(error.outcome_unknown());
}

TEST(ErrorValue, remembers_that_the_outcome_is_unknown) {
  auto error = sample();
  EXPECT_TRUE(error.with_unknown_outcome().outcome_unknown());
  EXPECT_FALSE(error.with_unknown_outcome(false).outcome_unknown());
}

TEST(ErrorValue, carries_how_long_the_dependency_asked_to_wait_and_nothing_when_it_did_not) {
  Error error(ErrorKind::unavailable, "a.b", "c", PublicText{"D."});
  EXPECT_EQ(error.retry_after(), std::nullopt);
  EXPECT_EQ(error.with_retry_after(std::chrono::milliseconds{1500}).retry_after(), std::chrono::milliseconds{1500});
  EXPECT_FALSE(error.outcome_unknown());
  EXPECT_EQ(error.with_retry_after(std::nullopt).retry_after(), std::nullopt);
}

TEST(ErrorValue, keeps_each_field_with_its_own_message) {
  Error error(ErrorKind::invalid_input, "a.b", "c", PublicText{"D."});
  const auto fields = error.with_fields({{"/a", "A."}, {"/b", "B."}}).fields();
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].pointer + fields[0].message, "/aA.");
  EXPECT_EQ(fields[1].pointer + fields[1].message, "/bB.");
}

Result<std::unique_ptr<int>> made(bool succeeds) {
  if (!succeeds) return Failure(sample());
  return std::make_unique<int>(21);
}
Result<void> done(bool succeeds) {
  if (!succeeds) return Failure(sample());
  return {};
}
Result<int> doubled(bool made_succeeds, bool done_succeeds, int& reached) {
  FANGST_TRY(const auto first, made(made_succeeds));
  reached = 1;
  FANGST_TRY(const auto second, made(true));
  FANGST_CHECK(done(done_succeeds));
  reached = 2;
  return *first + *second;
}

TEST(ResultMacros, hand_on_the_value_even_when_it_can_only_be_moved) {
  int reached = 0;
  EXPECT_EQ(doubled(true, true, reached).value(), 42);
  EXPECT_EQ(reached, 2);
}

TEST(ResultMacros, leave_the_function_with_the_error) {
  int reached = 0;
  const auto failed = doubled(false, true, reached);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code(), "krr.ingen_svar");
  EXPECT_EQ(reached, 0);
  EXPECT_FALSE(doubled(true, false, reached).has_value());
  EXPECT_EQ(reached, 1);
}

}  // namespace
}  // namespace fangst
