#include "database_calls.hpp"
#include "table_rows.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/tlog/note.hpp>

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// What is signed, and how much of it is checked.
class SignedLog : public BothDatabases {
 protected:
  void fill(int count) { ASSERT_TRUE(append_entries(**database, count)); }
  std::vector<TableRow> kept() { return table_rows(**database, "audit_checkpoint", "size"); }
  tlog::Checkpoint opened(const std::string& note) {
    return tlog::open_checkpoint(note, audit::verifier_key_of(**database)).value();
  }
};
FANGST_ON_BOTH_DATABASES(SignedLog);

// A receipt that was given out must hold for ever, so these bytes never change.
TEST_P(SignedLog, holds_these_bytes_of_an_entry) {
  write([](sql::Transaction& tx) {
    audit::append(tx, {"a.slag", "innsending \"en\"", "kilden", "step:æ", R"({"b":1,"a":"ø"})"});
  });
  const auto receipt = audit::make_receipt(**database, 0);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->entry, R"({"actor":"step:æ","at":")" + model::to_rfc3339(database->clock->now()) +
                                R"(","body":{"b":1,"a":"ø"},"index":0,"kind":"a.slag","source":"kilden",)"
                                R"("submission":"innsending \"en\""})");
  EXPECT_EQ(receipt->index, 0U);
  EXPECT_EQ(receipt->verifier_key, audit::verifier_key_of(**database));
  EXPECT_EQ(opened(receipt->checkpoint).origin, "test.example/revisjon");
  EXPECT_EQ(opened(receipt->checkpoint).size, 1U);
}

TEST_P(SignedLog, has_no_receipt_for_what_is_not_in_it) {
  fill(3);
  for (const std::uint64_t index : {3U, 4U, 1000U}) {
    const auto receipt = audit::make_receipt(**database, index);
    ASSERT_FALSE(receipt) << index;
    EXPECT_EQ(receipt.error().kind(), ErrorKind::not_found);
    EXPECT_EQ(receipt.error().code(), "kvittering.mangler");
  }
}

TEST_P(SignedLog, keeps_a_checkpoint_of_every_thousand_entries_with_its_time_over_restarts) {
  fill(999);
  EXPECT_TRUE(kept().empty());
  database->clock->advance(1min);
  const auto first = database->clock->now();
  fill(1);
  ASSERT_EQ(kept().size(), 1U);
  database->reopen();
  database->clock->advance(1min);
  fill(999);
  EXPECT_EQ(kept().size(), 1U);
  fill(5);
  ASSERT_EQ(kept().size(), 2U);
  EXPECT_EQ(kept()[0].at("size"), "1000");
  EXPECT_EQ(kept()[0].at("at"), millis(first));
  EXPECT_EQ(kept()[1].at("size"), "2004");
  EXPECT_EQ(kept()[1].at("at"), millis(database->clock->now()));
  for (const auto& row : kept()) EXPECT_EQ(std::to_string(opened(row.at("checkpoint")).size), row.at("size"));
  EXPECT_EQ(table_rows(**database, "audit_head", "id").at(0).at("kept_checkpoints"), "2");
  EXPECT_TRUE(faults().empty());
}

TEST_P(SignedLog, is_checked_to_its_end_however_long_it_is) {
  fill(4'300);
  std::vector<std::uint64_t> done;
  audit::Scope scope;
  scope.progress = [&](const char* what, std::uint64_t count, std::uint64_t total) {
    EXPECT_EQ(std::string(what), "innførsler");
    EXPECT_EQ(total, 4'300U);
    done.push_back(count);
  };
  EXPECT_EQ(audit::verify(**database, scope)->entries, 4'300U);
  EXPECT_EQ(done.back(), 4'300U);
  for (const auto* index : {"1999", "2000", "4299"}) {
    database->tamper("UPDATE audit_entry SET source = 'x' WHERE idx = " + std::string(index));
    EXPECT_THAT(faults(), ::testing::Contains("Innførsel " + std::string(index) + " er endret."));
    database->tamper("UPDATE audit_entry SET source = '' WHERE idx = " + std::string(index));
  }
  EXPECT_TRUE(faults().empty());
}

TEST_P(SignedLog, names_each_entry_that_is_missing_and_each_that_is_changed) {
  fill(5);
  database->tamper("DELETE FROM audit_entry WHERE idx = 1");
  database->tamper("UPDATE audit_entry SET kind = 'x' WHERE idx = 3");
  const auto found = faults();
  EXPECT_THAT(found, ::testing::Contains("Innførsel 1 mangler."));
  EXPECT_THAT(found, ::testing::Contains("Innførsel 3 er endret."));
  EXPECT_THAT(found, ::testing::Not(::testing::Contains("Innførsel 2 mangler.")));
  EXPECT_THAT(found, ::testing::Not(::testing::Contains("Innførsel 4 er endret.")));
}

/// Somebody puts back the database of last month, and with it the head that was right then.
TEST_P(SignedLog, that_was_cut_back_to_an_earlier_head_is_betrayed_by_a_later_checkpoint) {
  fill(600);
  database->tamper("CREATE TABLE earlier AS SELECT * FROM audit_head");
  database->tamper("CREATE TABLE tiles AS SELECT * FROM audit_tile");
  fill(500);
  ASSERT_EQ(kept().size(), 1U);
  database->tamper("DELETE FROM audit_entry WHERE idx >= 600");
  database->tamper("DELETE FROM audit_head");
  database->tamper("INSERT INTO audit_head SELECT * FROM earlier");
  database->tamper("UPDATE audit_head SET kept_checkpoints = 1");
  database->tamper("DELETE FROM audit_tile");
  database->tamper("INSERT INTO audit_tile SELECT * FROM tiles");
  EXPECT_THAT(faults(), ElementsAre("Loggen er kortere enn kontrollpunktet ved 1100."));
  database->tamper("UPDATE audit_head SET kept_checkpoints = 0");
  EXPECT_THAT(faults(), ElementsAre("Antallet kontrollpunkter i loggen stemmer ikke.",
                                    "Loggen er kortere enn kontrollpunktet ved 1100."));
}

TEST_P(SignedLog, is_told_to_have_a_head_of_another_key) {
  fill(2);
  database->tamper("UPDATE audit_head SET checkpoint = replace(checkpoint, 'test.example', 'annen.example')");
  EXPECT_THAT(faults(), ElementsAre("Loggens hode har ikke gyldig signatur."));
}

TEST_P(SignedLog, tells_of_one_submission_what_happened_to_it_in_order) {
  const auto first = SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database).id;
  const auto begun = database->clock->now();
  SubmissionMaker{"K-2", "S-2", "2"}.accept_into(**database);
  const auto item = due().at(0);
  ASSERT_EQ(item.submission, first);
  database->clock->advance(1min);
  write([&](sql::Transaction& tx) {
    store::move_to(tx, store::find_current(tx, item).value(), model::StepName("send"));
  });
  std::vector<audit::LoggedEvent> events;
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    events = audit::events_of(session, first.str());
    return {};
  }));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].index, 0);
  EXPECT_EQ(events[0].at, begun);
  EXPECT_EQ(events[0].kind, "submission.accepted");
  EXPECT_EQ(events[0].actor, "source:gerica");
  EXPECT_THAT(events[0].body, HasSubstr("\"externalKey\":\"K-1\""));
  EXPECT_EQ(events[1].index, 2);
  EXPECT_EQ(events[1].at, database->clock->now());
  EXPECT_EQ(events[1].kind, "submission.moved");
  EXPECT_EQ(events[1].actor, "step:arkiver");
  EXPECT_EQ(events[1].body, R"({"next":"send"})");
}

/// A tile of tiles: 256 times 256 entries.
TEST(LongLog, of_more_than_65536_entries_is_whole_and_proves_each) {
  TemporaryDatabase database(TemporaryDatabase::Kind::sqlite);
  const auto fill = [&](int count) {
    ASSERT_TRUE(database->write([count](sql::Transaction& tx) -> Result<void> {
      for (int i = 0; i < count; ++i) audit::append(tx, {"test.entry", "", "", "test", std::to_string(i)});
      return {};
    }));
  };
  fill(65'500);
  database.reopen();
  fill(40);
  EXPECT_EQ(table_rows(*database, "audit_tile", "level, idx").back().at("level"), "16");
  fill(300);
  const auto verified = audit::verify(*database);
  EXPECT_TRUE(verified->is_whole()) << verified->faults.at(0);
  for (const std::uint64_t index : {0U, 65'279U, 65'535U, 65'536U, 65'792U, 65'839U}) {
    const auto receipt = audit::make_receipt(*database, index);
    ASSERT_TRUE(receipt) << index;
    EXPECT_TRUE(tlog::verify(*receipt, audit::verifier_key_of(*database))) << index;
  }
}

}  // namespace
}  // namespace fangst::testing
