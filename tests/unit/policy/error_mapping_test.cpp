#include <fangst/policy/error_mapping.hpp>

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace fangst::policy {
namespace {

struct Row {
  ErrorKind kind;
  int status;
  Disposition disposition;
  LogLevel level;
};

class ErrorMapping : public testing::TestWithParam<Row> {};

TEST_P(ErrorMapping, follows_from_the_kind_alone) {
  const auto& row = GetParam();
  EXPECT_EQ(http_status(row.kind), row.status);
  EXPECT_EQ(disposition(row.kind), row.disposition);
  EXPECT_EQ(log_level(row.kind), row.level);
  EXPECT_FALSE(problem_title(row.kind).empty());
}

constexpr Row kRows[] = {{ErrorKind::invalid_input, 400, Disposition::park, LogLevel::info},
                         {ErrorKind::unauthorised, 401, Disposition::park, LogLevel::warning},
                         {ErrorKind::forbidden, 403, Disposition::park, LogLevel::warning},
                         {ErrorKind::not_found, 404, Disposition::park, LogLevel::info},
                         {ErrorKind::conflict, 409, Disposition::park, LogLevel::info},
                         {ErrorKind::too_large, 413, Disposition::park, LogLevel::info},
                         {ErrorKind::timeout, 504, Disposition::retry, LogLevel::warning},
                         {ErrorKind::unavailable, 503, Disposition::retry, LogLevel::warning},
                         {ErrorKind::rejected_by_dependency, 502, Disposition::park, LogLevel::warning},
                         {ErrorKind::corrupt, 500, Disposition::park, LogLevel::error},
                         {ErrorKind::internal, 500, Disposition::retry, LogLevel::error}};

INSTANTIATE_TEST_SUITE_P(EveryKind, ErrorMapping, testing::ValuesIn(kRows),
                         [](const auto& tested) { return std::string{to_string(tested.param.kind)}; });

TEST(ErrorMappingTables, give_every_kind_a_title_of_its_own) {
  std::set<std::string_view> titles;
  for (const auto& row : kRows) titles.insert(problem_title(row.kind));
  EXPECT_EQ(titles.size(), std::size(kRows));
}

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
}

}  // namespace
}  // namespace fangst::policy
