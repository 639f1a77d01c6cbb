#include "plant.hpp"

namespace fangst::testing {
namespace {

using model::LetterState;
using model::SubmissionState;
using support::Trouble;

/// Several recipients of one submission: each gets the letter once, whatever becomes of the others.
class Recipients : public PlantTest {
 protected:
  const Case kThree{.recipients = {{"Olga Syntetisk", "14833821238"},
                                   {"Kari Syntetisk", "17912099997"},
                                   {"Per Syntetisk", "", true, "EK"}}};

  std::vector<LetterState> states(const model::SubmissionId& id) {
    std::vector<LetterState> list;
    for (const auto& letter : plant->letters(id)) list.push_back(letter.state);
    return list;
  }
  using States = std::vector<LetterState>;
};
FANGST_ON_BOTH_DATABASES(Recipients);

TEST_P(Recipients, get_a_letter_each_with_a_key_of_its_own) {
  plant->start();
  const auto id = plant->accept(kThree);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->svarut.accepted().size(), 3U);
  EXPECT_EQ(plant->outside.count("krr.look_up"), 2) << "whoever has only an address is not looked up";
}

TEST_P(Recipients, are_not_kept_from_their_letter_by_one_that_is_refused) {
  plant->svarut.refuse("Olga Syntetisk", true);
  plant->start();
  const auto id = plant->accept(kThree);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "test.mottaker_avvist");
  EXPECT_EQ(states(id), (States{LetterState::planned, LetterState::dispatched, LetterState::dispatched}));
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'E'"), 0);

  plant->svarut.refuse("Olga Syntetisk", false);
  const auto sent_before = plant->outside.count("svarut.send");
  plant->retry(id);
  plant->run_to_end();
  EXPECT_EQ(plant->outside.count("svarut.send"), sent_before + 1) << "only the refused one is sent again";
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->svarut.accepted().size(), 3U);
}

TEST_P(Recipients, with_an_unclear_letter_are_not_parked_before_it_is_clear) {
  plant->svarut.refuse("Per Syntetisk", true);
  plant->outside.fail("svarut.send", Trouble::timeout_after_effect, 1);
  plant->start();
  const auto id = plant->accept(kThree);
  plant->run_due();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::unknown_outcome);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(states(id), (States{LetterState::dispatched, LetterState::dispatched, LetterState::planned}));
}

TEST_P(Recipients, are_all_followed_though_one_status_cannot_be_had) {
  plant->svarut.set_progress(ports::LetterProgress::delivered);
  plant->outside.fail("svarut.status", Trouble::rejected, 1);
  plant->start();
  const auto id = plant->accept(kThree);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(states(id), (States{LetterState::dispatched, LetterState::delivered, LetterState::delivered}));
  plant->retry(id);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(Recipients, are_waited_for_before_one_that_was_not_delivered_is_reported) {
  plant->start();
  plant->dependencies.add("svarut").pause();
  const auto id = plant->accept(kThree);
  plant->run_due();
  const auto letters = plant->letters(id);
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->svarut.set_progress("ext-" + letters.at(0).id.str(), ports::LetterProgress::refused);
  plant->dependencies.add("svarut").resume();
  plant->run_next();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  EXPECT_EQ(states(id), (States{LetterState::refused, LetterState::dispatched, LetterState::dispatched}));
  plant->svarut.set_progress(ports::LetterProgress::delivered);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "levering.mislyktes");
  EXPECT_EQ(states(id), (States{LetterState::refused, LetterState::delivered, LetterState::delivered}));
}

}  // namespace
}  // namespace fangst::testing
