#include "distant_core_case.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using model::SubmissionState;
using ports::ArchiveAnswer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Which core: by rules, and then by what has begun.
class ChoiceOfCore : public DistantCore {
 protected:
  void use_rules(std::vector<policy::CoreRule> rules) {
    plant->stop();
    plant->core_rules = std::move(rules);
    plant->start();
  }
};
FANGST_ON_BOTH_DATABASES(ChoiceOfCore);

TEST_P(ChoiceOfCore, goes_by_source_and_arkivdel_and_stands_in_the_record) {
  use_rules({{"gerica", "HELSE", "fjern"}});
  const auto other = accept();
  plant->run_to_end();
  EXPECT_EQ(plant->load(other).record->core, "fjern");
  use_rules({{"gerica", "BYGG", "fjern"}});
  const auto own = accept_as("K-2");
  plant->run_to_end();
  EXPECT_EQ(plant->load(own).record->core, ports::kEmbeddedCore);
  EXPECT_THAT(plant->archived_keys(), ElementsAre("K-2"));
}

TEST_P(ChoiceOfCore, is_not_changed_for_what_has_begun) {
  fail_second_write([](const ports::ArchiveCall& call) -> Result<ArchiveAnswer> {
    call.write.begin("to");
    return Failure(unclear());
  });
  use_rules({{"", "", "fjern"}});
  const auto id = accept();
  plant->run_due();
  use_rules({});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).record->core, "fjern");
  EXPECT_THAT(plant->archived_keys(), IsEmpty());
}

/// A record is marked where it lies, wherever a new one would be put.
TEST_P(ChoiceOfCore, does_not_move_a_record_that_is_to_be_marked_as_sent) {
  for (const bool begins_in_own : {false, true}) {
    const std::vector<policy::CoreRule> distant{{"", "", "fjern"}};
    use_rules(begins_in_own ? std::vector<policy::CoreRule>{} : distant);
    plant->dependencies.add("svarut").pause();
    const std::string key = begins_in_own ? "K-1" : "K-2";
    const auto id = plant->accept({.key = key, .case_key = key});
    plant->run_due();
    ASSERT_EQ(plant->load(id).submission.step.str(), "send");
    archive.calls.clear();
    use_rules(begins_in_own ? distant : std::vector<policy::CoreRule>{});
    plant->dependencies.add("svarut").resume();
    plant->run_to_end();
    EXPECT_EQ(state(id), SubmissionState::finished);
    EXPECT_EQ(archive.calls.empty(), begins_in_own);
    EXPECT_EQ(
        plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'E' AND kildenoekkel = '" + key + "'"),
        begins_in_own ? 1 : 0);
  }
}

TEST_P(ChoiceOfCore, parks_what_a_core_has_begun_that_is_no_longer_set_up_and_goes_on_when_it_is) {
  fail_second_write([](const ports::ArchiveCall& call) -> Result<ArchiveAnswer> {
    call.write.begin("to");
    return Failure(unclear());
  });
  const auto id = run();
  plant->stop();
  plant->has_local_archive = true;
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "arkiv.ukjent_kjerne");
  EXPECT_THAT(plant->archived_keys(), IsEmpty());
  plant->stop();
  plant->has_local_archive = false;
  plant->start();
  plant->retry(id);
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(ChoiceOfCore, refuses_rules_and_names_that_make_no_sense) {
  auto cores = plant->make_cores();
  EXPECT_THROW(cores->set_rules({{"", "", "ukjent"}}), std::invalid_argument);
  EXPECT_THROW(cores->add("fjern", nullptr), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::testing
