#include "both_databases.hpp"

#include <fangst/audit/log.hpp>

#include <mutex>
#include <thread>

namespace fangst::testing {
namespace {

/// What is told of a database that goes and comes.
class DatabaseChanges : public BothDatabases {
 protected:
  void SetUp() override {
    BothDatabases::SetUp();
    if (!database) return;
    (*database)->on_change([this](const sql::DatabaseChange& change) {
      const std::lock_guard lock(mutex_);
      told_.push_back((change.is_lost ? "lost " : "found ") + std::string(change.where));
      if (change.is_lost) detail_ = change.detail;
    });
  }
  std::vector<std::string> told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }
  std::string detail() {
    const std::lock_guard lock(mutex_);
    return detail_;
  }
  bool write_one() {
    return (*database)
        ->write([](sql::Transaction& tx) -> Result<void> {
          audit::append(tx, {"test.entry", "", "", "test", "{}"});
          return {};
        })
        .has_value();
  }
  bool read_one() {
    return (*database)
        ->read([](sql::Session& session) -> Result<void> {
          session.query<std::int64_t>("SELECT COUNT(*) FROM submission");
          return {};
        })
        .has_value();
  }
  /// The server ends a connection a moment after it was told to.
  static bool fails_soon(const std::function<bool()>& succeeds) {
    for (int i = 0; i < 1000; ++i) {
      if (!succeeds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
  }
  /// The server's process behind a connection.
  static std::int64_t backend_of(sql::Session& session) {
    return std::get<0>(session.query<std::int64_t>("SELECT CAST(pg_backend_pid() AS BIGINT)").at(0));
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> told_;
  std::string detail_;
};
FANGST_ON_BOTH_DATABASES(DatabaseChanges);

TEST_P(DatabaseChanges, are_not_told_of_a_write_or_a_read_that_fails_by_its_own_fault) {
  EXPECT_FALSE((*database)->write([](sql::Transaction& tx) -> Result<void> {
    tx.run("INSERT INTO dependency_pause (dependency, since, actor) VALUES ('y', NULL, 'x')");
    return {};
  }));
  EXPECT_FALSE((*database)->write([](sql::Transaction&) -> Result<void> {
    return Failure(Error(ErrorKind::conflict, "test", "test", PublicText{""}));
  }));
  EXPECT_FALSE((*database)->read([](sql::Session& session) -> Result<void> {
    session.query<std::int64_t>("SELECT x FROM no_such_table");
    return {};
  }));
  EXPECT_TRUE(told().empty());
}

TEST_P(DatabaseChanges, are_told_once_when_nothing_is_committed_and_once_when_it_is_again) {
  database->tamper("ALTER TABLE audit_head RENAME TO away");
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(write_one());
    EXPECT_TRUE(read_one()) << "which says nothing of commits";
  }
  EXPECT_EQ(told(), (std::vector<std::string>{"lost sql.write"}));
  EXPECT_NE(detail().find("audit_head"), std::string::npos) << detail();
  database->tamper("ALTER TABLE away RENAME TO audit_head");
  EXPECT_TRUE(write_one());
  EXPECT_TRUE(write_one());
  EXPECT_EQ(told(), (std::vector<std::string>{"lost sql.write", "found sql.write"}));
}

TEST_P(DatabaseChanges, are_told_when_the_server_breaks_a_connection) {
  if (GetParam() == TemporaryDatabase::Kind::sqlite) GTEST_SKIP() << "SQLite has no server";
  std::int64_t reader = 0;
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    reader = backend_of(session);
    return {};
  }));
  database->tamper("SELECT pg_terminate_backend(" + std::to_string(reader) + ")");
  ASSERT_TRUE(fails_soon([&] { return read_one(); }));
  EXPECT_EQ(told(), (std::vector<std::string>{"lost sql.read"}));
  EXPECT_TRUE(read_one());
  EXPECT_EQ(told(), (std::vector<std::string>{"lost sql.read", "found sql.read"}));
}

}  // namespace
}  // namespace fangst::testing
