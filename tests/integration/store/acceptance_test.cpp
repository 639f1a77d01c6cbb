#include "table_rows.hpp"

#include <fangst/codec/submission_json.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using Kind = store::AcceptanceOutcome::Kind;
using model::SubmissionState;

class Acceptance : public StoredRows {
 protected:
  store::AcceptanceOutcome accept(const SubmissionMaker& maker, const std::function<void(store::Acceptance&)>& change) {
    return maker.accept_into(**database, change);
  }
  static auto with_key(const std::string& key) {
    return [key](store::Acceptance& acceptance) { acceptance.idempotency_key = key; };
  }
  void archive(const model::SubmissionId& id) {
    write([&](sql::Transaction& tx) {
      store::record_capture(tx, load(id).submission, {"m", 2026, 1, "j", 2026, 1, 1}, model::StepName("arkiver"));
    });
  }
  /// Of what has not been handed out yet.
  ports::WorkItem work_of(const model::SubmissionId& id) {
    for (auto& item : due()) {
      if (item.submission == id) return item;
    }
    throw std::runtime_error("no work of it is due");
  }
  std::vector<TableRow> refusals() { return table_rows(**database, "intake_refusal", "seq"); }
};
FANGST_ON_BOTH_DATABASES(Acceptance);

TEST_P(Acceptance, tells_a_repeat_by_the_idempotency_key_too) {
  const auto first = accept({"K-1"}, with_key("i-1"));
  EXPECT_EQ(accept({"K-1"}, with_key("i-1")).kind, Kind::repeated);
  EXPECT_EQ(accept({"K-1"}, with_key("i-2")).kind, Kind::repeated) << "the external key decides";
  EXPECT_EQ(accept({"K-1"}, with_key("")).kind, Kind::repeated);
  const auto other = accept({"K-2", "S-2", "annet"}, with_key("i-1"));
  EXPECT_EQ(other.kind, Kind::conflict);
  EXPECT_EQ(other.id, first.id);
}

TEST_P(Acceptance, of_another_external_key_under_one_idempotency_key_is_a_conflict_though_all_else_is_the_same) {
  const auto first = accept({"K-1"}, with_key("i-1"));
  const auto other = accept({"K-2"}, [&](store::Acceptance& acceptance) {
    acceptance.idempotency_key = "i-1";
    acceptance.submission.fingerprint = first.stored_fingerprint;
  });
  EXPECT_EQ(other.kind, Kind::conflict);
}

TEST_P(Acceptance, without_an_idempotency_key_is_never_the_same_as_another_without_one) {
  EXPECT_EQ(accept({"K-1", "S-1", "en"}, with_key("")).kind, Kind::accepted);
  EXPECT_EQ(accept({"K-2", "S-2", "to"}, with_key("")).kind, Kind::accepted);
}

TEST_P(Acceptance, that_is_not_one_is_counted_with_what_was_sent) {
  SubmissionMaker{}.accept_into(**database);
  database->clock->advance(std::chrono::seconds{5});
  SubmissionMaker{}.accept_into(**database);
  SubmissionMaker{"K-1", "S-1", "annet"}.accept_into(**database);
  const auto row = [&](const char* seq, const char* outcome, const char* code) {
    return TableRow{{"seq", seq},
                    {"at", millis(database->clock->now())},
                    {"source", "gerica"},
                    {"outcome", outcome},
                    {"format", "innsending"},
                    {"external_key", "K-1"},
                    {"code", code},
                    {"trace_id", "0123456789abcdef0123456789abcdef"},
                    {"fields", "[]"}};
  };
  EXPECT_EQ(refusals(),
            (std::vector<TableRow>{row("1", "duplicate", ""), row("2", "conflict", "innsending.annet_innhold")}));
}

TEST_P(Acceptance, waits_for_no_earlier_one_of_the_case_that_is_archived_parked_or_finished) {
  const auto archived = SubmissionMaker{"K-1", "S-1", "1"}.accept_into(**database);
  archive(archived.id);
  const auto parked = SubmissionMaker{"K-2", "S-1", "2"}.accept_into(**database);
  EXPECT_EQ(load(parked.id).submission.state, SubmissionState::in_flight);
  decide(work_of(parked.id), [](auto& tx, const auto& work) {
    store::park(tx, work, Error(ErrorKind::internal, "prøve.feil", "prøve", PublicText{""}));
  });
  const auto finished = SubmissionMaker{"K-3", "S-1", "3"}.accept_into(**database);
  EXPECT_EQ(load(finished.id).submission.state, SubmissionState::in_flight);
  decide(work_of(finished.id), [](auto& tx, const auto& work) { store::finish(tx, work); });
  const auto last = SubmissionMaker{"K-4", "S-1", "4"}.accept_into(**database);
  EXPECT_EQ(load(last.id).submission.state, SubmissionState::in_flight);
}

TEST_P(Acceptance, gives_the_turn_to_one_of_the_case_at_a_time) {
  std::vector<model::SubmissionId> ids;
  for (const auto* number : {"1", "2", "3"}) {
    ids.push_back(SubmissionMaker{std::string("K-") + number, "S-1", number}.accept_into(**database).id);
  }
  archive(ids[0]);
  EXPECT_EQ(load(ids[1]).submission.state, SubmissionState::in_flight);
  EXPECT_EQ(load(ids[2]).submission.state, SubmissionState::holding);
  const auto entry = last_entry();
  EXPECT_EQ(entry.at("kind"), "submission.turn");
  EXPECT_EQ(entry.at("submission_id"), ids[1].str());
  EXPECT_EQ(entry.at("actor"), "engine");
  // Accepted while the second has its turn: the third is before it.
  const auto fourth = SubmissionMaker{"K-4", "S-1", "4"}.accept_into(**database).id;
  archive(ids[1]);
  EXPECT_EQ(load(ids[2]).submission.state, SubmissionState::in_flight);
  EXPECT_EQ(load(fourth).submission.state, SubmissionState::holding);
  expect_whole_log();
}

TEST_P(Acceptance, that_is_refused_keeps_the_first_fifty_fields_and_masks_each_number) {
  store::Refusal refusal{model::SourceName("gerica"), "refused", "innsending", "K-1", "prøve.kode"};
  for (int i = 1; i <= 51; ++i) {
    refusal.fields.push_back({"/felt" + std::to_string(i) + "/17912099997", "melding 06868710045 og 14833821238"});
  }
  write([&](sql::Transaction& tx) { store::record_refusal(tx, refusal); });
  const auto fields = nlohmann::json::parse(refusals().at(0).at("fields"));
  ASSERT_EQ(fields.size(), 50U);
  EXPECT_EQ(fields[0].at("pointer"), "/felt1/***********");
  EXPECT_EQ(fields[49].at("pointer"), "/felt50/***********");
  EXPECT_EQ(fields[49].at("detail"), "melding *********** og ***********");
}

TEST_P(Acceptance, that_is_refused_keeps_what_is_no_text) {
  store::Refusal refusal{model::SourceName("gerica"), "refused", "innsending", "K-1", "prøve.kode"};
  refusal.fields = {{"/felt", "f\xF8rste"}};
  write([&](sql::Transaction& tx) { store::record_refusal(tx, refusal); });
  EXPECT_EQ(nlohmann::json::parse(refusals().at(0).at("fields")).at(0).at("detail"), "f\xEF\xBF\xBDrste");
}

}  // namespace
}  // namespace fangst::testing
