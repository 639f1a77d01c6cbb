#include <fangst/policy/error_mapping.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::policy {
namespace {

struct Row {
  ErrorKind kind;
  int status;
  Disposition disposition;
  LogLevel level;
  const char* title;
};

class ErrorMapping : public testing::TestWithParam<Row> {};

TEST_P(ErrorMapping, follows_from_the_kind_alone) {
  const auto& row = GetParam();
  EXPECT_EQ(http_status(row.kind), row.status);
  EXPECT_EQ(disposition(row.kind), row.disposition);
  EXPECT_EQ(log_level(row.kind), row.level);
  EXPECT_EQ(problem_title(row.kind), row.title);
}

constexpr Row kRows[] = {
    {ErrorKind::invalid_input, 400, Disposition::park, LogLevel::info, "The request is not valid"},
    {ErrorKind::unauthorised, 401, Disposition::park, LogLevel::warning, "Authentication is required"},
    {ErrorKind::forbidden, 403, Disposition::park, LogLevel::warning, "Access is not allowed"},
    {ErrorKind::not_found, 404, Disposition::park, LogLevel::info, "Not found"},
    {ErrorKind::conflict, 409, Disposition::park, LogLevel::info, "In conflict with what is already stored"},
    {ErrorKind::too_large, 413, Disposition::park, LogLevel::info, "The content is too large"},
    {ErrorKind::timeout, 504, Disposition::retry, LogLevel::warning, "Timed out"},
    {ErrorKind::unavailable, 503, Disposition::retry, LogLevel::warning, "Temporarily unavailable"},
    {ErrorKind::rejected_by_dependency, 502, Disposition::park, LogLevel::warning, "Rejected by another service"},
    {ErrorKind::corrupt, 500, Disposition::park, LogLevel::error, "Stored data is corrupt"},
    {ErrorKind::internal, 500, Disposition::retry, LogLevel::error, "Internal error"}};

INSTANTIATE_TEST_SUITE_P(EveryKind, ErrorMapping, testing::ValuesIn(kRows),
                         [](const auto& tested) { return std::string{to_string(tested.param.kind)}; });

TEST(ErrorMappingTables, take_only_a_silent_peer_for_an_outage) {
  for (const auto& row : kRows) {
    EXPECT_EQ(is_outage(row.kind), row.kind == ErrorKind::timeout || row.kind == ErrorKind::unavailable);
  }
}

TEST(ErrorMappingTables, hold_every_kind_that_exists) {
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::internal); ++kind) {
    EXPECT_NO_THROW(http_status(static_cast<ErrorKind>(kind))) << kind;
    EXPECT_NO_THROW(disposition(static_cast<ErrorKind>(kind))) << kind;
    EXPECT_NO_THROW(log_level(static_cast<ErrorKind>(kind))) << kind;
    EXPECT_NO_THROW(problem_title(static_cast<ErrorKind>(kind))) << kind;
  }
  EXPECT_THROW(http_status(static_cast<ErrorKind>(99)), std::logic_error);
  EXPECT_EQ(std::size(kRows), static_cast<std::size_t>(ErrorKind::internal) + 1);
}

}  // namespace
}  // namespace fangst::policy
