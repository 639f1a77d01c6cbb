#include "table_rows.hpp"

#include <fangst/crypto/hasher.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;

const Error kFailed{ErrorKind::internal, "prøve.feil", "prøve.kall", PublicText{"Feilet."}, PrivateDetail{"detalj"}};

class Work : public StoredRows {
 protected:
  model::SubmissionId accept(const std::string& number) {
    return SubmissionMaker{"K-" + number, "S-" + number, number}.accept_into(**database).id;
  }
  std::vector<TableRow> rows() { return table_rows(**database, "work", "id"); }
  bool is_current(const ports::WorkItem& item) {
    bool current = false;
    write([&](sql::Transaction& tx) {
      current = store::is_current(tx, item);
      EXPECT_EQ(current, store::find_current(tx, item).has_value());
    });
    return current;
  }
};
FANGST_ON_BOTH_DATABASES(Work);

TEST_P(Work, that_was_done_in_the_same_millisecond_is_another_piece_when_it_comes_again) {
  const auto id = accept("1");
  const auto item = due().at(0);
  decide(item, [](auto& tx, const auto& work) { store::run_again(tx, work); });
  EXPECT_FALSE(is_current(item));
  database->clock->advance(1ms);
  const auto again = due();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_TRUE(is_current(again[0]));
  database->clock->advance(5s);
  decide(again[0], [](auto& tx, const auto& work) { store::run_again(tx, work); });
  EXPECT_EQ(load(id).next_at, now()) << "and at once when time has passed";
}

TEST_P(Work, of_another_time_is_not_counted_as_begun) {
  accept("1");
  const auto item = due().at(0);
  decide(item, [&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 10s, "venter"); });
  write([&](sql::Transaction& tx) { EXPECT_EQ(store::note_begun(tx, item), 0); });
  EXPECT_EQ(rows().at(0).at("begun"), "0");
}

/// What an outcome does to the row, whichever it is.
TEST_P(Work, that_has_an_outcome_is_free_not_handed_out_and_not_begun) {
  accept("1");
  const std::vector<Decision> outcomes{
      [&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 10s, "venter"); },
      [&](auto& tx, const auto& work) { store::retry_at(tx, work, now() + 10s, kFailed); },
      [&](auto& tx, const auto& work) { store::await_lookup(tx, work, now() + 10s, kFailed); },
      [&](auto& tx, const auto& work) { store::postpone_work(tx, work.item, now() + 10s); }};
  auto id = rows().at(0).at("id");
  for (const auto& outcome : outcomes) {
    const auto item = due().at(0);
    EXPECT_EQ(item.handouts, 0);
    write([&](sql::Transaction& tx) { EXPECT_EQ(store::note_begun(tx, item), 1); });
    decide(item, outcome);
    const auto row = rows().at(0);
    EXPECT_EQ(row.at("id"), id) << "the same piece of work";
    EXPECT_EQ(row.at("due_at"), millis(now() + 10s));
    EXPECT_EQ(row.at("visible_at"), millis(now() + 10s));
    EXPECT_EQ(row.at("lease_owner"), "");
    EXPECT_EQ(row.at("handouts"), "0");
    EXPECT_EQ(row.at("begun"), "0");
    EXPECT_TRUE(due().empty());
    database->clock->advance(10s);
  }
}

TEST_P(Work, that_failed_says_where_and_whether_it_got_further) {
  const auto id = accept("1");
  const auto fail = [&](bool progress, bool lookup) {
    database->clock->advance(10s);
    decide([&](auto& tx, const auto& work) {
      (lookup ? store::await_lookup : store::retry_at)(tx, work, now() + 10s, kFailed, progress);
    });
    const auto entry = last_entry();
    EXPECT_EQ(entry.at("kind"), lookup ? "submission.unknown_outcome" : "submission.retrying");
    EXPECT_EQ(entry.at("actor"), "step:arkiver");
    const auto body = nlohmann::json::parse(entry.at("body"));
    EXPECT_EQ(body.at("where"), "prøve.kall");
    EXPECT_EQ(body.value("progress", false), progress);
    return load(id).submission.attempts;
  };
  EXPECT_EQ(fail(false, false), 1);
  EXPECT_EQ(load(id).submission.state, SubmissionState::retrying);
  EXPECT_EQ(fail(false, true), 2);
  EXPECT_EQ(load(id).submission.state, SubmissionState::unknown_outcome);
  EXPECT_EQ(fail(true, false), 1);
  EXPECT_EQ(fail(false, true), 2);
  EXPECT_EQ(fail(true, true), 1);
  database->clock->advance(10s);
  decide([&](auto& tx, const auto& work) { store::park(tx, work, kFailed, true); });
  EXPECT_EQ(nlohmann::json::parse(last_entry().at("body")).at("where"), "prøve.kall");
  EXPECT_EQ(load(id).submission.attempts, 1);
  expect_whole_log();
}

TEST_P(Work, that_failed_keeps_a_detail_that_is_no_text) {
  const auto id = accept("1");
  const Error strange(ErrorKind::internal, "prøve.feil", "prøve", PublicText{""},
                      PrivateDetail{std::string("a\0\xF8", 3)});
  decide([&](auto& tx, const auto& work) { store::park(tx, work, strange); });
  EXPECT_EQ(load(id).error_detail, "a\xEF\xBF\xBD\xEF\xBF\xBD");
  expect_whole_log();
}

TEST_P(Work, beside_the_pipeline_is_due_at_once_and_changes_nothing_of_the_submission) {
  const auto id = accept("1");
  const auto item = due().at(0);
  decide(item, [&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 1h, "venter"); });
  const auto before = table_rows(**database, "submission", "seq");
  write([&](sql::Transaction& tx) {
    store::add_side_work(tx, item, model::StepName("meld_arkivert"));
    store::add_side_work(tx, item, model::StepName("meld_parkert"));
  });
  auto side = due();
  ASSERT_EQ(side.size(), 2U);
  EXPECT_EQ(side[0].submission, id);
  EXPECT_EQ(side[0].step.str(), "meld_arkivert");
  EXPECT_EQ(side[0].traceparent, item.traceparent);
  EXPECT_EQ(side[1].step.str(), "meld_parkert");
  expect_whole_log();
  write([&](sql::Transaction& tx) { store::end_side_work(tx, side[0]); });
  EXPECT_EQ(last_entry().at("kind"), "work.done");
  EXPECT_EQ(last_entry().at("actor"), "step:meld_arkivert");
  EXPECT_EQ(last_entry().at("submission_id"), id.str());
  ASSERT_EQ(rows().size(), 2U);
  EXPECT_EQ(rows()[1].at("step"), "meld_parkert");
  expect_whole_log();
  write([&](sql::Transaction& tx) { store::give_up_work(tx, side[1], kFailed); });
  EXPECT_EQ(last_entry().at("kind"), "work.given_up");
  EXPECT_EQ(nlohmann::json::parse(last_entry().at("body")), (nlohmann::json{{"kind", "internal"},
                                                                            {"code", "prøve.feil"},
                                                                            {"text", "Feilet."},
                                                                            {"detail", crypto::sha256("detalj").hex()},
                                                                            {"where", "prøve.kall"}}));
  EXPECT_EQ(rows().size(), 1U);
  EXPECT_EQ(table_rows(**database, "submission", "seq"), before);
  expect_whole_log();
}

TEST_P(Work, that_waits_is_woken_in_each_of_the_named_steps_and_in_no_other) {
  std::vector<model::SubmissionId> ids;
  for (const auto* step : {"send", "velg_kanal", "folg_opp"}) {
    ids.push_back(accept(step));
    decide([&](auto& tx, const auto& work) { store::move_to(tx, work, model::StepName(step)); });
    decide([&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 1h, "venter"); });
  }
  // A broker that can delay has been given them already.
  store::StoredOutbox outbox(**database);
  ASSERT_EQ(outbox.lease_until_horizon(10, now(), now() + 2h, now() + 3h)->size(), 3U);
  database->clock->advance(5s);
  write([](sql::Transaction& tx) { store::wake_waiting(tx, {"send", "velg_kanal"}); });
  for (const std::size_t i : {0U, 1U}) EXPECT_EQ(load(ids[i]).next_at, now()) << i;
  EXPECT_EQ(load(ids[2]).next_at, now() + 1h - 5s);
  const auto woken = due();
  ASSERT_EQ(woken.size(), 2U);
  for (const auto& item : woken) EXPECT_EQ(item.due_at, now());
  EXPECT_NE(woken[0].submission, ids[2]);
  EXPECT_NE(woken[1].submission, ids[2]);
  expect_whole_log();
}

TEST_P(Work, that_is_due_already_keeps_its_time_when_others_are_woken) {
  const auto id = accept("1");
  const auto item = due().at(0);
  database->clock->advance(5s);
  write([](sql::Transaction& tx) { store::wake_waiting(tx, {"arkiver"}); });
  EXPECT_TRUE(is_current(item)) << "it is under way just now";
  EXPECT_TRUE(due().empty());
  EXPECT_EQ(load(id).next_at, item.due_at);
}

TEST_P(Work, is_handed_out_by_its_time_then_by_its_age_and_never_more_than_asked_for) {
  for (const auto* number : {"1", "2", "3", "4"}) accept(number);
  // The first is due last.
  const auto first = due().at(0);
  store::StoredOutbox outbox(**database);
  ASSERT_TRUE(outbox.release_all_of_this_node());
  database->clock->advance(1s);
  write([&](sql::Transaction& tx) { store::postpone_work(tx, first, now()); });
  std::vector<std::int64_t> handed_out;
  for (const std::size_t size : {3U, 1U, 0U}) {
    const auto items = outbox.lease_due(3, now(), now() + 1min).value();
    EXPECT_EQ(items.size(), size);
    for (const auto& item : items) handed_out.push_back(item.id);
  }
  // SQL says nothing of the order of what is returned: the sets must be right.
  std::sort(handed_out.begin(), handed_out.begin() + 3);
  EXPECT_EQ(handed_out, (std::vector<std::int64_t>{2, 3, 4, 1}));
}

TEST_P(Work, is_handed_out_up_to_the_horizon_and_not_a_millisecond_beyond) {
  accept("1");
  decide([&](auto& tx, const auto& work) { store::wait_until(tx, work, now() + 1min, "venter"); });
  store::StoredOutbox outbox(**database);
  const auto lease = [&](std::chrono::milliseconds ahead) {
    return outbox.lease_until_horizon(10, now(), now() + ahead, now() + 1h).value();
  };
  EXPECT_TRUE(lease(1min - 1ms).empty());
  const auto items = lease(1min);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].due_at, now() + 1min);
  EXPECT_EQ(rows().at(0).at("lease_owner"), "node-1");
  EXPECT_EQ(rows().at(0).at("visible_at"), millis(now() + 1h));
  EXPECT_TRUE(lease(2h).empty()) << "held by the one who has it, though the horizon lies beyond its lease";
  EXPECT_TRUE(lease(2h).empty());
}

TEST_P(Work, that_is_given_back_is_due_when_it_was_and_no_other_is) {
  accept("1");
  accept("2");
  accept("3");
  const auto items = due();
  ASSERT_EQ(items.size(), 3U);
  store::StoredOutbox outbox(**database);
  ASSERT_TRUE(outbox.release({}));
  EXPECT_TRUE(due().empty());
  ASSERT_TRUE(outbox.release({items[0].id, items[2].id}));
  for (const std::size_t i : {0U, 2U}) {
    EXPECT_EQ(rows()[i].at("visible_at"), rows()[i].at("due_at"));
    EXPECT_EQ(rows()[i].at("lease_owner"), "");
  }
  EXPECT_EQ(rows()[1].at("lease_owner"), "node-1");
  EXPECT_EQ(due().size(), 2U);
}

TEST_P(Work, is_found_by_its_id_with_every_field) {
  const auto id = accept("1");
  accept("2");
  const auto items = due();
  store::StoredOutbox outbox(**database);
  const auto found = outbox.find(items[0].id).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, items[0].id);
  EXPECT_EQ(found->submission, id);
  EXPECT_EQ(found->step.str(), "arkiver");
  EXPECT_EQ(found->due_at, items[0].due_at);
  EXPECT_EQ(found->handouts, 0) << "before this time";
  EXPECT_EQ(found->traceparent, "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");
  EXPECT_FALSE(outbox.find(999).value());
}

TEST_P(Work, of_a_submission_in_an_unknown_state_is_not_guessed_at) {
  accept("1");
  const auto item = due().at(0);
  database->tamper("UPDATE submission SET state = 'sovende'");
  const auto read = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    store::find_current(tx, item);
    return {};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), "lager.ukjent_tilstand");
  EXPECT_EQ(read.error().kind(), ErrorKind::corrupt);
}

}  // namespace
}  // namespace fangst::testing
