#include "database_calls.hpp"
#include "table_rows.hpp"

#include <future>

namespace fangst::testing {
namespace {

class Commits : public BothDatabases {
 protected:
  Result<void> fail_with(const std::function<Result<void>(sql::Transaction&)>& fault) {
    return (*database)->write([&](sql::Transaction& tx) -> Result<void> {
      audit::append(tx, {"test.lost", "", "", "test", "{}"});
      tx.run("INSERT INTO dependency_pause (dependency, since, actor) VALUES ('tapt', 1, 'x')");
      return fault(tx);
    });
  }
};
FANGST_ON_BOTH_DATABASES(Commits);

struct Fault {
  const char* name;
  ErrorKind kind;
  const char* code;
  std::function<Result<void>(sql::Transaction&)> happen;
};

std::vector<Fault> ways_to_fail() {
  const Error broken(ErrorKind::conflict, "prøve.brutt", "prøve", PublicText{"Nei."});
  return {
      {"what the write says", ErrorKind::conflict, "prøve.brutt",
       [=](sql::Transaction&) -> Result<void> { return Failure(broken); }},
      {"a broken invariant", ErrorKind::conflict, "prøve.brutt",
       [=](sql::Transaction&) -> Result<void> { throw sql::BrokenInvariant(broken); }},
      {"a statement", ErrorKind::internal, "lager.sql",
       [](sql::Transaction& tx) -> Result<void> {
         tx.run("INSERT INTO dependency_pause (dependency, since, actor) VALUES ('y', NULL, 'x')");
         return {};
       }},
      {"the file system", ErrorKind::unavailable, "lager.utilgjengelig",
       [](sql::Transaction&) -> Result<void> {
         throw std::filesystem::filesystem_error("rename", std::make_error_code(std::errc::no_space_on_device));
       }},
      {"anything else", ErrorKind::internal, "lager.uventet",
       [](sql::Transaction&) -> Result<void> { throw std::logic_error("uventet"); }},
  };
}

TEST_P(Commits, undo_a_write_that_fails_whatever_its_fault_and_say_which) {
  for (const auto& fault : ways_to_fail()) {
    const auto written = fail_with(fault.happen);
    ASSERT_FALSE(written) << fault.name;
    EXPECT_EQ(written.error().kind(), fault.kind) << fault.name;
    EXPECT_EQ(written.error().code(), fault.code) << fault.name;
    EXPECT_TRUE(table_rows(**database, "dependency_pause", "dependency").empty()) << fault.name;
  }
  ASSERT_TRUE(append_entries(**database));
  ASSERT_EQ(table_rows(**database, "audit_entry", "idx").size(), 1U);
  expect_whole_log();
}

TEST_P(Commits, that_fail_make_their_documents_unknown) {
  const auto document = receive(**database, "liten");
  for (const auto& fault : ways_to_fail()) {
    EXPECT_FALSE((*database)->write({{document}, fault.happen})) << fault.name;
    EXPECT_FALSE((*database)->documents().open(document->sha256())) << fault.name;
  }
}

TEST_P(Commits, that_fail_leave_a_document_that_another_may_keep) {
  for (const auto& text : {std::string("liten"), std::string(70'000, 'x')}) {
    const auto document = receive(**database, text);
    for (const auto& fault : ways_to_fail()) EXPECT_FALSE((*database)->write({{document}, fault.happen})) << fault.name;
    const auto next = receive(**database, "etter " + text.substr(0, 5));
    ASSERT_TRUE((*database)->write(
        {{document, next}, [&](sql::Transaction& tx) -> Result<void> {
           EXPECT_EQ(
               tx.query<std::int64_t>("SELECT size FROM document WHERE sha256 = :1", document->sha256().hex()).size(),
               1U)
               << "it is there when the write begins";
           return {};
         }}));
    EXPECT_TRUE((*database)->documents().open(document->sha256()));
  }
  const auto verified = audit::verify(**database);
  EXPECT_EQ(verified->documents, 4U);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
}

TEST_P(Commits, that_are_not_made_are_no_fault_of_the_write_and_may_be_tried_again) {
  database->tamper("ALTER TABLE audit_head RENAME TO away");
  const auto written = (*database)->write([](sql::Transaction&) -> Result<void> { return {}; });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind(), ErrorKind::unavailable);
  EXPECT_EQ(written.error().code(), "lager.utilgjengelig");
}

TEST_P(Commits, of_a_read_that_fails_may_be_tried_again) {
  const auto read = (*database)->read([](sql::Session& session) -> Result<void> {
    session.query<std::int64_t>("SELECT x FROM no_such_table");
    return {};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind(), ErrorKind::unavailable);
  EXPECT_EQ(read.error().code(), "lager.utilgjengelig");
  const auto refused = (*database)->read([](sql::Session&) -> Result<void> {
    return Failure(Error(ErrorKind::not_found, "prøve.ukjent", "prøve", PublicText{""}));
  });
  EXPECT_EQ(refused.error().code(), "prøve.ukjent") << "what the reader says itself is its own";
}

TEST_P(Commits, have_been_made_when_the_writer_is_told_and_every_listener_hears) {
  std::promise<void> first, second;
  (*database)->on_commit([&, told = false]() mutable {
    if (!std::exchange(told, true)) first.set_value();
  });
  (*database)->on_commit([&, told = false]() mutable {
    if (!std::exchange(told, true)) second.set_value();
  });
  std::promise<std::size_t> seen;
  (*database)->write_async({{},
                            [](sql::Transaction& tx) -> Result<void> {
                              audit::append(tx, {"test.entry", "", "", "test", "{}"});
                              return {};
                            }},
                           [&](Result<void> result) {
                             EXPECT_TRUE(result);
                             seen.set_value(table_rows(**database, "audit_entry", "idx").size());
                           });
  EXPECT_EQ(seen.get_future().get(), 1U);
  first.get_future().get();
  second.get_future().get();
  (*database)->forget_listeners();
}

TEST_P(Commits, read_inside_a_read_have_a_connection_of_their_own) {
  ASSERT_TRUE((*database)->read([&](sql::Session& outer) -> Result<void> {
    return (*database)->read([&](sql::Session& inner) -> Result<void> {
      EXPECT_NE(&outer, &inner);
      return {};
    });
  }));
}

TEST_P(Commits, bring_each_value_back_as_it_was_whatever_came_before_it_in_the_same_statement) {
  write([](sql::Transaction& tx) {
    using Number = std::optional<std::int64_t>;
    const auto keep = [&tx](const Number& number, const std::optional<std::string>& text) {
      tx.run("DELETE FROM submission WHERE id = 'x'");
      tx.run(
          "INSERT INTO submission (id, source, external_key, type, format, pipeline, case_key, fingerprint, content, "
          "answer, state, step, attempts, next_at, received_at, updated_at, traceparent, case_order_open, capture_idx, "
          "record) VALUES ('x','','','','','','','','','','','',0,0,0,0,'',0, :1, :2)",
          number, text);
      const auto found = tx.query<Number, std::optional<std::string>>("SELECT capture_idx, record FROM submission");
      EXPECT_EQ(found.size(), 1U);
      EXPECT_EQ(std::get<0>(found.at(0)), number);
      EXPECT_EQ(std::get<1>(found.at(0)), text);
    };
    keep(1, "en");
    keep(std::nullopt, "to");
    keep(std::numeric_limits<std::int64_t>::max(), std::nullopt);
    keep(std::numeric_limits<std::int64_t>::min(), "");
    keep(std::nullopt, std::nullopt);
    keep(0, "æøå 'sitat' \"; --");
    EXPECT_EQ(tx.run("DELETE FROM submission WHERE id = 'y'"), 0);
    EXPECT_EQ(tx.run("DELETE FROM submission WHERE id = 'x'"), 1);
  });
}

TEST_P(Commits, of_the_program_wait_half_a_minute_for_another_process_that_writes) {
  if (GetParam() != TemporaryDatabase::Kind::sqlite) GTEST_SKIP() << "PostgreSQL has a lock for each row";
  write([](sql::Transaction& tx) {
    EXPECT_EQ(std::get<0>(tx.query<std::int64_t>("PRAGMA busy_timeout").at(0)), 30'000);
  });
}

class Migrations : public BothDatabases {
 protected:
  static audit::ModuleTables module(const std::string& name, const std::string& sql) { return {{name, sql}, {}}; }
};
FANGST_ON_BOTH_DATABASES(Migrations);

TEST_P(Migrations, run_in_their_order_and_once) {
  TemporaryDatabase tables(GetParam(),
                           {module("b-001", "CREATE TABLE prove (a BIGINT NOT NULL);\nINSERT INTO prove VALUES (1);\n"),
                            module("a-001", "UPDATE prove SET a = a + 1;\nCREATE TABLE andre (nr {id}, a TEXT);\n")});
  tables.reopen();
  tables.reopen();
  EXPECT_EQ(table_rows(*tables, "prove", "a"), (std::vector<TableRow>{{{"a", "2"}}}));
  std::vector<std::string> names;
  for (const auto& row : table_rows(*tables, "schema_migration", "name")) names.push_back(row.at("name"));
  EXPECT_EQ(names, (std::vector<std::string>{"a-001", "audit-001", "b-001", "sql-001", "store-001"}));
}

TEST_P(Migrations, that_fail_half_way_leave_nothing) {
  const std::string begun = "CREATE TABLE prove (a BIGINT);\nINSERT INTO prove VALUES (1);\n";
  EXPECT_THROW(database->open_as("node-2", {module("prove-001", begun + "CREATE TABLE prove (a BIGINT);\n")}),
               sql::SqlError);
  const auto opened = database->open_as("node-2", {module("prove-001", begun + "INSERT INTO prove VALUES (2);\n")});
  EXPECT_EQ(table_rows(*opened, "prove", "a"), (std::vector<TableRow>{{{"a", "1"}}, {{"a", "2"}}}));
}

using FirstStart = OnPostgresql;

TEST_F(FirstStart, of_several_nodes_at_one_moment_runs_each_migration_once) {
  for (int round = 0; round < 5; ++round) {
    database->clear();
    const auto open = [&](const std::string& node) { database->open_as(node); };
    std::vector<std::future<void>> nodes;
    for (const auto* node : {"node-1", "node-2", "node-3"}) nodes.push_back(std::async(std::launch::async, open, node));
    for (auto& node : nodes) EXPECT_NO_THROW(node.get());
  }
}

}  // namespace
}  // namespace fangst::testing
