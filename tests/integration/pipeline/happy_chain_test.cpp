#include "plant.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using model::LetterState;
using model::SubmissionState;
using ::testing::ElementsAre;

class HappyChain : public PlantTest {};
FANGST_ON_BOTH_DATABASES(HappyChain);

TEST_P(HappyChain, archives_chooses_sends_follows_and_tells) {
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();

  const auto stored = plant->load(id);
  EXPECT_EQ(stored.submission.state, SubmissionState::finished);
  EXPECT_TRUE(stored.record);
  EXPECT_TRUE(stored.capture_index);
  EXPECT_EQ(stored.error_code, "");
  const auto letters = plant->letters(id);
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].state, LetterState::delivered);
  EXPECT_EQ(letters[0].channel, model::Channel("svarut"));
  EXPECT_EQ(letters[0].external_id, "ext-" + letters[0].id.str());
  EXPECT_EQ(plant->svarut.accepted().size(), 1U);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'E'"), 1);
  EXPECT_EQ(plant->notifier.count("archived"), 1);
  EXPECT_EQ(plant->notifier.count("finished"), 1);
  EXPECT_EQ(plant->notifier.count("parked"), 0);
}

TEST_P(HappyChain, writes_every_change_of_submission_and_letter_into_the_log) {
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  auto events = plant->events(id);
  // Telling the source goes on beside the rest, and ends when it ends.
  EXPECT_EQ(std::erase(events, "work.done"), 1U);
  EXPECT_THAT(events,
              ElementsAre("submission.accepted", "submission.archive_progress", "archive.saksmappe",
                          "archive.journalpost", "submission.archive_progress", "submission.archived", "work.added",
                          "submission.moved", "letter.planned", "submission.moved", "letter.sending",
                          "letter.dispatched", "submission.archive_progress", "submission.archive_progress",
                          "submission.moved", "letter.delivered", "submission.moved", "submission.finished"));
}

TEST_P(HappyChain, asks_until_the_letter_has_arrived) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(plant->run_next());
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  EXPECT_GE(plant->outside.count("svarut.status"), 4);
  plant->svarut.set_progress(ports::LetterProgress::delivered);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(HappyChain, tells_in_cloud_events_without_names_and_numbers_of_people) {
  plant->start();
  plant->accept();
  plant->run_to_end();
  for (const auto& event : plant->notifier.events()) {
    EXPECT_NE(event.json.find("\"specversion\":\"1.0\""), std::string::npos);
    EXPECT_NE(event.json.find("K-1"), std::string::npos);
    EXPECT_EQ(event.json.find("Olga"), std::string::npos) << event.json;
    EXPECT_EQ(event.json.find("14833821238"), std::string::npos) << event.json;
    EXPECT_EQ(event.traceparent, "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");
  }
}

TEST_P(HappyChain, archives_only_what_is_not_to_be_sent) {
  plant->start();
  const auto id = plant->accept({.ekspeder = false});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->outside.count("krr.look_up"), 0);
  EXPECT_TRUE(plant->svarut.accepted().empty());
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'R'"), 1);
}

TEST_P(HappyChain, goes_on_where_it_was_after_a_restart_between_any_two_steps) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  const auto id = plant->accept();
  for (int i = 0; i < 5; ++i) {
    plant->start();
    plant->run_next();
    plant->stop();
  }
  plant->svarut.set_progress(ports::LetterProgress::delivered);
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->outside.count("svarut.send"), 1);
  EXPECT_EQ(plant->outside.count("arkiv.capture"), 1);
}

}  // namespace
}  // namespace fangst::testing
