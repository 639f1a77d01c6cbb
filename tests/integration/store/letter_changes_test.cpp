#include "table_rows.hpp"

#include <fangst/store/letters.hpp>

#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::LetterState;
using nlohmann::json;
using policy::letter_event::Delivered;
using policy::letter_event::Followed;
using policy::letter_event::Refused;

const model::StepName kChoose("velg_kanal");
const model::StepName kSend("send");

/// More than one letter, and what each change writes.
class LetterChanges : public StoredRows {
 protected:
  void SetUp() override {
    BothDatabases::SetUp();
    if (!database) return;
    submission_ = SubmissionMaker{}.accept_into(**database).id;
  }
  model::Letter letter(const std::string& id, int part) {
    model::Letter made;
    made.id = model::LetterId(id);
    made.submission = submission_;
    made.part_no = part;
    made.channel = model::Channel("svarut");
    made.reason = "grunn " + id;
    made.chosen_at = now() - 1h;
    return made;
  }
  void plan(const model::Letter& wanted, bool expected = true) {
    write([&](sql::Transaction& tx) { EXPECT_EQ(store::plan_letter(tx, wanted, kChoose), expected); });
  }
  model::Letter claim(const model::Letter& seen) {
    std::optional<model::Letter> claimed;
    write([&](sql::Transaction& tx) { claimed = store::claim_letter(tx, seen, "node-1", kSend); });
    return claimed.value();
  }
  Result<void> dispatched(const model::Letter& seen, const std::string& id = "ekstern",
                          const std::string& word = "MOTTATT") {
    return (*database)->write(
        [&](sql::Transaction& tx) { return store::record_dispatched(tx, seen, id, word, kSend); });
  }
  Result<void> progress(const model::Letter& seen, policy::LetterEvent::What what) {
    return (*database)->write([&](sql::Transaction& tx) { return store::record_progress(tx, seen, what, kSend); });
  }
  std::vector<model::Letter> letters() { return load(submission_).letters; }
  std::vector<TableRow> rows() { return table_rows(**database, "letter", "part_no"); }

  model::SubmissionId submission_;
};
FANGST_ON_BOTH_DATABASES(LetterChanges);

TEST_P(LetterChanges, put_every_field_into_its_column_and_read_it_back) {
  plan(letter("b-1", 4));
  const auto chosen = now() - 1h;
  database->clock->advance(1min);
  const auto claimed = claim(letters().at(0));
  const auto claimed_at = now();
  database->clock->advance(1min);
  ASSERT_TRUE(dispatched(claimed));
  EXPECT_EQ(rows(), (std::vector<TableRow>{{{"id", "b-1"},
                                            {"submission_id", submission_.str()},
                                            {"part_no", "4"},
                                            {"channel", "svarut"},
                                            {"reason", "grunn b-1"},
                                            {"state", "dispatched"},
                                            {"external_id", "ekstern"},
                                            {"dependency_status", "MOTTATT"},
                                            {"chosen_at", millis(chosen)},
                                            {"claimed_by", "node-1"},
                                            {"claimed_at", millis(claimed_at)},
                                            {"dispatched_at", millis(now())}}}));
  const auto read = letters().at(0);
  EXPECT_EQ(read.id.str(), "b-1");
  EXPECT_EQ(read.submission, submission_);
  EXPECT_EQ(read.part_no, 4);
  EXPECT_EQ(read.channel, model::Channel("svarut"));
  EXPECT_EQ(read.reason, "grunn b-1");
  EXPECT_EQ(read.state, LetterState::dispatched);
  EXPECT_EQ(read.external_id, "ekstern");
  EXPECT_EQ(read.dependency_status, "MOTTATT");
  EXPECT_EQ(read.chosen_at, chosen);
  EXPECT_EQ(read.claimed_by, "node-1");
  EXPECT_EQ(read.claimed_at, claimed_at);
  EXPECT_EQ(read.dispatched_at, now());
}

TEST_P(LetterChanges, are_told_with_the_letter_its_channel_and_its_submission) {
  plan(letter("b-1", 4));
  EXPECT_EQ(json::parse(last_entry().at("body")), (json{{"letter", "b-1"},
                                                        {"channel", "svarut"},
                                                        {"part", 4},
                                                        {"reason", "grunn b-1"},
                                                        {"chosenAt", model::to_millis(now() - 1h)}}));
  claim(letters().at(0));
  EXPECT_EQ(json::parse(last_entry().at("body")), (json{{"letter", "b-1"}, {"channel", "svarut"}, {"node", "node-1"}}));
  EXPECT_EQ(last_entry().at("submission_id"), submission_.str());
  EXPECT_EQ(last_entry().at("kind"), "letter.sending");
}

TEST_P(LetterChanges, of_one_leave_the_others_of_the_submission_alone) {
  for (const int part : {2, 0, 1}) plan(letter("b-" + std::to_string(part), part));
  const auto before = rows();
  ASSERT_EQ(before.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(letters()[i].part_no, static_cast<int>(i)) << "in the order of parts";
  auto other_channel = letter("b-1", 1);
  other_channel.channel = model::Channel("digipost");
  plan(other_channel);
  EXPECT_EQ(rows()[0], before[0]);
  EXPECT_EQ(rows()[1].at("channel"), "digipost");
  EXPECT_EQ(rows()[2], before[2]);
  ASSERT_TRUE(dispatched(claim(letters()[1])));
  ASSERT_TRUE(progress(letters()[1], Delivered{"LEST"}));
  EXPECT_EQ(rows()[0], before[0]);
  EXPECT_EQ(rows()[1].at("state"), "delivered");
  EXPECT_EQ(rows()[2], before[2]);
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::withdraw_letter(tx, letters()[2], "reservert", kChoose)); });
  ASSERT_EQ(rows().size(), 2U);
  EXPECT_EQ(rows()[0], before[0]);
  expect_whole_log();
}

TEST_P(LetterChanges, give_a_recipient_one_letter_whatever_its_id) {
  plan(letter("b-1", 0));
  const auto told = entries().size();
  plan(letter("b-2", 0), false);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].at("id"), "b-1");
  EXPECT_EQ(entries().size(), told);
}

TEST_P(LetterChanges, never_free_a_letter_that_has_been_sent_meanwhile) {
  plan(letter("b-1", 0));
  const auto mine = claim(letters().at(0));
  ASSERT_TRUE(dispatched(mine));
  write([&](sql::Transaction& tx) {
    EXPECT_FALSE(store::unclaim_letter(tx, mine, kSend));
    EXPECT_FALSE(store::reclaim_letter(tx, mine, "node-2", kSend));
  });
  EXPECT_EQ(letters().at(0).state, LetterState::dispatched);
  EXPECT_EQ(letters().at(0).claimed_by, "node-1");
  expect_whole_log();
}

TEST_P(LetterChanges, free_a_claim_with_its_node_and_time) {
  plan(letter("b-1", 0));
  const auto mine = claim(letters().at(0));
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::unclaim_letter(tx, mine, kSend)); });
  EXPECT_EQ(rows()[0].at("state"), "planned");
  EXPECT_EQ(rows()[0].at("claimed_by"), "");
  EXPECT_EQ(rows()[0].at("claimed_at"), "(null)");
  EXPECT_EQ(last_entry().at("kind"), "letter.not_sent");
}

TEST_P(LetterChanges, say_of_a_recipient_who_gets_none_who_and_why) {
  auto never_planned = letter("b-1", 3);
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::withdraw_letter(tx, never_planned, "dod", kChoose)); });
  EXPECT_EQ(last_entry().at("kind"), "letter.none");
  EXPECT_EQ(last_entry().at("actor"), "step:velg_kanal");
  EXPECT_EQ(json::parse(last_entry().at("body")), (json{{"part", 3}, {"reason", "dod"}}));
  const auto before = entries().size();
  plan(letter("b-2", 4));
  write([&](sql::Transaction& tx) { EXPECT_TRUE(store::withdraw_letter(tx, letters().at(0), "reservert", kChoose)); });
  ASSERT_EQ(entries().size(), before + 3);
  const auto told = entries();
  EXPECT_EQ(told[before + 1].at("kind"), "letter.withdrawn");
  EXPECT_EQ(json::parse(told[before + 1].at("body")), (json{{"letter", "b-2"}, {"part", 4}, {"reason", "reservert"}}));
  EXPECT_EQ(told[before + 2].at("kind"), "letter.none");
  EXPECT_EQ(json::parse(told[before + 2].at("body")), (json{{"part", 4}, {"reason", "reservert"}}));
}

TEST_P(LetterChanges, that_may_have_been_sent_are_not_withdrawn_and_nothing_is_told) {
  plan(letter("b-1", 0));
  const auto mine = claim(letters().at(0));
  const auto told = entries().size();
  write([&](sql::Transaction& tx) { EXPECT_FALSE(store::withdraw_letter(tx, mine, "reservert", kChoose)); });
  EXPECT_EQ(rows().size(), 1U);
  EXPECT_EQ(entries().size(), told);
}

TEST_P(LetterChanges, keep_each_word_of_a_dependency_that_is_no_text) {
  for (int part = 0; part < 3; ++part) {
    plan(letter("b-" + std::to_string(part), part));
    ASSERT_TRUE(dispatched(claim(letters().at(static_cast<std::size_t>(part))), "e\xF8", "m\xF8"));
  }
  EXPECT_EQ(letters()[0].external_id, "e\xEF\xBF\xBD");
  EXPECT_EQ(letters()[0].dependency_status, "m\xEF\xBF\xBD");
  ASSERT_TRUE(progress(letters()[0], Followed{"f\xF8"}));
  ASSERT_TRUE(progress(letters()[1], Delivered{"d\xF8"}));
  ASSERT_TRUE(progress(letters()[2], Refused{"r\xF8"}));
  EXPECT_EQ(letters()[0].dependency_status, "f\xEF\xBF\xBD");
  EXPECT_EQ(letters()[1].dependency_status, "d\xEF\xBF\xBD");
  EXPECT_EQ(letters()[2].dependency_status, "r\xEF\xBF\xBD");
  EXPECT_EQ(letters()[0].state, LetterState::dispatched);
  EXPECT_EQ(letters()[1].state, LetterState::delivered);
  EXPECT_EQ(letters()[2].state, LetterState::refused);
  expect_whole_log();
}

TEST_P(LetterChanges, of_a_status_are_told_when_it_is_another_and_not_when_it_is_the_same) {
  plan(letter("b-1", 0));
  ASSERT_TRUE(dispatched(claim(letters().at(0))));
  const auto told = entries().size();
  ASSERT_TRUE(progress(letters().at(0), Followed{"MOTTATT"}));
  EXPECT_EQ(entries().size(), told);
  ASSERT_TRUE(progress(letters().at(0), Followed{"PRINT"}));
  EXPECT_EQ(entries().size(), told + 1);
  EXPECT_EQ(letters().at(0).dependency_status, "PRINT");
  expect_whole_log();
}

TEST_P(LetterChanges, of_a_letter_that_was_never_sent_are_refused) {
  plan(letter("b-1", 0));
  for (const policy::LetterEvent::What& what :
       std::vector<policy::LetterEvent::What>{Followed{"x"}, Delivered{"x"}, Refused{"x"}}) {
    const auto refused = progress(letters().at(0), what);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), policy::kNotAllowed);
  }
  const auto unknown = progress(letter("b-9", 9), Delivered{"x"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), policy::kNotAllowed);
  EXPECT_EQ(letters().at(0).state, LetterState::planned);
}

TEST_P(LetterChanges, are_not_made_to_a_letter_in_an_unknown_state) {
  plan(letter("b-1", 0));
  database->tamper("UPDATE letter SET state = 'sovende'");
  const auto read = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
    store::load_letters(tx, submission_);
    return {};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code(), "lager.ukjent_tilstand");
}

}  // namespace
}  // namespace fangst::testing
