#pragma once

#include "both_databases.hpp"

#include <fangst/audit/log.hpp>

#include <mutex>

namespace fangst::testing {

/// One write, of so many entries of the log that mean nothing.
inline Result<void> append_entries(sql::Database& database, int count = 1) {
  return database.write([count](sql::Transaction& tx) -> Result<void> {
    for (int i = 0; i < count; ++i) audit::append(tx, {"test.entry", "", "", "test", "{}"});
    return {};
  });
}

inline std::int64_t number(sql::Session& session, const std::string& sql) {
  return std::get<0>(session.query<std::int64_t>(sql).at(0));
}

inline bool can_read(sql::Database& database) {
  return database
      .read([](sql::Session& session) -> Result<void> {
        number(session, "SELECT COUNT(*) FROM submission");
        return {};
      })
      .has_value();
}

/// What a database tells of its changes, as "lost sql.write". Thread-safe.
class HeardChanges {
 public:
  void listen_to(sql::Database& database) {
    database.on_change([this](const sql::DatabaseChange& change) {
      const std::lock_guard lock(mutex_);
      told_.push_back((change.is_lost ? "lost " : "found ") + std::string(change.where));
      if (change.is_lost) detail_ = change.detail;
    });
  }
  std::vector<std::string> told() const {
    const std::lock_guard lock(mutex_);
    return told_;
  }
  /// Of the last loss.
  std::string detail() const {
    const std::lock_guard lock(mutex_);
    return detail_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> told_;
  std::string detail_;
};

/// For what only a server has: connections that somebody else can break, and more than one node.
class OnPostgresql : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TemporaryDatabase::is_available(TemporaryDatabase::Kind::postgresql)) {
      GTEST_SKIP() << "FANGST_TEST_POSTGRESQL is not set";
    }
    database.emplace(TemporaryDatabase::Kind::postgresql);
  }

  std::optional<TemporaryDatabase> database;
};

}  // namespace fangst::testing
