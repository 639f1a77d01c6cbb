#include "table_rows.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/store/operations.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

/// Each field has a value that no other has, and is kept, logged and read back in its own place.
class EveryField : public StoredRows {
 protected:
  /// Made now and accepted a day later, so that the two times differ.
  store::Acceptance accept_later() {
    store::Acceptance made;
    SubmissionMaker{}.accept_into(**database, [&](store::Acceptance& acceptance) {
      acceptance.idempotency_key = "idempotens";
      database->clock->advance(24h);
      made = acceptance;
    });
    return made;
  }
};
FANGST_ON_BOTH_DATABASES(EveryField);

TEST_P(EveryField, of_an_accepted_submission_is_in_its_column_and_in_the_log) {
  const auto acceptance = accept_later();
  const auto& submission = acceptance.submission;
  ASSERT_NE(submission.received_at, now());
  const auto content = codec::to_json(submission.content);
  EXPECT_EQ(table_rows(**database, "submission", "seq"),
            (std::vector<TableRow>{{{"seq", "1"},
                                    {"id", submission.id.str()},
                                    {"source", "gerica"},
                                    {"external_key", "K-1"},
                                    {"idempotency_key", "idempotens"},
                                    {"type", "vedtak"},
                                    {"format", "innsending"},
                                    {"pipeline", "vedtak-ut"},
                                    {"case_key", "gerica|Gerica|S-1"},
                                    {"fingerprint", submission.fingerprint.hex()},
                                    {"content", content},
                                    {"answer", acceptance.answer},
                                    {"state", "in_flight"},
                                    {"step", "arkiver"},
                                    {"attempts", "0"},
                                    {"next_at", millis(now())},
                                    {"received_at", millis(submission.received_at)},
                                    {"updated_at", millis(now())},
                                    {"traceparent", submission.traceparent},
                                    {"case_order_open", "1"},
                                    {"record", "(null)"},
                                    {"capture_idx", "(null)"},
                                    {"error_kind", "(null)"},
                                    {"error_code", "(null)"},
                                    {"error_text", "(null)"},
                                    {"error_detail", "(null)"}}}));
  auto entry = last_entry();
  auto body = json::parse(entry.at("body"));
  EXPECT_EQ(body.at("row").get<std::string>().size(), 64U);
  body.erase("row");
  const auto& document = submission.content.dokumenter.at(0);
  const json documents =
      json::array({{{"variantformat", "A"}, {"sha256", document.sjekksum->hex()}, {"size", *document.filstoerrelse}}});
  EXPECT_EQ(body, (json{{"step", "arkiver"},
                        {"holding", false},
                        {"externalKey", "K-1"},
                        {"fingerprint", submission.fingerprint.hex()},
                        {"format", "innsending"},
                        {"pipeline", "vedtak-ut"},
                        {"seq", 1},
                        {"content", crypto::sha256(content).hex()},
                        {"documents", documents}}));
  entry.erase("body");
  EXPECT_EQ(entry, (TableRow{{"idx", "0"},
                             {"at", millis(now())},
                             {"kind", "submission.accepted"},
                             {"submission_id", submission.id.str()},
                             {"source", "gerica"},
                             {"actor", "source:gerica"}}));
}

TEST_P(EveryField, of_its_first_work_is_in_its_column) {
  const auto submission = accept_later().submission;
  const TableRow row{{"id", "1"},
                     {"submission_id", submission.id.str()},
                     {"step", "arkiver"},
                     {"due_at", millis(now())},
                     {"visible_at", millis(now())},
                     {"lease_owner", ""},
                     {"handouts", "0"},
                     {"begun", "0"},
                     {"traceparent", submission.traceparent}};
  EXPECT_EQ(table_rows(**database, "work", "id"), std::vector<TableRow>{row});
}

TEST_P(EveryField, of_a_submission_is_read_back) {
  const auto submission = accept_later().submission;
  const auto item = due().at(0);
  const auto begun = now();
  database->clock->advance(1h);
  const auto record = ports::ArchivedRecord{"mappe", 2025, 11, "post", 2026, 22, 33, "ephorte"};
  write([&](sql::Transaction& tx) { store::record_capture(tx, submission, record, model::StepName("arkiver")); });
  EXPECT_EQ(load(submission.id).next_at, begun) << "being archived is not being due";
  write([&](sql::Transaction& tx) {
    store::retry_at(tx, store::find_current(tx, item).value(), now() + 5min,
                    Error(ErrorKind::corrupt, "prøve.kode", "prøve", PublicText{"tekst"}, PrivateDetail{"detalj"}));
  });
  const auto stored = load(submission.id);
  EXPECT_EQ(stored.seq, 1);
  EXPECT_EQ(stored.next_at, now() + 5min);
  EXPECT_EQ(stored.updated_at, now());
  EXPECT_EQ(stored.capture_index, 1);
  EXPECT_EQ(stored.error_kind, "corrupt");
  EXPECT_EQ(stored.error_code, "prøve.kode");
  EXPECT_EQ(stored.error_text, "tekst");
  EXPECT_EQ(stored.error_detail, "detalj");
  const auto& found = stored.submission;
  EXPECT_EQ(found.id, submission.id);
  EXPECT_EQ(found.source.str(), "gerica");
  EXPECT_EQ(found.format, "innsending");
  EXPECT_EQ(found.pipeline, "vedtak-ut");
  EXPECT_EQ(found.case_key.str(), "gerica|Gerica|S-1");
  EXPECT_EQ(found.received_at, submission.received_at);
  EXPECT_EQ(found.traceparent, submission.traceparent);
  EXPECT_EQ(found.fingerprint, submission.fingerprint);
  EXPECT_EQ(found.state, model::SubmissionState::retrying);
  EXPECT_EQ(found.step.str(), "arkiver");
  EXPECT_EQ(found.attempts, 1);
  EXPECT_EQ(codec::to_json(found.content), codec::to_json(submission.content));
  ASSERT_TRUE(stored.record);
  EXPECT_EQ(stored.record->saksmappe_system_id, "mappe");
  EXPECT_EQ(stored.record->saksaar, 2025);
  EXPECT_EQ(stored.record->sakssekvensnummer, 11);
  EXPECT_EQ(stored.record->journalpost_system_id, "post");
  EXPECT_EQ(stored.record->journalaar, 2026);
  EXPECT_EQ(stored.record->journalsekvensnummer, 22);
  EXPECT_EQ(stored.record->journalpostnummer, 33);
  EXPECT_EQ(stored.record->core, "ephorte");
}

TEST_P(EveryField, of_a_capture_is_in_the_entry_that_its_receipt_proves) {
  const auto submission = accept_later().submission;
  const auto record = ports::ArchivedRecord{"mappe", 2025, 11, "post", 2026, 22, 33, "ephorte"};
  write([&](sql::Transaction& tx) { store::record_capture(tx, submission, record, model::StepName("arkiver")); });
  auto entry = last_entry();
  const auto& document = submission.content.dokumenter.at(0);
  EXPECT_EQ(json::parse(entry.at("body")), (json{{"noark",
                                                  {{"saksmappe", "mappe"},
                                                   {"saksaar", 2025},
                                                   {"sakssekvensnummer", 11},
                                                   {"saksnummer", "2025/11"},
                                                   {"journalpost", "post"},
                                                   {"journalaar", 2026},
                                                   {"journalsekvensnummer", 22},
                                                   {"journalpostnummer", 33},
                                                   {"core", "ephorte"}}},
                                                 {"externalKey", "K-1"},
                                                 {"fingerprint", submission.fingerprint.hex()},
                                                 {"documents", json::array({{{"variantformat", "A"},
                                                                             {"sha256", document.sjekksum->hex()},
                                                                             {"size", *document.filstoerrelse}}})}}));
  entry.erase("body");
  EXPECT_EQ(entry, (TableRow{{"idx", "1"},
                             {"at", millis(now())},
                             {"kind", "submission.archived"},
                             {"submission_id", submission.id.str()},
                             {"source", "gerica"},
                             {"actor", "step:arkiver"}}));
}

TEST_P(EveryField, of_a_record_that_is_older_than_the_choice_of_core_is_that_of_the_embedded_one) {
  const auto submission = accept_later().submission;
  database->tamper(
      R"(UPDATE submission SET record = '{"saksmappe":"m","saksaar":2024,"sakssekvensnummer":1,"journalpost":"j",)"
      R"("journalaar":2024,"journalsekvensnummer":2,"journalpostnummer":3}')");
  EXPECT_EQ(load(submission.id).record->core, "innebygd");
}

TEST_P(EveryField, of_a_refusal_is_in_its_column_and_in_the_log) {
  store::Refusal refusal{model::SourceName("visma"), "refused", "visma-hendelse", "K-7", "prøve.kode", "spor"};
  refusal.fields = {{"/en", "første"}, {"/to", "andre"}};
  write([&](sql::Transaction& tx) { store::record_refusal(tx, refusal); });
  const std::string fields = R"([{"detail":"f\u00f8rste","pointer":"/en"},{"detail":"andre","pointer":"/to"}])";
  const TableRow row{{"seq", "1"},           {"at", millis(now())},        {"source", "visma"},
                     {"outcome", "refused"}, {"format", "visma-hendelse"}, {"external_key", "K-7"},
                     {"code", "prøve.kode"}, {"trace_id", "spor"},         {"fields", fields}};
  EXPECT_EQ(table_rows(**database, "intake_refusal", "seq"), std::vector<TableRow>{row});
  auto entry = last_entry();
  EXPECT_EQ(json::parse(entry.at("body")), (json{{"externalKey", "K-7"},
                                                 {"format", "visma-hendelse"},
                                                 {"code", "prøve.kode"},
                                                 {"traceId", "spor"},
                                                 {"fields", crypto::sha256(fields).hex()},
                                                 {"seq", 1}}));
  entry.erase("body");
  EXPECT_EQ(entry, (TableRow{{"idx", "0"},
                             {"at", millis(now())},
                             {"kind", "intake.refused"},
                             {"submission_id", ""},
                             {"source", "visma"},
                             {"actor", "source:visma"}}));
}

TEST_P(EveryField, of_an_upload_is_in_its_column_and_in_the_log) {
  const auto hash = crypto::sha256("lastet opp");
  write([&](sql::Transaction& tx) { store::record_upload(tx, model::SourceName("visma"), hash, 10); });
  const auto uploaded = now();
  const TableRow row{{"sha256", hash.hex()}, {"source", "visma"}, {"uploaded_at", millis(uploaded)}};
  auto entry = last_entry();
  EXPECT_EQ(json::parse(entry.at("body")), (json{{"sha256", hash.hex()}, {"size", 10}}));
  EXPECT_EQ(entry.at("kind"), "document.uploaded");
  EXPECT_EQ(entry.at("source"), "visma");
  EXPECT_EQ(entry.at("actor"), "source:visma");
  database->clock->advance(1h);
  write([&](sql::Transaction& tx) { store::record_upload(tx, model::SourceName("visma"), hash, 10); });
  EXPECT_EQ(table_rows(**database, "document_owner", "sha256"), std::vector<TableRow>{row}) << "the first time stands";
  EXPECT_EQ(last_entry(), entry) << "nothing new has happened";
}

TEST_P(EveryField, of_a_retry_is_in_its_column_and_read_back) {
  const auto submission = accept_later().submission;
  const auto started = now();
  ASSERT_TRUE(store::retry(**database, "jobb", {submission.id.str()}, "operator:kari", "utvalg"));
  database->clock->advance(1h);
  const TableRow row{{"id", "jobb"}, {"at", millis(started)}, {"actor", "operator:kari"}, {"selection", "utvalg"}};
  EXPECT_EQ(table_rows(**database, "retry_job", "id"), std::vector<TableRow>{row});
  const TableRow item{{"job_id", "jobb"}, {"submission_id", submission.id.str()}, {"result", "not_parked"}};
  EXPECT_EQ(table_rows(**database, "retry_job_item", "submission_id"), std::vector<TableRow>{item});
  const auto job = store::find_retry_job(**database, "jobb").value();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->id, "jobb");
  EXPECT_EQ(job->at, started);
  EXPECT_EQ(job->actor, "operator:kari");
  EXPECT_FALSE(store::find_retry_job(**database, "annen").value());
}

}  // namespace
}  // namespace fangst::testing
