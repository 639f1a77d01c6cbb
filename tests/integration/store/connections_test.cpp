#include "database_calls.hpp"
#include "table_rows.hpp"

#include <fangst/support/eventually.hpp>

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Connections : public BothDatabases {};
FANGST_ON_BOTH_DATABASES(Connections);

TEST_P(Connections, of_a_snapshot_see_one_moment_while_others_write) {
  ASSERT_TRUE(append_entries(**database));
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    const auto* const count = "SELECT COUNT(*) FROM audit_entry";
    {
      const audit::Snapshot snapshot(session);
      EXPECT_EQ(number(session, count), 1);
      EXPECT_TRUE(append_entries(**database));
      EXPECT_EQ(number(session, count), 1);
    }
    EXPECT_EQ(number(session, count), 2) << "and the next sees what is there now";
    return {};
  }));
}

TEST_P(Connections, make_every_write_that_was_handed_in_before_the_end_in_the_order_it_came) {
  constexpr int kWrites = 600;  // more than one commit takes
  std::vector<int> done, expected;
  for (int i = 0; i < kWrites; ++i) {
    expected.push_back(i);
    (*database)->write_async({{},
                              [i](sql::Transaction& tx) -> Result<void> {
                                audit::append(tx, {"test.entry", "", "", "test", std::to_string(i)});
                                return {};
                              }},
                             [&done, i](const Result<void>& result) {
                               if (result) done.push_back(i);
                             });
  }
  database->reopen();
  EXPECT_EQ(done, expected);
  std::vector<int> written;
  for (const auto& row : table_rows(**database, "audit_entry", "idx")) written.push_back(std::stoi(row.at("body")));
  EXPECT_EQ(written, expected);
  expect_whole_log();
}

TEST_P(Connections, use_a_statement_again_that_has_failed_before) {
  const auto pause = [&](const std::string& name, const std::optional<std::string>& actor) {
    return (*database)
        ->write([&](sql::Transaction& tx) -> Result<void> {
          tx.run("INSERT INTO dependency_pause (dependency, since, actor) VALUES (:1, 1, :2)", name, actor);
          return {};
        })
        .has_value();
  };
  EXPECT_TRUE(pause("a", "x"));
  EXPECT_FALSE(pause("b", std::nullopt)) << "nobody";
  EXPECT_TRUE(pause("b", "x"));
  EXPECT_FALSE(pause("a", "x")) << "twice";
  EXPECT_TRUE(pause("c", "x"));
  EXPECT_EQ(table_rows(**database, "dependency_pause", "dependency").size(), 3U);
}

class BrokenConnections : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (database) changes_.listen_to(**database);
  }
  void TearDown() override { database.reset(); }
  /// The server's process behind a connection.
  static std::int64_t backend_of(sql::Session& session) {
    return number(session, "SELECT CAST(pg_backend_pid() AS BIGINT)");
  }
  std::int64_t backend_of_writer() {
    std::int64_t backend = 0;
    EXPECT_TRUE((*database)->write([&](sql::Transaction& tx) -> Result<void> {
      backend = backend_of(tx);
      audit::append(tx, {"test.entry", "", "", "test", "{}"});
      return {};
    }));
    return backend;
  }
  /// Ends the server's process behind each connection, and waits until it is gone.
  void end(const std::vector<std::int64_t>& backends) {
    TemporaryDatabase other(TemporaryDatabase::Kind::postgresql);
    for (const auto backend : backends) {
      const auto pid = std::to_string(backend);
      other.tamper("SELECT pg_terminate_backend(" + pid + ")");
      EXPECT_TRUE(support::eventually([&] {
        std::int64_t left = 1;
        EXPECT_TRUE(other->read([&](sql::Session& session) -> Result<void> {
          left = number(session, "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = " + pid);
          return {};
        }));
        return left == 0;
      }));
    }
  }

  HeardChanges changes_;
};

TEST_F(BrokenConnections, of_the_writer_that_broke_while_nobody_wrote_cost_no_write) {
  const auto before = backend_of_writer();
  end({before});
  EXPECT_NE(backend_of_writer(), before);
  EXPECT_THAT(changes_.told(), IsEmpty());
  EXPECT_TRUE(audit::verify(**database)->is_whole());
}

TEST_F(BrokenConnections, of_the_writer_in_the_middle_of_a_write_cost_that_write_alone) {
  const auto before = backend_of_writer();
  const auto broken = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    audit::append(tx, {"test.lost", "", "", "test", "{}"});
    end({before});
    audit::append(tx, {"test.lost", "", "", "test", "{}"});
    return {};
  });
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind(), ErrorKind::unavailable);
  EXPECT_THAT(changes_.told(), ElementsAre("lost sql.write"));
  EXPECT_TRUE(can_read(**database));
  EXPECT_THAT(changes_.told(), ElementsAre("lost sql.write", "found sql.read")) << "it can be reached";
  EXPECT_NE(backend_of_writer(), before);
  const auto verified = audit::verify(**database);
  EXPECT_TRUE(verified->is_whole());
  EXPECT_EQ(verified->entries, 2U);
  EXPECT_THAT(changes_.told(), SizeIs(2));
}

TEST_F(BrokenConnections, of_a_reader_are_told_by_the_read_that_they_cost_and_by_the_next) {
  std::int64_t reader = 0;
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    reader = backend_of(session);
    return {};
  }));
  end({reader});
  EXPECT_FALSE(can_read(**database));
  EXPECT_THAT(changes_.told(), ElementsAre("lost sql.read"));
  EXPECT_TRUE(can_read(**database));
  EXPECT_THAT(changes_.told(), ElementsAre("lost sql.read", "found sql.read"));
}

TEST_F(BrokenConnections, of_all_readers_at_once_cost_one_read) {
  std::vector<std::int64_t> backends;
  // One inside the other, so that each has a connection of its own.
  std::function<Result<void>(sql::Session&)> nested = [&](sql::Session& session) -> Result<void> {
    backends.push_back(backend_of(session));
    return backends.size() < 3 ? (*database)->read(nested) : Result<void>();
  };
  ASSERT_TRUE((*database)->read(nested));
  ASSERT_EQ(backends.size(), 3U);
  end(backends);
  EXPECT_FALSE(can_read(**database));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(can_read(**database)) << i;
}

}  // namespace
}  // namespace fangst::testing
