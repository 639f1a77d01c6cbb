#include "both_databases.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>

#include <unistd.h>

namespace fangst::testing {
namespace {

class AuditLog : public BothDatabases {
 protected:
  void fill(int count) {
    for (int i = 0; i < count; ++i) {
      write([i](sql::Transaction& tx) {
        audit::append(tx, {"test.entry", "", "", "test", R"({"n":)" + std::to_string(i) + "}"});
      });
    }
  }
};
FANGST_ON_BOTH_DATABASES(AuditLog);

TEST_P(AuditLog, is_whole_when_nobody_has_touched_it) {
  fill(5);
  SubmissionMaker{}.accept_into(**database);
  EXPECT_TRUE(faults().empty()) << faults().front();
}

TEST_P(AuditLog, is_whole_after_more_than_one_tile_and_a_restart) {
  write([](sql::Transaction& tx) {
    for (int i = 0; i < 700; ++i) audit::append(tx, {"test.entry", "", "", "test", "{}"});
  });
  database->reopen();
  fill(3);
  EXPECT_TRUE(faults().empty()) << faults().front();
  EXPECT_EQ(audit::verify(**database)->entries, 703U);
}

TEST_P(AuditLog, does_not_keep_the_entries_of_a_write_that_failed) {
  fill(2);
  const auto written = (*database)->write([](sql::Transaction& tx) -> Result<void> {
    audit::append(tx, {"test.lost", "", "", "test", "{}"});
    return Failure(Error(ErrorKind::conflict, "test", "test", PublicText{"nei"}));
  });
  EXPECT_FALSE(written);
  fill(1);
  EXPECT_TRUE(faults().empty()) << faults().front();
  EXPECT_EQ(audit::verify(**database)->entries, 3U);
}

TEST_P(AuditLog, proves_every_entry_by_a_receipt) {
  write([](sql::Transaction& tx) {
    for (int i = 0; i < 600; ++i)
      audit::append(tx, {"test.entry", "", "", "test", R"({"n":)" + std::to_string(i) + "}"});
  });
  for (const std::uint64_t index : {0U, 1U, 255U, 256U, 511U, 512U, 599U}) {
    const auto receipt = audit::make_receipt(**database, index);
    ASSERT_TRUE(receipt) << receipt.error().private_detail();
    const auto read_back = tlog::receipt_from_json(tlog::to_json(*receipt));
    ASSERT_TRUE(read_back);
    EXPECT_TRUE(tlog::verify(*read_back, receipt->verifier_key)) << index;
  }
  EXPECT_FALSE(audit::make_receipt(**database, 600));
}

TEST_P(AuditLog, compares_the_size_of_every_document_with_its_row) {
  ASSERT_TRUE(
      (*database)->write({{receive(**database, "innhold")}, [](sql::Transaction&) -> Result<void> { return {}; }}));
  EXPECT_TRUE(faults().empty());
  database->tamper("UPDATE document SET size = size + 1");
  EXPECT_EQ(faults().size(), 1U);
}

TEST_P(AuditLog, holds_the_rows_of_a_kind_that_fills_more_than_one_page) {
  for (int i = 0; i < 520; ++i) {
    const auto name = std::to_string(i);
    SubmissionMaker{"K-" + name, "S-" + name, name}.accept_into(**database);
  }
  EXPECT_TRUE(faults().empty()) << faults().front();
  database->tamper("UPDATE submission SET type = 'annet' WHERE seq = (SELECT MAX(seq) FROM submission)");
  EXPECT_EQ(faults().size(), 1U);
}

struct Tampering {
  const char* name;
  const char* sql;
};

class TamperedLog : public ::testing::TestWithParam<Tampering> {};

TEST_P(TamperedLog, is_found_out) {
  TemporaryDatabase database(TemporaryDatabase::Kind::sqlite);
  SubmissionMaker{}.accept_into(*database);
  ASSERT_TRUE(database->write([](sql::Transaction& tx) -> Result<void> {
    for (int i = 0; i < 1100; ++i)
      audit::append(tx, {"test.entry", "s", "k", "test", R"({"n":)" + std::to_string(i) + "}"});
    return {};
  }));
  ASSERT_TRUE(audit::verify(*database)->faults.empty());
  database.tamper(GetParam().sql);
  EXPECT_FALSE(audit::verify(*database)->faults.empty());
}

INSTANTIATE_TEST_SUITE_P(
    By, TamperedLog,
    ::testing::Values(
        Tampering{"changed_body", "UPDATE audit_entry SET body = '{}' WHERE idx = 7"},
        Tampering{"changed_time", "UPDATE audit_entry SET at = at + 1 WHERE idx = 7"},
        Tampering{"changed_actor", "UPDATE audit_entry SET actor = 'noen' WHERE idx = 7"},
        Tampering{"changed_leaf", "UPDATE audit_entry SET leaf = replace(leaf, 'a', 'b') WHERE idx = 7"},
        Tampering{"deleted_row", "DELETE FROM audit_entry WHERE idx = 7"},
        Tampering{"deleted_first", "DELETE FROM audit_entry WHERE idx = 0"},
        Tampering{"deleted_tail", "DELETE FROM audit_entry WHERE idx > 1000"},
        Tampering{
            "appended_entry",
            "INSERT INTO audit_entry (idx, at, kind, submission_id, source, actor, body, leaf) SELECT idx + 1, at, "
            "kind, submission_id, source, actor, body, leaf FROM audit_entry ORDER BY idx DESC LIMIT 1"},
        Tampering{"deleted_tail_and_head", "UPDATE audit_head SET size = 1000"},
        Tampering{"changed_tile", "UPDATE audit_tile SET root = substr(root, 2) || substr(root, 1, 1) WHERE idx = 1"},
        Tampering{"deleted_tile", "DELETE FROM audit_tile WHERE idx = 1"},
        Tampering{"changed_checkpoint",
                  "UPDATE audit_checkpoint SET checkpoint = replace(checkpoint, 'revisjon', 'revisjoN')"},
        Tampering{"deleted_submission", "DELETE FROM submission"},
        Tampering{"changed_submission",
                  "UPDATE submission SET fingerprint = substr(fingerprint, 2) || substr(fingerprint, 1, 1)"}),
    [](const auto& tampering) { return std::string(tampering.param.name); });

/// Of a database whose commits nothing takes part in.
class NoHook final : public sql::CommitHook {
 public:
  std::vector<sql::Migration> migrations() const override { return {}; }
  void prepare(sql::Session& /*session*/) override {}
  void begin(sql::Session& /*session*/) override {}
  void begin_write() override {}
  void undo_write() override {}
  void before_commit(sql::Session& /*session*/, model::Timestamp /*now*/) override {}
  void forget() override {}
};

TEST(DatabaseWithoutLog, says_so_to_whoever_writes_or_reads_the_log) {
  const auto directory = std::filesystem::path(::testing::TempDir()) / ("fangst-no-log-" + std::to_string(::getpid()));
  {
    sql::DatabaseSettings settings;
    settings.directory = directory;
    sql::Database database(settings, std::make_shared<ports::SystemClock>(), std::make_unique<NoHook>());
    EXPECT_THROW(audit::log_of(database), std::logic_error);
    const auto written = database.write([](sql::Transaction& tx) -> Result<void> {
      EXPECT_THROW(audit::append(tx, {"test.entry", "", "", "test", "{}"}), std::logic_error);
      return {};
    });
    EXPECT_TRUE(written);
  }
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace fangst::testing
