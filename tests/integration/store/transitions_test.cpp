#include "table_rows.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using nlohmann::json;

const Error kFailed{ErrorKind::corrupt, "prøve.kode", "prøve", PublicText{"tekst"}, PrivateDetail{"detalj"}};

class Transitions : public StoredRows {
 protected:
  model::SubmissionId accept(const std::string& number = "1", const std::string& case_key = "S-1") {
    return SubmissionMaker{"K-" + number, case_key, number}.accept_into(**database).id;
  }
  void expect_error_of(const model::SubmissionId& id, bool is_kept) {
    const auto stored = load(id);
    EXPECT_EQ(stored.error_kind, is_kept ? "corrupt" : "");
    EXPECT_EQ(stored.error_code, is_kept ? "prøve.kode" : "");
    EXPECT_EQ(stored.error_text, is_kept ? "tekst" : "");
    EXPECT_EQ(stored.error_detail, is_kept ? "detalj" : "");
  }
};
FANGST_ON_BOTH_DATABASES(Transitions);

TEST_P(Transitions, keep_the_error_whole_until_the_step_has_succeeded) {
  const auto id = accept();
  decide([&](auto& tx, const auto& work) { store::retry_at(tx, work, now(), kFailed); });
  expect_error_of(id, true);
  decide([&](auto& tx, const auto& work) { store::wait_until(tx, work, now(), "venter"); });
  expect_error_of(id, true);
  decide([&](auto& tx, const auto& work) { store::park(tx, work, kFailed); });
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::retry_parked(tx, id, "operator:kari")); });
  expect_error_of(id, true);
  decide([&](auto& tx, const auto& work) { store::move_to(tx, work, model::StepName("send")); });
  expect_error_of(id, false);
  expect_whole_log();
}

TEST_P(Transitions, are_told_once_when_one_goes_on_waiting_and_with_the_reason) {
  const auto id = accept();
  const auto begun = now();
  for (const auto* reason : {"venter på KRR", "venter på SvarUT"}) {
    decide([&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 10s, reason); });
    EXPECT_EQ(load(id).next_at, now() + 10s);
    EXPECT_EQ(load(id).updated_at, begun);
    database->clock->advance(10s);
  }
  ASSERT_EQ(entries().size(), 2U);
  EXPECT_EQ(entries()[1].at("kind"), "submission.waiting");
  EXPECT_EQ(json::parse(entries()[1].at("body")), (json{{"reason", "venter på KRR"}}));
  expect_whole_log();
}

TEST_P(Transitions, of_a_fetched_document_write_its_content_and_tell_its_hash) {
  const auto id = accept();
  auto submission = load(id).submission;
  auto second = submission.content.dokumenter.at(0);
  second.sjekksum.reset();
  second.filstoerrelse.reset();
  second.variantformat = "P";
  submission.content.dokumenter.push_back(second);
  const auto item = due().at(0);
  database->clock->advance(1min);
  write([&](sql::Transaction& tx) { store::record_fetched(tx, submission, model::StepName("hent_filer")); });
  const auto content = codec::to_json(submission.content);
  EXPECT_EQ(codec::to_json(load(id).submission.content), content);
  const auto entry = entries().back();
  EXPECT_EQ(entry.at("kind"), "submission.fetched");
  EXPECT_EQ(entry.at("actor"), "step:hent_filer");
  EXPECT_EQ(entry.at("source"), "gerica");
  EXPECT_EQ(entry.at("submission_id"), id.str());
  const auto& first = submission.content.dokumenter[0];
  EXPECT_EQ(json::parse(entry.at("body")),
            (json{{"content", crypto::sha256(content).hex()},
                  {"documents",
                   {{{"variantformat", "A"}, {"sha256", first.sjekksum->hex()}, {"size", *first.filstoerrelse}},
                    {{"variantformat", "P"}}}}}));
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::is_current(tx, item)) << "the step goes on"; });
  expect_whole_log();
}

TEST_P(Transitions, to_the_end_give_the_turn_to_the_next_of_the_case) {
  accept("1");
  const auto held = accept("2");
  ASSERT_EQ(load(held).submission.state, SubmissionState::holding);
  database->clock->advance(1min);
  decide([](auto& tx, const auto& work) { store::finish(tx, work); });
  EXPECT_EQ(load(held).submission.state, SubmissionState::in_flight);
  EXPECT_EQ(load(held).next_at, now());
  const auto items = due();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].submission, held);
  EXPECT_EQ(items[0].step.str(), "arkiver");
  EXPECT_EQ(items[0].due_at, now());
  expect_whole_log();
}

TEST_P(Transitions, of_one_submission_leave_every_other_as_it_is) {
  const auto first = accept("1", "S-1");
  const auto second = accept("2", "S-2");
  const auto items = due();
  ASSERT_EQ(items.size(), 2U);
  const auto& mine = items[0].submission == first ? items[0] : items[1];
  const auto other = [&] {
    std::vector<TableRow> rows;
    for (const auto& row : table_rows(**database, "submission", "seq")) {
      if (row.at("id") == second.str()) rows.push_back(row);
    }
    for (const auto& row : table_rows(**database, "work", "id")) {
      if (row.at("submission_id") == second.str()) rows.push_back(row);
    }
    return rows;
  };
  const auto before = other();
  write([&](sql::Transaction& tx) {
    store::record_fetched(tx, load(first).submission, model::StepName("hent_filer"));
    store::record_capture(tx, load(first).submission, {"m", 2026, 1, "j", 2026, 1, 1}, model::StepName("arkiver"));
    store::move_to(tx, store::find_current(tx, mine).value(), model::StepName("send"));
  });
  EXPECT_EQ(other(), before);
  decide([](auto& tx, const auto& work) { store::park(tx, work, kFailed); });
  write([&](sql::Transaction& tx) { store::retry_parked(tx, first, "operator:kari"); });
  EXPECT_EQ(other(), before);
  decide([](auto& tx, const auto& work) { store::finish(tx, work); });
  EXPECT_EQ(other(), before);
}

TEST_P(Transitions, of_an_unknown_state_are_shown_as_stopped) {
  const auto id = accept();
  database->tamper("UPDATE submission SET state = 'sovende'");
  EXPECT_EQ(load(id).submission.state, SubmissionState::parked);
}

TEST_P(Transitions, of_what_nobody_has_accepted_are_refused) {
  const auto id = accept();
  auto unknown = load(id).submission;
  unknown.id = model::SubmissionId("ukjent");
  const auto captured = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    store::record_capture(tx, unknown, {"m", 2026, 1, "j", 2026, 1, 1}, model::StepName("arkiver"));
    return {};
  });
  ASSERT_FALSE(captured);
  EXPECT_EQ(captured.error().code(), policy::kNotAllowed);
  EXPECT_EQ(entries().size(), 1U);
  const auto read = (*database)->read([&](sql::Session& session) -> Result<void> {
    FANGST_CHECK(store::load(session, unknown.id));
    return {};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind(), ErrorKind::not_found);
  EXPECT_EQ(read.error().code(), "innsending.ukjent");
}

}  // namespace
}  // namespace fangst::testing
