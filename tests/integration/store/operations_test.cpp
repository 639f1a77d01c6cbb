#include "both_databases.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/store/operations.hpp>
#include <fangst/store/reports.hpp>

namespace fangst::testing {
namespace {

const model::StepName kChoose("velg_kanal");
const model::StepName kSend("send");
const model::StepName kFollow("folg_opp");

class Operations : public BothDatabases {
 protected:
  model::SubmissionId park_one(const std::string& key, const std::string& code) {
    const auto accepted = SubmissionMaker{key, "S-" + key, key}.accept_into(**database);
    const auto items = due();
    write([&](sql::Transaction& tx) {
      store::park(tx, store::find_current(tx, items.at(0)).value(),
                  Error(ErrorKind::rejected_by_dependency, code, "svarut", PublicText{"Avvist."}));
    });
    return accepted.id;
  }

  std::vector<store::ParkedGroup> groups() {
    std::vector<store::ParkedGroup> result;
    EXPECT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
      result = store::parked_groups(session);
      return {};
    }));
    return result;
  }
};
FANGST_ON_BOTH_DATABASES(Operations);

TEST_P(Operations, group_the_parked_by_cause) {
  park_one("K-1", "a");
  park_one("K-2", "a");
  park_one("K-3", "b");
  const auto found = groups();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].code, "a");
  EXPECT_EQ(found[0].count, 2);
  EXPECT_EQ(found[0].examples.size(), 2U);
}

TEST_P(Operations, retry_a_frozen_set_and_say_what_became_of_each) {
  const auto id = park_one("K-1", "a");
  const auto job = store::retry(**database, "job-1", {id.str(), "ukjent"}, "operator:kari", "test");
  ASSERT_TRUE(job);
  ASSERT_EQ(job->items.size(), 2U);
  for (const auto& item : job->items) EXPECT_EQ(item.result, item.submission == id.str() ? "retried" : "unknown");
  EXPECT_TRUE(groups().empty());
}

TEST_P(Operations, retry_a_set_that_takes_several_writes) {
  std::vector<std::string> ids{park_one("K-1", "a").str()};
  for (int i = 0; i < 1200; ++i) ids.push_back("0-ukjent-" + std::to_string(i));
  const auto job = store::retry(**database, "job-1", ids, "operator:kari", "test");
  ASSERT_TRUE(job);
  ASSERT_EQ(job->items.size(), ids.size());
  for (const auto& item : job->items) EXPECT_EQ(item.result, item.submission == ids[0] ? "retried" : "unknown");
  EXPECT_TRUE(groups().empty());
  EXPECT_TRUE(audit::verify(**database)->is_whole());
  for (const auto* name : {"0-ukjent-0", "0-ukjent-999"}) {
    const std::string item = std::string(" WHERE submission_id = '") + name + "'";
    database->tamper("UPDATE retry_job_item SET result = 'retried'" + item);
    EXPECT_EQ(audit::verify(**database)->fault_count, 1U) << name;
    database->tamper("UPDATE retry_job_item SET result = 'pending'" + item);
    EXPECT_EQ(audit::verify(**database)->fault_count, 1U) << name;
    database->tamper("UPDATE retry_job_item SET result = 'unknown'" + item);
  }
}

TEST_P(Operations, do_not_retry_twice_for_one_job) {
  const auto id = park_one("K-1", "a");
  ASSERT_TRUE(store::retry(**database, "job-1", {id.str()}, "operator:kari", "test"));
  const auto items = due();
  write([&](sql::Transaction& tx) {
    store::park(tx, store::find_current(tx, items.at(0)).value(),
                Error(ErrorKind::rejected_by_dependency, "a", "x", PublicText{""}));
  });
  ASSERT_TRUE(store::retry(**database, "job-1", {id.str()}, "operator:kari", "test"));
  EXPECT_EQ(groups().size(), 1U);
}

TEST_P(Operations, remember_paused_dependencies_over_a_restart) {
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:kari"));
  database->reopen();
  ASSERT_TRUE((*database)->read([](sql::Session& session) -> Result<void> {
    EXPECT_EQ(store::paused_dependencies(session), std::vector<std::string>{"svarut"});
    return {};
  }));
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:kari"));
  ASSERT_TRUE((*database)->read([](sql::Session& session) -> Result<void> {
    EXPECT_TRUE(store::paused_dependencies(session).empty());
    return {};
  }));
}

TEST_P(Operations, let_one_node_alone_claim_a_letter) {
  const auto accepted = SubmissionMaker{}.accept_into(**database);
  model::Letter letter;
  letter.id = model::LetterId("d-1");
  letter.submission = accepted.id;
  letter.channel = model::Channel("svarut");
  letter.reason = "digital_med_varsel";
  letter.chosen_at = database->clock->now();
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::plan_letter(tx, letter, kChoose)); });
  write([&](sql::Transaction& tx) {
    EXPECT_TRUE(store::claim_letter(tx, letter, "node-1", kSend));
    EXPECT_FALSE(store::claim_letter(tx, letter, "node-2", kSend));
    const auto seen = store::load_letters(tx, accepted.id).at(0);
    EXPECT_EQ(seen.state, model::LetterState::unknown_outcome);
    EXPECT_TRUE(store::reclaim_letter(tx, seen, "node-2", kSend));
    EXPECT_FALSE(store::reclaim_letter(tx, seen, "node-3", kSend));
  });
  // A new choice of channel does not touch what is under way.
  letter.channel = model::Channel("svarut_print");
  write([&](sql::Transaction& tx) { EXPECT_FALSE(store::plan_letter(tx, letter, kChoose)); });
  write([&](sql::Transaction& tx) {
    EXPECT_EQ(store::load_letters(tx, accepted.id).at(0).channel, model::Channel("svarut"));
  });
}

class Letters : public BothDatabases {
 protected:
  model::Letter plan() {
    model::Letter letter;
    letter.id = model::LetterId("d-1");
    letter.submission = SubmissionMaker{}.accept_into(**database).id;
    letter.channel = model::Channel("svarut");
    letter.reason = "digital_med_varsel";
    letter.chosen_at = database->clock->now();
    write([&](sql::Transaction& tx) { EXPECT_TRUE(store::plan_letter(tx, letter, kChoose)); });
    return letter;
  }

  model::Letter claim(const model::Letter& seen, const std::string& node) {
    std::optional<model::Letter> claimed;
    write([&](sql::Transaction& tx) {
      claimed = policy::may_be_chosen(seen.state) ? store::claim_letter(tx, seen, node, kSend)
                                                  : store::reclaim_letter(tx, seen, node, kSend);
    });
    return claimed.value();
  }

  model::Letter stored_letter() {
    std::optional<model::Letter> letter;
    write([&](sql::Transaction& tx) {
      const auto submission = tx.query<std::string>("SELECT submission_id FROM letter");
      letter = store::load_letters(tx, model::SubmissionId(std::get<0>(submission.at(0)))).at(0);
    });
    return letter.value();
  }

  Result<void> tell(const std::function<Result<void>(sql::Transaction&)>& change) { return (*database)->write(change); }
};
FANGST_ON_BOTH_DATABASES(Letters);

TEST_P(Letters, are_dispatched_by_the_answer_of_a_node_that_has_lost_its_claim) {
  const auto mine = claim(plan(), "node-1");
  claim(mine, "node-2");
  ASSERT_TRUE(
      tell([&](sql::Transaction& tx) { return store::record_dispatched(tx, mine, "ekstern-1", "MOTTATT", kSend); }));
  EXPECT_EQ(stored_letter().state, model::LetterState::dispatched);
  EXPECT_EQ(stored_letter().external_id, "ekstern-1");
  EXPECT_EQ(stored_letter().claimed_by, "node-2");
  expect_whole_log();
}

TEST_P(Letters, keep_the_first_answer_when_two_nodes_have_sent_them) {
  const auto first = claim(plan(), "node-1");
  const auto second = claim(first, "node-2");
  ASSERT_TRUE(
      tell([&](sql::Transaction& tx) { return store::record_dispatched(tx, second, "ekstern-1", "MOTTATT", kSend); }));
  ASSERT_TRUE(
      tell([&](sql::Transaction& tx) { return store::record_dispatched(tx, first, "ekstern-2", "MOTTATT", kSend); }));
  EXPECT_EQ(stored_letter().external_id, "ekstern-1");
  expect_whole_log();
}

TEST_P(Letters, are_not_freed_by_a_node_that_has_lost_its_claim) {
  const auto mine = claim(plan(), "node-1");
  claim(mine, "node-2");
  write([&](sql::Transaction& tx) { EXPECT_FALSE(store::unclaim_letter(tx, mine, kSend)); });
  EXPECT_EQ(stored_letter().claimed_by, "node-2");
  const auto theirs = stored_letter();
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::unclaim_letter(tx, theirs, kSend)); });
  EXPECT_EQ(stored_letter().state, model::LetterState::planned);
  EXPECT_EQ(stored_letter().claimed_at, std::nullopt);
  expect_whole_log();
}

TEST_P(Letters, that_nobody_has_claimed_are_not_dispatched) {
  const auto letter = plan();
  const auto refused =
      tell([&](sql::Transaction& tx) { return store::record_dispatched(tx, letter, "ekstern-1", "MOTTATT", kSend); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), policy::kNotAllowed);
  EXPECT_EQ(stored_letter().state, model::LetterState::planned);
}

TEST_P(Letters, are_logged_by_the_step_that_changes_them) {
  const auto mine = claim(plan(), "node-1");
  ASSERT_TRUE(
      tell([&](sql::Transaction& tx) { return store::record_dispatched(tx, mine, "ekstern-1", "MOTTATT", kSend); }));
  const auto sent = stored_letter();
  ASSERT_TRUE(tell([&](sql::Transaction& tx) {
    return store::record_progress(tx, sent, policy::letter_event::Delivered{"LEST"}, kFollow);
  }));
  std::vector<std::string> actors;
  write([&](sql::Transaction& tx) {
    for (const auto& [actor] :
         tx.query<std::string>("SELECT actor FROM audit_entry WHERE kind LIKE 'letter.%' ORDER BY idx")) {
      actors.push_back(actor);
    }
  });
  EXPECT_EQ(actors, (std::vector<std::string>{"step:velg_kanal", "step:send", "step:send", "step:folg_opp"}));
}

TEST_P(Letters, keep_their_end_whatever_is_said_later) {
  const auto mine = claim(plan(), "node-1");
  ASSERT_TRUE(
      tell([&](sql::Transaction& tx) { return store::record_dispatched(tx, mine, "ekstern-1", "MOTTATT", kSend); }));
  const auto sent = stored_letter();
  ASSERT_TRUE(tell([&](sql::Transaction& tx) {
    return store::record_progress(tx, sent, policy::letter_event::Followed{"MOTTATT"}, kFollow);
  }));
  ASSERT_TRUE(tell([&](sql::Transaction& tx) {
    return store::record_progress(tx, sent, policy::letter_event::Delivered{"LEST"}, kFollow);
  }));
  ASSERT_TRUE(tell([&](sql::Transaction& tx) {
    return store::record_progress(tx, sent, policy::letter_event::Refused{"AVVIST"}, kFollow);
  }));
  EXPECT_EQ(stored_letter().state, model::LetterState::delivered);
  EXPECT_EQ(stored_letter().dependency_status, "LEST");
  write([&](sql::Transaction& tx) { EXPECT_FALSE(store::withdraw_letter(tx, sent, "reservert", kChoose)); });
  write([&](sql::Transaction& tx) {
    const auto told = tx.query<std::string>("SELECT kind FROM audit_entry WHERE kind LIKE 'letter.%' ORDER BY idx");
    std::vector<std::string> kinds;
    for (const auto& [kind] : told) kinds.push_back(kind);
    EXPECT_EQ(kinds,
              (std::vector<std::string>{"letter.planned", "letter.sending", "letter.dispatched", "letter.delivered"}));
  });
  expect_whole_log();
}

TEST_P(Letters, are_withdrawn_and_planned_again_while_nothing_is_sent) {
  auto letter = plan();
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::withdraw_letter(tx, letter, "reservert", kChoose)); });
  expect_whole_log();
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::withdraw_letter(tx, letter, "reservert", kChoose)); });
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::plan_letter(tx, letter, kChoose)); });
  letter.channel = model::Channel("digipost");
  letter.reason = "annet";
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::plan_letter(tx, letter, kChoose)); });
  EXPECT_EQ(stored_letter().channel, model::Channel("digipost"));
  EXPECT_EQ(stored_letter().reason, "annet");
  expect_whole_log();
}

}  // namespace
}  // namespace fangst::testing
