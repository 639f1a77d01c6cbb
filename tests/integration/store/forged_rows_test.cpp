#include "table_rows.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/store/archive_orders.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/store/operations.hpp>

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A row that the store never wrote (invariant 8), where there are already true rows of every kind.
class ForgedRows : public BothDatabases {
 protected:
  void SetUp() override {
    BothDatabases::SetUp();
    if (!database) return;
    id_ = SubmissionMaker{}.accept_into(**database).id;
    const auto item = due().at(0);
    write([&](sql::Transaction& tx) {
      model::Letter letter;
      letter.id = model::LetterId("b-1");
      letter.submission = id_;
      store::plan_letter(tx, letter, model::StepName("velg_kanal"));
      store::keep_order(tx, item, {"capture", "kjerne", policy::ArchivePhase::asking, {}, std::nullopt, 0});
      store::record_refusal(tx, {model::SourceName("gerica"), "refused", "innsending", "", "x"});
      store::record_upload(tx, model::SourceName("gerica"), hash_of_document(tx), 7);
      store::wait_until(tx, store::find_current(tx, item).value(), tx.now() + 1h, "venter");
    });
    ASSERT_TRUE(store::retry(**database, "jobb", {id_.str()}, "operator:kari", "ids"));
    ASSERT_TRUE(store::pause_dependency(**database, "krr", "operator:kari"));
    ASSERT_THAT(faults(), ElementsAre());
  }
  static model::Sha256 hash_of_document(sql::Session& session) {
    return *model::Sha256::from_hex(std::get<0>(session.query<std::string>("SELECT sha256 FROM document").at(0)));
  }
  /// A copy of the first row of the table with other values in some columns.
  void forge(const std::string& table, const std::map<std::string, std::string>& changed) {
    add_copy_of_row(*database, table, table + " LIMIT 1", changed);
  }

  model::SubmissionId id_;
};
FANGST_ON_BOTH_DATABASES(ForgedRows);

TEST_P(ForgedRows, of_a_submission_are_found) {
  forge("submission", {{"seq", "9"}, {"id", "'falsk'"}, {"external_key", "'falsk'"}});
  EXPECT_THAT(faults(), ElementsAre("Tabellen submission har 2 rader, men loggen forteller om 1."));
}

TEST_P(ForgedRows, of_a_letter_are_found_whosever_they_are) {
  forge("letter", {{"id", "'falsk'"}, {"part_no", "9"}});
  EXPECT_THAT(faults(), ElementsAre("Forsendelse falsk står ikke i loggen."));
  database->tamper("UPDATE letter SET submission_id = 'ukjent' WHERE id = 'falsk'");
  EXPECT_THAT(faults(), ElementsAre("Tabellen letter har 1 rader som ikke hører til noe."));
}

TEST_P(ForgedRows, of_work_are_found_whosever_they_are) {
  forge("work", {{"id", "9"}});
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("har arbeid i kø som loggen ikke kjenner: arkiver.")))
      << "the same work twice";
  database->tamper("UPDATE work SET step = 'falsk' WHERE id = (SELECT MAX(id) FROM work)");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("har arbeid i kø som loggen ikke kjenner: falsk.")));
  database->tamper("UPDATE work SET submission_id = 'ukjent' WHERE step = 'falsk'");
  EXPECT_THAT(faults(), ElementsAre("Tabellen work har 1 rader som ikke hører til noe."));
}

TEST_P(ForgedRows, of_an_archive_order_are_found_whosever_they_are) {
  forge("archive_order", {{"order_name", "'falsk'"}});
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("har et arkivoppdrag som loggen ikke kjenner.")));
  database->tamper("UPDATE archive_order SET submission_id = 'ukjent' WHERE order_name = 'falsk'");
  EXPECT_THAT(faults(), ElementsAre("Tabellen archive_order har 1 rader som ikke hører til noe."));
}

TEST_P(ForgedRows, of_a_retry_are_found) {
  forge("retry_job_item", {{"submission_id", "'falsk'"}});
  EXPECT_THAT(faults(), ElementsAre("Samleforsøket jobb er endret.",
                                    "Resultatene av samleforsøket jobb stemmer ikke med loggen."));
  database->tamper("UPDATE retry_job_item SET job_id = 'ukjent' WHERE submission_id = 'falsk'");
  EXPECT_THAT(faults(), ElementsAre("Tabellen retry_job_item har 1 rader som ikke hører til noe."));
  database->tamper("DELETE FROM retry_job_item WHERE job_id = 'ukjent'");
  forge("retry_job", {{"id", "'falsk'"}});
  EXPECT_THAT(faults(), ElementsAre("Tabellen retry_job har 2 rader, men loggen forteller om 1."));
}

TEST_P(ForgedRows, of_a_pause_are_found) {
  forge("dependency_pause", {{"dependency", "'falsk'"}});
  EXPECT_THAT(faults(), ElementsAre("Hvilke deler som er satt på pause, stemmer ikke med loggen."));
}

TEST_P(ForgedRows, of_what_came_in_are_found) {
  forge("intake_refusal", {{"seq", "9"}});
  EXPECT_THAT(faults(), ElementsAre("Tabellen intake_refusal har 2 rader, men loggen forteller om 1."));
  database->tamper("DELETE FROM intake_refusal WHERE seq = (SELECT MAX(seq) FROM intake_refusal)");
  forge("document_owner", {{"source", "'visma'"}});
  EXPECT_THAT(faults(), ElementsAre("Tabellen document_owner har 2 rader, men loggen forteller om 1."));
}

/// The name of a fault is what an operator goes by.
TEST_P(ForgedRows, are_told_by_the_row_and_by_each_column_that_is_wrong) {
  database->tamper("UPDATE submission SET attempts = 7, error_code = 'x'");
  EXPECT_THAT(faults(), ElementsAre("Innsending " + id_.str() + " stemmer ikke med loggen: attempts, error_code."));
  database->tamper("UPDATE submission SET attempts = 0, error_code = NULL, next_at = next_at + 1");
  EXPECT_THAT(faults(), ElementsAre("Innsending " + id_.str() + " har arbeid i kø til feil tid: arkiver."));
  database->tamper("UPDATE submission SET next_at = next_at - 1, case_key = 'annen'");
  EXPECT_THAT(faults(), ElementsAre("Innsending " + id_.str() + " er endret etter at den ble tatt imot."));
  database->tamper("UPDATE submission SET case_key = 'gerica|Gerica|S-1'");
  database->tamper("UPDATE letter SET reason = 'x', external_id = 'y'");
  EXPECT_THAT(faults(), ElementsAre("Forsendelse b-1 stemmer ikke med loggen: reason, external_id."));
  database->tamper("UPDATE letter SET reason = '', external_id = ''");
  database->tamper("UPDATE archive_order SET state = 'x'");
  EXPECT_THAT(faults(),
              ElementsAre("Innsending " + id_.str() + " i arkivoppdraget capture stemmer ikke med loggen: state."));
  database->tamper("UPDATE archive_order SET state = ''");
  database->tamper("UPDATE intake_refusal SET code = 'y', fields = '[1]'");
  EXPECT_THAT(faults(), ElementsAre("Avvisning 1 stemmer ikke med loggen: code, fields."));
  database->tamper("UPDATE intake_refusal SET code = 'x', fields = '[]'");
  database->tamper("UPDATE work SET traceparent = 'x'");
  EXPECT_THAT(faults(), ElementsAre("Innsending " + id_.str() + " har arbeid i kø med feil sporing: arkiver."));
}

TEST_P(ForgedRows, that_are_missing_are_told_by_what_is_missing) {
  const auto hash = table_rows(**database, "document", "1").at(0).at("sha256");
  const std::vector<std::pair<std::string, std::string>> missing{
      {"letter", "Forsendelse b-1 er slettet."},
      {"archive_order", "Innsending " + id_.str() + " mangler arkivoppdraget capture."},
      {"work", "Innsending " + id_.str() + " mangler arbeid i kø: arkiver."},
      {"dependency_pause", "Hvilke deler som er satt på pause, stemmer ikke med loggen."}};
  for (const auto& [table, fault] : missing) {
    database->tamper("CREATE TABLE gone AS SELECT * FROM " + table);
    database->tamper("DELETE FROM " + table);
    EXPECT_THAT(faults(), ElementsAre(fault));
    database->tamper("INSERT INTO " + table + " SELECT * FROM gone");
    database->tamper("DROP TABLE gone");
  }
  database->tamper("DELETE FROM retry_job");
  EXPECT_THAT(faults(), ::testing::Contains("Samleforsøket jobb er slettet."));
  database->tamper("DELETE FROM document");
  EXPECT_THAT(faults(), ::testing::Contains("Dokument " + hash + " er slettet."));
}

class UnreadableEntries : public BothDatabases {
 protected:
  void append(const std::string& kind, const std::string& submission, const std::string& body) {
    write([&](sql::Transaction& tx) { audit::append(tx, {kind, submission, "", "step:arkiver", body}); });
  }
};
FANGST_ON_BOTH_DATABASES(UnreadableEntries);

TEST_P(UnreadableEntries, of_one_submission_are_told_without_what_they_say_and_hide_no_fault_of_another) {
  const auto first = SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database).id.str();
  const auto second = SubmissionMaker{"K-2", "S-2", "2"}.accept_into(**database).id.str();
  append("submission.moved", first, R"({"next":["hemmelig"]})");
  EXPECT_THAT(faults(), ElementsAre("Innsending " + first + " har innførsler i loggen som ikke kan leses (json 302)."));
  append("letter.sending", second, R"({"hemmelig":1})");
  EXPECT_THAT(faults(),
              ElementsAre("Innsending " + first + " har innførsler i loggen som ikke kan leses (json 302).",
                          "Innsending " + second + " har innførsler i loggen som ikke kan leses (json 403)."));
  SubmissionMaker{"K-3", "S-3", "3"}.accept_into(**database);
  database->tamper("UPDATE submission SET attempts = 1 WHERE external_key = 'K-3'");
  EXPECT_EQ(faults().size(), 3U);
}

TEST_P(UnreadableEntries, of_all_else_are_told_without_what_they_say) {
  append("document.uploaded", "", R"(["hemmelig"])");
  EXPECT_THAT(faults(),
              ElementsAre("Innførsel 0 kan ikke leses.", "Opplastingen av dokument  fra  er endret eller slettet.",
                          "Tabellen document_owner har 0 rader, men loggen forteller om 1."));
  append("retry.batch", "", R"({"hemmelig":1})");
  EXPECT_THAT(faults(), ::testing::Contains("Loggen har innførsler som ikke kan leses (json 403)."));
}

}  // namespace
}  // namespace fangst::testing
