#include "table_rows.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/store/tables.hpp>

#include <unistd.h>

#include <atomic>
#include <future>
#include <set>
#include <thread>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;

/// Several nodes that write one PostgreSQL at the same time.
class NodesAtOnce : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TemporaryDatabase::is_available(TemporaryDatabase::Kind::postgresql)) {
      GTEST_SKIP() << "FANGST_TEST_POSTGRESQL is not set";
    }
    outer_.emplace(TemporaryDatabase::Kind::postgresql);
    outer_->tamper("CREATE SCHEMA " + schema_);
  }
  void TearDown() override {
    if (outer_) outer_->tamper("DROP SCHEMA " + schema_ + " CASCADE");
  }
  std::unique_ptr<sql::Database> open(const std::string& node) {
    sql::DatabaseSettings settings;
    settings.directory = outer_->directory() / "noder";
    settings.postgresql = std::string(std::getenv("FANGST_TEST_POSTGRESQL")) + " options=-csearch_path=" + schema_;
    settings.node = node;
    return std::make_unique<sql::Database>(
        settings, outer_->clock,
        std::make_unique<audit::Log>(audit::LogSettings{"test.example/revisjon", key_, {store::tables()}}));
  }

  std::optional<TemporaryDatabase> outer_;
  std::string schema_ = "noder" + std::to_string(::getpid());  ///< Other tests run beside it in the same database.
  crypto::Ed25519Key key_ = crypto::Ed25519Key::generate();
};

TEST_F(NodesAtOnce, lose_no_write_and_keep_one_log) {
  constexpr int kEach = 60;
  const auto first = open("node-1");
  const auto second = open("node-2");
  const auto write_all = [](sql::Database& database) {
    int kept = 0;
    for (int i = 0; i < kEach; ++i) {
      const auto written = database.write([](sql::Transaction& tx) -> Result<void> {
        for (int n = 0; n < 5; ++n) audit::append(tx, {"test.entry", "", "", "test", "{}"});
        return {};
      });
      if (written) ++kept;
    }
    return kept;
  };
  auto other = std::async(std::launch::async, [&] { return write_all(*second); });
  EXPECT_EQ(write_all(*first), kEach);
  EXPECT_EQ(other.get(), kEach);
  const auto verified = audit::verify(*first);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
  EXPECT_EQ(verified->entries, 2U * 5U * kEach);
}

TEST_F(NodesAtOnce, are_never_handed_the_same_work) {
  constexpr std::size_t kAll = 120;
  const auto first = open("node-1");
  const auto second = open("node-2");
  for (std::size_t i = 0; i < kAll; ++i) {
    const auto name = std::to_string(i);
    SubmissionMaker{"K-" + name, "S-" + name, name}.accept_into(*first);
  }
  const auto now = outer_->clock->now();
  const auto take_all = [&](sql::Database& database) {
    store::StoredOutbox outbox(database);
    std::vector<std::int64_t> taken;
    for (;;) {
      const auto items = outbox.lease_due(3, now, now + 1h).value();
      if (items.empty()) return taken;
      for (const auto& item : items) taken.push_back(item.id);
    }
  };
  auto other = std::async(std::launch::async, [&] { return take_all(*second); });
  auto taken = take_all(*first);
  const auto theirs = other.get();
  taken.insert(taken.end(), theirs.begin(), theirs.end());
  EXPECT_EQ(taken.size(), kAll);
  EXPECT_EQ(std::set<std::int64_t>(taken.begin(), taken.end()).size(), kAll);
}

TEST_F(NodesAtOnce, accept_one_key_once) {
  const auto first = open("node-1");
  const auto second = open("node-2");
  for (int i = 0; i < 30; ++i) {
    const SubmissionMaker maker{"K-" + std::to_string(i), "S-1", "innhold"};
    auto other = std::async(std::launch::async, [&] { return maker.accept_into(*second); });
    const auto mine = maker.accept_into(*first);
    const auto theirs = other.get();
    EXPECT_NE(mine.kind, theirs.kind);
    EXPECT_EQ(mine.id, theirs.id);
    EXPECT_EQ(mine.answer, theirs.answer);
  }
  EXPECT_TRUE(audit::verify(*first)->is_whole());
}

/// Two programs that share a database, as after the change to a second node.
class TwoNodes : public ::testing::Test {
 protected:
  std::unique_ptr<sql::Database> open(const std::string& node) {
    sql::DatabaseSettings settings;
    settings.directory = folder_.directory() / "felles";
    settings.node = node;
    return std::make_unique<sql::Database>(
        settings, folder_.clock,
        std::make_unique<audit::Log>(audit::LogSettings{"test.example/revisjon", key_, {store::tables()}}));
  }
  static Result<void> append(sql::Database& database, int count) {
    return database.write([count](sql::Transaction& tx) -> Result<void> {
      for (int i = 0; i < count; ++i) audit::append(tx, {"test.entry", "", "", "test", "{}"});
      return {};
    });
  }
  static void run(sql::Database& database, const std::string& statement) {
    ASSERT_TRUE(database.write([&](sql::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    }));
  }

  TemporaryDatabase folder_{TemporaryDatabase::Kind::sqlite};
  crypto::Ed25519Key key_ = crypto::Ed25519Key::generate();
};

TEST_F(TwoNodes, write_one_log_in_turn) {
  const auto first = open("node-1");
  const auto second = open("node-2");
  for (const int count : {1, 255, 1, 300, 2, 500}) {
    ASSERT_TRUE(append(*first, count));
    ASSERT_TRUE(append(*second, count));
  }
  const auto verified = audit::verify(*first);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
  EXPECT_EQ(verified->entries, 2U * 1059U);
}

TEST_F(TwoNodes, forget_what_was_not_committed_though_the_other_has_written_as_much_since) {
  const auto first = open("node-1");
  const auto second = open("node-2");
  ASSERT_TRUE(append(*first, 3));
  run(*second, "CREATE TRIGGER broken BEFORE UPDATE ON audit_head BEGIN SELECT RAISE(ABORT, 'full'); END");
  const auto lost = append(*first, 1);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind(), ErrorKind::unavailable);
  run(*second, "DROP TRIGGER broken");
  ASSERT_TRUE(second->write([](sql::Transaction& tx) -> Result<void> {
    audit::append(tx, {"test.another", "", "", "test", "{}"});
    return {};
  }));
  ASSERT_TRUE(append(*first, 1));
  const auto verified = audit::verify(*second);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
  EXPECT_EQ(verified->entries, 5U);
}

class Readers : public BothDatabases {};
FANGST_ON_BOTH_DATABASES(Readers);

TEST_P(Readers, beyond_the_limit_wait_for_their_turn_and_get_it) {
  sql::DatabaseSettings settings;
  settings.readers = 2;
  TemporaryDatabase small(GetParam(), {}, settings);
  std::atomic<int> inside = 0, most = 0, read = 0;
  std::vector<std::thread> crowd;
  for (int t = 0; t < 8; ++t) {
    crowd.emplace_back([&] {
      for (int i = 0; i < 60; ++i) {
        const auto done = small->read([&](sql::Session& session) -> Result<void> {
          const int now = ++inside;
          for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
          }
          session.query<std::int64_t>("SELECT COUNT(*) FROM submission");
          std::this_thread::yield();
          --inside;
          return {};
        });
        read += done ? 1 : 0;
      }
    });
  }
  for (auto& thread : crowd) thread.join();
  EXPECT_EQ(read, 8 * 60);
  EXPECT_LE(most, 2);
}

}  // namespace
}  // namespace fangst::testing
