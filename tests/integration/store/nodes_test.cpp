#include "database_calls.hpp"

#include <atomic>
#include <future>
#include <set>
#include <thread>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;

/// Several nodes that write one PostgreSQL at the same time.
class NodesAtOnce : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!database) return;
    first_ = &**database;
    second_ = database->open_as("node-2");
  }
  void TearDown() override { second_.reset(); }

  sql::Database* first_ = nullptr;
  std::unique_ptr<sql::Database> second_;
};

TEST_F(NodesAtOnce, lose_no_write_and_keep_one_log) {
  constexpr int kEach = 60;
  constexpr int kInOneWrite = 5;
  const auto write_all = [](sql::Database& node) {
    int kept = 0;
    for (int i = 0; i < kEach; ++i) {
      if (append_entries(node, kInOneWrite)) ++kept;
    }
    return kept;
  };
  auto other = std::async(std::launch::async, [&] { return write_all(*second_); });
  EXPECT_EQ(write_all(*first_), kEach);
  EXPECT_EQ(other.get(), kEach);
  const auto verified = audit::verify(*first_);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
  EXPECT_EQ(verified->entries, 2U * kInOneWrite * kEach);
}

TEST_F(NodesAtOnce, are_never_handed_the_same_work) {
  constexpr std::size_t kAll = 120;
  for (std::size_t i = 0; i < kAll; ++i) {
    const auto name = std::to_string(i);
    SubmissionMaker{"K-" + name, "S-" + name, name}.accept_into(*first_);
  }
  const auto now = database->clock->now();
  const auto take_all = [&](sql::Database& node) {
    store::StoredOutbox outbox(node);
    std::vector<std::int64_t> taken;
    for (;;) {
      const auto items = outbox.lease_due(3, now, now + 1h).value();
      if (items.empty()) return taken;
      for (const auto& item : items) taken.push_back(item.id);
    }
  };
  auto other = std::async(std::launch::async, [&] { return take_all(*second_); });
  auto taken = take_all(*first_);
  const auto theirs = other.get();
  taken.insert(taken.end(), theirs.begin(), theirs.end());
  EXPECT_EQ(taken.size(), kAll);
  EXPECT_EQ(std::set<std::int64_t>(taken.begin(), taken.end()).size(), kAll);
}

TEST_F(NodesAtOnce, accept_one_key_once) {
  for (int i = 0; i < 30; ++i) {
    const SubmissionMaker maker{"K-" + std::to_string(i), "S-1", "innhold"};
    auto other = std::async(std::launch::async, [&] { return maker.accept_into(*second_); });
    const auto mine = maker.accept_into(*first_);
    const auto theirs = other.get();
    EXPECT_NE(mine.kind, theirs.kind);
    EXPECT_EQ(mine.id, theirs.id);
    EXPECT_EQ(mine.answer, theirs.answer);
  }
  EXPECT_TRUE(audit::verify(*first_)->is_whole());
}

/// Two programs that share a database, as after the change to a second node.
class TwoNodes : public ::testing::Test {
 protected:
  static void run(sql::Database& database, const std::string& statement) {
    ASSERT_TRUE(database.write([&](sql::Transaction& tx) -> Result<void> {
      tx.run(statement);
      return {};
    }));
  }

  TemporaryDatabase database_{TemporaryDatabase::Kind::sqlite};
  sql::Database& first_ = *database_;
  std::unique_ptr<sql::Database> second_ = database_.open_as("node-2");
};

TEST_F(TwoNodes, write_one_log_in_turn) {
  std::uint64_t appended = 0;
  for (const int count : {1, 255, 1, 300, 2, 500}) {
    ASSERT_TRUE(append_entries(first_, count));
    ASSERT_TRUE(append_entries(*second_, count));
    appended += 2 * static_cast<std::uint64_t>(count);
  }
  const auto verified = audit::verify(first_);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
  EXPECT_EQ(verified->entries, appended);
}

TEST_F(TwoNodes, forget_what_was_not_committed_though_the_other_has_written_as_much_since) {
  ASSERT_TRUE(append_entries(first_, 3));
  run(*second_, "CREATE TRIGGER broken BEFORE UPDATE ON audit_head BEGIN SELECT RAISE(ABORT, 'full'); END");
  const auto lost = append_entries(first_, 1);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind(), ErrorKind::unavailable);
  run(*second_, "DROP TRIGGER broken");
  ASSERT_TRUE(second_->write([](sql::Transaction& tx) -> Result<void> {
    audit::append(tx, {"test.another", "", "", "test", "{}"});
    return {};
  }));
  ASSERT_TRUE(append_entries(first_, 1));
  const auto verified = audit::verify(*second_);
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
