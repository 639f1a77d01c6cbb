#include "plant.hpp"

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::Trouble;

/// meld_arkivert and meld_parkert stand beside the pipeline: they tell, and change nothing.
class Beside : public PlantTest {
 protected:
  int told(const std::string& call, const model::SubmissionId& id) {
    const auto events = plant->events(id);
    return static_cast<int>(std::count(events.begin(), events.end(), call));
  }
};
FANGST_ON_BOTH_DATABASES(Beside);

TEST_P(Beside, the_pipeline_goes_on_though_the_source_cannot_be_told) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->outside.fail("kilde.notify", Trouble::unavailable, 0);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  EXPECT_EQ(plant->load(id).submission.step.str(), "folg_opp");
  for (int i = 0; i < 10; ++i) plant->run_next();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  EXPECT_EQ(plant->load(id).error_code, "");
  plant->outside.clear();
  plant->svarut.set_progress(ports::LetterProgress::delivered);
  plant->run_to_end();
  EXPECT_EQ(plant->notifier.count("archived"), 1);
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(Beside, the_source_is_told_of_a_parked_one_and_it_stays_parked) {
  plant->outside.fail("krr.look_up", Trouble::rejected);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  ASSERT_EQ(plant->notifier.count("parked"), 1);
  const auto event = plant->notifier.events().back();
  EXPECT_NE(event.json.find("test.avvist"), std::string::npos) << event.json;
}

TEST_P(Beside, each_parking_is_an_event_of_its_own) {
  plant->outside.fail("krr.look_up", Trouble::rejected, 2);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  plant->retry(id);
  plant->run_to_end();
  std::set<std::string> ids;
  for (const auto& event : plant->notifier.events()) {
    if (event.type == "no.fangst.submission.parked.v1") ids.insert(event.id);
  }
  EXPECT_EQ(ids.size(), 2U);
}

TEST_P(Beside, the_same_event_has_the_same_id_at_every_try) {
  plant->outside.fail("kilde.notify", Trouble::timeout_after_effect, 3);
  plant->start();
  plant->accept({.ekspeder = false});
  plant->run_to_end();
  std::map<std::string, std::set<std::string>> ids;
  for (const auto& event : plant->notifier.events()) ids[event.type].insert(event.id);
  EXPECT_GT(plant->notifier.events().size(), 2U);
  ASSERT_EQ(ids.size(), 2U);
  for (const auto& [type, values] : ids) EXPECT_EQ(values.size(), 1U) << type;
}

TEST_P(Beside, a_source_that_refuses_to_be_told_is_given_up_and_that_is_logged) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->outside.fail("kilde.notify", Trouble::rejected);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  EXPECT_EQ(told("work.given_up", id), 1);
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
}

TEST_P(Beside, a_source_that_refuses_the_final_word_is_parked_once) {
  plant->outside.fail("kilde.notify", Trouble::rejected, 0);
  plant->start();
  const auto id = plant->accept({.ekspeder = false});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(plant->load(id).submission.step.str(), "meld_tilbake");
  EXPECT_EQ(told("submission.parked", id), 1);
}

TEST_P(Beside, what_throws_is_tried_again_ever_more_rarely) {
  plant->outside.fail("kilde.notify", Trouble::exception, 0);
  plant->outside.fail("krr.look_up", Trouble::rejected, 0);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  const auto begun = plant->database.clock->now();
  for (int i = 0; i < 20; ++i) plant->run_next();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_GT(plant->database.clock->now() - begun, std::chrono::minutes{8}) << "two works, a minute each time";
  plant->outside.clear();
  plant->run_to_end();
  EXPECT_EQ(plant->notifier.count("parked"), 1);
}

}  // namespace
}  // namespace fangst::testing
