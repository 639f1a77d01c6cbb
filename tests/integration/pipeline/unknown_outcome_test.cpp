#include "plant.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::LetterState;
using model::SubmissionState;
using support::Trouble;
using ::testing::ElementsAre;

/// Invariant 3: every outside effect has a key fixed before the first try, and is looked up by it when unclear.
class UnknownOutcome : public PlantTest {
 protected:
  std::vector<std::string> dispatcher_calls() {
    std::vector<std::string> calls;
    for (const auto& call : plant->outside.calls()) {
      if (call.starts_with("svarut.send") || call.starts_with("svarut.find")) calls.push_back(call);
    }
    return calls;
  }

  /// A submission whose letter is planned and not sent.
  model::SubmissionId stop_before_dispatch() {
    const auto id = wait_before_dispatch();
    EXPECT_EQ(plant->load(id).submission.step.str(), "send");
    EXPECT_EQ(plant->letters(id).at(0).state, LetterState::planned);
    plant->dependencies.add("svarut").resume();
    return id;
  }

  void claim(const model::Letter& letter, const std::string& node) {
    ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
      EXPECT_TRUE(store::claim_letter(tx, letter, node, model::StepName("send")));
      return {};
    }));
  }
};
FANGST_ON_BOTH_DATABASES(UnknownOutcome);

TEST_P(UnknownOutcome, is_a_visible_state_until_a_look_up_adopts_what_was_sent) {
  plant->outside.fail("svarut.send", Trouble::timeout_after_effect);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::unknown_outcome);
  const auto key = plant->letters(id).at(0).id.str();
  EXPECT_EQ(plant->letters(id).at(0).state, LetterState::unknown_outcome);
  plant->run_to_end();
  EXPECT_THAT(dispatcher_calls(), ElementsAre("svarut.send " + key, "svarut.find " + key));
  EXPECT_EQ(plant->letters(id).at(0).external_id, "ext-" + key);
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(UnknownOutcome, is_sent_again_with_the_same_key_when_the_peer_knows_nothing_of_it) {
  plant->outside.fail("svarut.send", Trouble::timeout_before_effect);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  const auto key = plant->letters(id).at(0).id.str();
  EXPECT_THAT(dispatcher_calls(), ElementsAre("svarut.send " + key, "svarut.find " + key, "svarut.send " + key));
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(UnknownOutcome, is_looked_up_by_the_next_process_after_a_crash_between_send_and_record) {
  plant->outside.fail("svarut.send", Trouble::exception_after_effect);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  plant->restart();
  plant->run_to_end();
  const auto key = plant->letters(id).at(0).id.str();
  EXPECT_THAT(dispatcher_calls(), ElementsAre("svarut.send " + key, "svarut.find " + key));
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(UnknownOutcome, is_looked_up_after_a_crash_between_claim_and_send) {
  plant->start();
  const auto id = stop_before_dispatch();
  const auto key = plant->letters(id).at(0).id;
  plant->stop();
  claim(plant->letters(id).at(0), "node-1");
  plant->start();
  plant->run_to_end();
  EXPECT_THAT(dispatcher_calls(), ElementsAre("svarut.find " + key.str(), "svarut.send " + key.str()));
}

TEST_P(UnknownOutcome, of_another_node_is_left_to_it_for_a_while) {
  plant->start();
  const auto id = stop_before_dispatch();
  const auto key = plant->letters(id).at(0).id;
  claim(plant->letters(id).at(0), "node-2");
  plant->run_next();
  EXPECT_THAT(dispatcher_calls(), ElementsAre());
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  const auto waits_for = plant->load(id).next_at - *plant->letters(id).at(0).claimed_at;
  EXPECT_EQ(waits_for, 120s);
  plant->run_to_end();
  EXPECT_THAT(dispatcher_calls(), ElementsAre("svarut.find " + key.str(), "svarut.send " + key.str()));
  EXPECT_EQ(plant->letters(id).at(0).claimed_by, "node-1");
}

TEST_P(UnknownOutcome, is_never_parked_nor_sent_blindly_while_the_look_up_fails) {
  plant->outside.fail("svarut.send", Trouble::timeout_before_effect);
  plant->outside.fail("svarut.find", Trouble::unavailable, 0);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(plant->run_next());
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::unknown_outcome);
  EXPECT_EQ(plant->outside.count("svarut.send"), 1);
  EXPECT_GE(plant->outside.count("svarut.find"), 30);
  plant->outside.clear();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(UnknownOutcome, shows_in_the_log_each_time_a_letter_may_have_left) {
  plant->outside.fail("svarut.send", Trouble::timeout_before_effect);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  const auto events = plant->events(id);
  EXPECT_EQ(std::count(events.begin(), events.end(), "letter.sending"), 2);
  EXPECT_EQ(std::count(events.begin(), events.end(), "submission.unknown_outcome"), 1);
}

TEST_P(UnknownOutcome, does_not_arise_from_calls_that_only_ask) {
  plant->outside.fail("krr.look_up", Trouble::timeout_after_effect);
  plant->outside.fail("svarut.status", Trouble::timeout_after_effect);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  const auto events = plant->events(id);
  EXPECT_EQ(std::count(events.begin(), events.end(), "submission.unknown_outcome"), 0);
  EXPECT_EQ(std::count(events.begin(), events.end(), "submission.retrying"), 2);
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(UnknownOutcome, ends_though_the_answers_in_bytes_that_are_no_text) {
  plant->svarut.set_status_word("\xFFLEVERT\xC3");
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->letters(id).at(0).dependency_status, "\uFFFDLEVERT\uFFFD");
}

}  // namespace
}  // namespace fangst::testing
