#include "both_databases.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/store/reports.hpp>

namespace fangst::testing {
namespace {

using Kind = store::AcceptanceOutcome::Kind;
using model::SubmissionState;

class Submissions : public BothDatabases {};
FANGST_ON_BOTH_DATABASES(Submissions);

const Error kRefused{ErrorKind::rejected_by_dependency, "svarut.avvist", "svarut.send", PublicText{"Avvist."}};

TEST_P(Submissions, are_accepted_once_and_answered_alike_ever_after) {
  const auto first = SubmissionMaker{}.accept_into(**database);
  const auto second = SubmissionMaker{}.accept_into(**database);
  EXPECT_EQ(first.kind, Kind::accepted);
  EXPECT_EQ(second.kind, Kind::repeated);
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.answer, first.answer);
  EXPECT_EQ(second.stored_fingerprint, first.stored_fingerprint);
  EXPECT_EQ(first.stored_fingerprint, load(first.id).submission.fingerprint);
  EXPECT_EQ(due().size(), 1U);
}

TEST_P(Submissions, conflict_when_the_key_comes_with_other_content) {
  const auto first = SubmissionMaker{}.accept_into(**database);
  SubmissionMaker other;
  other.text = "noe annet";
  const auto second = other.accept_into(**database);
  EXPECT_EQ(second.kind, Kind::conflict);
  EXPECT_EQ(second.stored_fingerprint, load(first.id).submission.fingerprint);
}

TEST_P(Submissions, of_one_case_are_handed_out_in_the_order_they_came) {
  const auto first = SubmissionMaker{"K-1", "S-1", "en"}.accept_into(**database);
  const auto second = SubmissionMaker{"K-2", "S-1", "to"}.accept_into(**database);
  const auto other = SubmissionMaker{"K-3", "S-2", "tre"}.accept_into(**database);
  EXPECT_EQ(load(second.id).submission.state, SubmissionState::holding);

  auto items = due();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].submission, first.id);
  EXPECT_EQ(items[1].submission, other.id);

  write([&](sql::Transaction& tx) {
    store::record_capture(tx, load(first.id).submission, {"m", 2026, 1, "j", 2026, 1, 1}, model::StepName("arkiver"));
  });
  items = due();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].submission, second.id);
}

TEST_P(Submissions, let_the_next_of_the_case_go_on_when_one_is_parked) {
  const auto first = SubmissionMaker{"K-1", "S-1", "en"}.accept_into(**database);
  const auto second = SubmissionMaker{"K-2", "S-1", "to"}.accept_into(**database);
  const auto items = due();
  write([&](sql::Transaction& tx) {
    store::park(tx, store::find_current(tx, items.at(0)).value(), kRefused);
    store::add_side_work(tx, items.at(0), model::StepName("meld_parkert"));
  });
  EXPECT_EQ(load(first.id).submission.state, SubmissionState::parked);
  EXPECT_EQ(load(second.id).submission.state, SubmissionState::in_flight);
  EXPECT_EQ(due().size(), 2U);  // the second, and the telling of the first
}

TEST_P(Submissions, wait_without_being_handed_out_until_their_time) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  const auto items = due();
  const auto until = database->clock->now() + std::chrono::seconds{10};
  write([&](sql::Transaction& tx) {
    store::wait_until(tx, store::find_current(tx, items.at(0)).value(), until, "venter");
  });
  EXPECT_TRUE(due().empty());
  EXPECT_EQ(load(accepted.id).submission.attempts, 0);
  database->clock->advance(std::chrono::seconds{11});
  EXPECT_EQ(due().size(), 1U);
}

TEST_P(Submissions, keep_error_and_attempts_of_a_retry_until_they_move_on) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  const auto items = due();
  write([&](sql::Transaction& tx) {
    store::retry_at(tx, store::find_current(tx, items.at(0)).value(), database->clock->now(), kRefused);
  });
  EXPECT_EQ(load(accepted.id).submission.attempts, 1);
  EXPECT_EQ(load(accepted.id).error_code, "svarut.avvist");
  const auto again = due();
  write([&](sql::Transaction& tx) {
    store::move_to(tx, store::find_current(tx, again.at(0)).value(), model::StepName("send"));
  });
  EXPECT_EQ(load(accepted.id).submission.attempts, 0);
  EXPECT_EQ(load(accepted.id).error_code, "");
  EXPECT_EQ(load(accepted.id).submission.step.str(), "send");
}

TEST_P(Submissions, come_again_after_a_restart_and_count_the_deliveries) {
  SubmissionMaker{}.accept_into(**database);
  EXPECT_EQ(due().at(0).handouts, 0);
  EXPECT_TRUE(due().empty());
  database->reopen();
  store::StoredOutbox outbox(**database);
  ASSERT_TRUE(outbox.release_all_of_this_node());
  EXPECT_EQ(due().at(0).handouts, 1);
}

TEST_P(Submissions, come_again_when_a_lease_runs_out) {
  SubmissionMaker{}.accept_into(**database);
  ASSERT_EQ(due().size(), 1U);
  database->clock->advance(std::chrono::minutes{2});
  // The first look clears the dead lease, the next hands the item out.
  const auto first = due();
  const auto second = due();
  EXPECT_EQ(first.size() + second.size(), 1U);
}

TEST_P(Submissions, keep_the_sum_of_received_and_accounted_for) {
  SubmissionMaker{"K-1", "S-1", "en"}.accept_into(**database);
  SubmissionMaker{"K-1", "S-1", "en"}.accept_into(**database);
  SubmissionMaker{"K-1", "S-1", "annet"}.accept_into(**database);
  SubmissionMaker{"K-2", "S-2", "to"}.accept_into(**database);
  SubmissionMaker{"K-3", "S-3", "tre"}.accept_into(**database);
  auto items = due();
  write([&](sql::Transaction& tx) { store::finish(tx, store::find_current(tx, items.at(0)).value()); });
  write([&](sql::Transaction& tx) { store::park(tx, store::find_current(tx, items.at(1)).value(), kRefused); });
  write([&](sql::Transaction& tx) {
    store::record_refusal(tx, {model::SourceName("gerica"), "refused", "innsending", "", "x"});
  });

  std::vector<store::Balance> sums;
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    sums = store::balance(session, model::from_millis(0), database->clock->now() + std::chrono::days{1});
    return {};
  }));
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].received, 6);
  EXPECT_EQ(sums[0].finished, 1);
  EXPECT_EQ(sums[0].duplicate, 1);
  EXPECT_EQ(sums[0].refused, 2);
  EXPECT_EQ(sums[0].in_flight, 1);
  EXPECT_EQ(sums[0].parked, 1);
  EXPECT_TRUE(sums[0].holds());

  database->tamper("DELETE FROM submission WHERE external_key = 'K-2'");
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    sums = store::balance(session, model::from_millis(0), database->clock->now() + std::chrono::days{1});
    return {};
  }));
  EXPECT_FALSE(sums.at(0).holds());
}

TEST_P(Submissions, may_be_retried_only_while_they_are_parked) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  const auto items = due();
  write([&](sql::Transaction& tx) { EXPECT_FALSE(store::retry_parked(tx, accepted.id, "operator:test")); });
  write([&](sql::Transaction& tx) { store::park(tx, store::find_current(tx, items.at(0)).value(), kRefused); });
  write([&](sql::Transaction& tx) {
    EXPECT_TRUE(store::retry_parked(tx, accepted.id, "operator:test"));
    EXPECT_FALSE(store::retry_parked(tx, accepted.id, "operator:test"));
  });
  EXPECT_EQ(due().size(), 1U);
}

TEST_P(Submissions, are_archived_once_and_what_would_archive_them_again_is_undone) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  write([&](sql::Transaction& tx) {
    store::record_capture(tx, load(accepted.id).submission, {"m", 2026, 1, "j", 2026, 1, 1},
                          model::StepName("arkiver"));
  });
  const auto again = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("UPDATE submission SET step = 'send'");
    store::record_capture(tx, load(accepted.id).submission, {"annen", 2026, 2, "annen", 2026, 2, 1},
                          model::StepName("arkiver"));
    return {};
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), policy::kNotAllowed);
  EXPECT_EQ(load(accepted.id).record->saksmappe_system_id, "m");
  EXPECT_EQ(load(accepted.id).submission.step.str(), "arkiver") << "the whole write is undone";
  EXPECT_TRUE(audit::verify(**database)->faults.empty()) << "the entry too";
}

TEST_P(Submissions, keep_their_documents_as_they_were_archived) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  write([&](sql::Transaction& tx) {
    store::record_capture(tx, load(accepted.id).submission, {"m", 2026, 1, "j", 2026, 1, 1},
                          model::StepName("arkiver"));
  });
  const auto fetched = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    store::record_fetched(tx, load(accepted.id).submission, model::StepName("hent_filer"));
    return {};
  });
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().code(), policy::kNotAllowed);
}

TEST_P(Submissions, that_are_parked_cannot_be_moved_by_a_step) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  const auto item = due().at(0);
  write([&](sql::Transaction& tx) { store::park(tx, store::find_current(tx, item).value(), kRefused); });
  const auto moved = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    EXPECT_FALSE(store::find_current(tx, item)) << "its work is gone";
    policy::SubmissionLife parked;
    parked.state = load(accepted.id).submission.state;
    store::move_to(tx, {item, parked, model::CaseKey("x")}, model::StepName("send"));
    return {};
  });
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code(), policy::kNotAllowed);
  EXPECT_EQ(load(accepted.id).submission.state, SubmissionState::parked);
}

TEST_P(Submissions, are_told_of_when_the_log_has_an_entry_that_cannot_follow_the_ones_before) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  write([&](sql::Transaction& tx) {
    audit::append(tx, {"submission.turn", accepted.id.str(), "", "engine", R"({"step":"arkiver"})"});
  });
  const auto faults = audit::verify(**database)->faults;
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NE(faults[0].find("ikke kan følge"), std::string::npos) << faults[0];
}

}  // namespace
}  // namespace fangst::testing
