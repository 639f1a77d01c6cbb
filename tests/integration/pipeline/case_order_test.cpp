#include "plant.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::Trouble;
using ::testing::ElementsAre;

/// Invariant 7: submissions of one case are archived in the order they were accepted; no case holds up another.
class CaseOrder : public PlantTest {
 protected:
  model::SubmissionId accept(const std::string& key, const std::string& case_key = "S-1") {
    return plant->accept({.key = key, .case_key = case_key, .ekspeder = false});
  }
};
FANGST_ON_BOTH_DATABASES(CaseOrder);

TEST_P(CaseOrder, is_kept_while_the_first_is_retrying) {
  plant->outside.fail("arkiv.capture", Trouble::unavailable, 3);
  plant->start(4);
  const auto first = accept("K-1");
  const auto second = accept("K-2");
  const auto third = accept("K-3");
  plant->run_due();
  EXPECT_EQ(plant->load(first).submission.state, SubmissionState::retrying);
  EXPECT_EQ(plant->load(second).submission.state, SubmissionState::holding);
  EXPECT_EQ(plant->load(third).submission.state, SubmissionState::holding);
  plant->run_to_end();
  EXPECT_THAT(plant->archived_keys(), ElementsAre("K-1", "K-2", "K-3"));
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM saksmappe"), 1);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE kildenoekkel = 'K-3' AND journalpostnummer = 3"), 1);
}

TEST_P(CaseOrder, of_one_case_does_not_hold_up_another) {
  plant->outside.fail("arkiv.capture", Trouble::unavailable, 1);
  plant->start();
  accept("K-1");
  accept("K-2");
  accept("L-1", "S-2");
  plant->run_due();
  EXPECT_THAT(plant->archived_keys(), ElementsAre("L-1"));
  plant->run_to_end();
  EXPECT_THAT(plant->archived_keys(), ElementsAre("L-1", "K-1", "K-2"));
}

TEST_P(CaseOrder, is_let_go_when_the_first_is_parked) {
  plant->outside.fail("arkiv.capture", Trouble::rejected, 1);
  plant->start();
  const auto first = accept("K-1");
  const auto second = accept("K-2");
  plant->run_to_end();
  EXPECT_EQ(plant->load(first).submission.state, SubmissionState::parked);
  EXPECT_EQ(plant->load(second).submission.state, SubmissionState::finished);
  plant->retry(first);
  plant->run_to_end();
  EXPECT_EQ(plant->load(first).submission.state, SubmissionState::finished);
}

TEST_P(CaseOrder, goes_on_before_the_first_letter_is_delivered) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->start();
  const auto first = plant->accept({.key = "K-1"});
  plant->accept({.key = "K-2"});
  plant->run_due();
  EXPECT_THAT(plant->archived_keys(), ElementsAre("K-1", "K-2"));
  EXPECT_EQ(plant->load(first).submission.state, SubmissionState::waiting);
}

TEST_P(CaseOrder, holds_for_many_cases_and_many_workers) {
  plant->start(8);
  for (int document = 1; document <= 6; ++document) {
    for (int number = 1; number <= 6; ++number) {
      accept("K-" + std::to_string(number) + "-" + std::to_string(document), "S-" + std::to_string(number));
    }
  }
  plant->run_to_end();
  std::map<std::string, std::vector<std::string>> by_case;
  for (const auto& key : plant->archived_keys()) by_case[key.substr(0, 3)].push_back(key.substr(4));
  ASSERT_EQ(by_case.size(), 6U);
  for (const auto& [name, order] : by_case) EXPECT_THAT(order, ElementsAre("1", "2", "3", "4", "5", "6")) << name;
}

}  // namespace
}  // namespace fangst::testing
