#include "both_databases.hpp"
#include "connection.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace fangst::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// What the opening says of tables that cannot be made; empty when it opens.
std::string fault_of(TemporaryDatabase::Kind kind, const std::string& migration) {
  try {
    const TemporaryDatabase database(kind, {{{"prove-001", migration}, {}}});
  } catch (const sql::SqlError& error) {
    return error.what();
  }
  return "";
}

class Opening : public BothDatabases {};
FANGST_ON_BOTH_DATABASES(Opening);

TEST_P(Opening, ends_with_the_statement_of_a_migration_that_fails) {
  EXPECT_EQ(fault_of(GetParam(), "CREATE TABLE prove (a BIGINT);\n"), "");
  EXPECT_THAT(fault_of(GetParam(), "CREATE TABLE prove (a BIGINT);\nCREATE TABLE prove (a BIGINT);\n"),
              AllOf(HasSubstr("in: CREATE TABLE prove"), Not(HasSubstr("rollback"))));
}

TEST_P(Opening, tells_that_the_rollback_failed_as_well) {
  // The transaction is gone with its connection, or has been ended by the migration.
  const auto* end = GetParam() == TemporaryDatabase::Kind::sqlite
                        ? "COMMIT;\nCREATE TABLE prove (;\n"
                        : "SELECT pg_terminate_backend(pg_backend_pid());\nSELECT 1;\n";
  EXPECT_THAT(fault_of(GetParam(), end), HasSubstr("; and the rollback: "));
}

TEST_P(Opening, tells_what_no_connection_can_be_made_to) {
  const auto folder = database->directory();
  if (GetParam() == TemporaryDatabase::Kind::sqlite) {
    const auto text = folder / "brev.txt";
    std::ofstream(text) << std::string(4096, 'x');
    EXPECT_THROW(sql::Connection::open_sqlite(folder.string()), sql::SqlError);
    EXPECT_THROW(sql::Connection::open_sqlite(text.string()), sql::SqlError);
  } else {
    EXPECT_THROW(sql::Connection::open_postgresql("host=" + folder.string()), sql::SqlError);
  }
}

}  // namespace
}  // namespace fangst::testing
