#include "plant.hpp"

namespace fangst::testing {
namespace {

using model::SubmissionState;

/// For each `a or b` of the steps: what holds when only b does.
class OtherSide : public PlantTest {
 protected:
  ports::OutgoingLetter letter_of(const Case& what) {
    const auto id = plant->accept(what);
    plant->run_to_end();
    return plant->svarut.accepted().at(plant->letters(id).at(0).id.str()).letter;
  }
};
FANGST_ON_BOTH_DATABASES(OtherSide);

TEST_P(OtherSide, of_shielding_is_the_case_alone) {
  plant->start();
  const auto letter = letter_of({.is_shielded = true});
  EXPECT_TRUE(letter.skjermet);
  EXPECT_EQ(letter.tittel, "Brev fra Testdal kommune");
}

TEST_P(OtherSide, of_shielding_is_the_journalpost_alone) {
  plant->start();
  const auto letter = letter_of({.is_journalpost_shielded = true});
  EXPECT_TRUE(letter.skjermet);
  EXPECT_EQ(letter.tittel, "Brev fra Testdal kommune");
}

TEST_P(OtherSide, of_a_recipient_is_whoever_gets_a_copy_alone) {
  plant->start();
  const auto id = plant->accept({.recipients = {{"Olga Syntetisk", "14833821238", true, "EK"}}});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->svarut.accepted().size(), 1U);
}

/// A step with a ladder of its own, and one without.
class LadderOfAStep : public PlantTest {
 protected:
  void SetUp() override {
    PlantTest::SetUp();
    if (IsSkipped()) return;
    plant->settings.step_ladders.emplace("arkiver", policy::RetryLadder({std::chrono::seconds{30}}, 2));
  }
  int failed_runs(const std::string& step) {
    const auto outcomes = plant->outcomes();
    return static_cast<int>(std::count_if(outcomes.begin(), outcomes.end(), [&](const auto& outcome) {
      return outcome.step == step && (outcome.outcome == "retry" || outcome.outcome == "dead");
    }));
  }
};
FANGST_ON_BOTH_DATABASES(LadderOfAStep);

/// Fails in a way that uses up tries.
std::unique_ptr<pipeline::Step> failing(const std::string& step) {
  return std::make_unique<ActingStep>(step,
                                      [](const auto&) -> pipeline::StepResult { throw std::runtime_error("test"); });
}

TEST_P(LadderOfAStep, says_how_often_it_is_tried) {
  plant->extra_steps.push_back(failing("arkiver"));
  plant->start();
  const auto id = plant->accept({.ekspeder = false});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(failed_runs("arkiver"), 2);
}

TEST_P(LadderOfAStep, says_nothing_of_the_other_steps) {
  plant->extra_steps.push_back(failing("velg_kanal"));
  plant->start();
  const auto id = plant->accept({});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(failed_runs("velg_kanal"), 4);
}

}  // namespace
}  // namespace fangst::testing
