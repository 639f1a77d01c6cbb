#include "database_calls.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What is told of a database that goes and comes. When its connections break: BrokenConnections.
class DatabaseChanges : public BothDatabases {
 protected:
  void SetUp() override {
    BothDatabases::SetUp();
    if (database) changes_.listen_to(**database);
  }
  void TearDown() override { database.reset(); }

  HeardChanges changes_;
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
  EXPECT_THAT(changes_.told(), IsEmpty());
}

TEST_P(DatabaseChanges, are_told_once_when_nothing_is_committed_and_once_when_it_is_again) {
  database->tamper("ALTER TABLE audit_head RENAME TO away");
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(append_entries(**database));
    EXPECT_TRUE(can_read(**database)) << "which says nothing of commits";
  }
  EXPECT_THAT(changes_.told(), ElementsAre("lost sql.write"));
  EXPECT_THAT(changes_.detail(), ::testing::HasSubstr("audit_head"));
  database->tamper("ALTER TABLE away RENAME TO audit_head");
  EXPECT_TRUE(append_entries(**database));
  EXPECT_TRUE(append_entries(**database));
  EXPECT_THAT(changes_.told(), ElementsAre("lost sql.write", "found sql.write"));
}

}  // namespace
}  // namespace fangst::testing
