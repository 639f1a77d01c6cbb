#include <fangst/audit/table_check.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::audit {
namespace {

/// A session whose connection breaks when a snapshot is to be ended.
class BreakingSession final : public sql::Session {
 public:
  std::int64_t execute(std::string_view sql, std::span<const sql::Value> /*parameters*/) override {
    if (sql == "ROLLBACK") throw sql::SqlError("the server closed the connection");
    return 0;
  }
  std::vector<std::vector<sql::Value>> fetch(std::string_view /*sql*/, std::span<const sql::Value> /*parameters*/,
                                             std::span<const sql::ColumnType> /*columns*/) override {
    return {};
  }
  bool is_postgresql() const override { return true; }
};

TEST(Snapshot, says_that_it_could_not_be_ended) {
  BreakingSession session;
  EXPECT_THROW({ const Snapshot snapshot(session); }, sql::SqlError);
}

TEST(Snapshot, leaves_the_word_to_what_is_thrown_already) {
  BreakingSession session;
  const auto read = [&] {
    const Snapshot snapshot(session);
    throw std::runtime_error("first");
  };
  EXPECT_THROW(read(), std::runtime_error);
}

}  // namespace
}  // namespace fangst::audit
