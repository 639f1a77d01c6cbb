#include <fangst/error/error.hpp>
#include <fangst/error/exception_text.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst {
namespace {

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

TEST(ExceptionText, tells_the_type_that_was_thrown_and_not_that_of_its_base) {
  try {
    throw std::out_of_range("too far");
  } catch (const std::exception&) {
    EXPECT_EQ(describe_current_exception(), "std::out_of_range: too far");
  }
}

}  // namespace
}  // namespace fangst
