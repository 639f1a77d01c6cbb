#include "plant.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using model::SubmissionState;

/// The archive of a default installation: its tables beside the store's, in the same transactions.
class LocalArchive : public PlantTest {
 protected:
  void SetUp() override {
    PlantTest::SetUp();
    if (!plant) return;
    plant->has_local_archive = true;
    plant->start();
  }
  SubmissionState state(const model::SubmissionId& id) { return plant->load(id).submission.state; }
};
FANGST_ON_BOTH_DATABASES(LocalArchive);

TEST_P(LocalArchive, takes_a_letter_the_whole_way) {
  const auto id = plant->accept();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
  EXPECT_TRUE(plant->load(id).capture_index);
  EXPECT_EQ(plant->svarut.accepted().size(), 1U);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'E' AND sendt_dato IS NOT NULL"), 1);
}

TEST_P(LocalArchive, keeps_journalpost_and_capture_receipt_together) {
  const auto id = plant->accept();
  plant->run_to_end();
  const auto events = plant->events(id);
  const auto journalpost = std::find(events.begin(), events.end(), "archive.journalpost");
  ASSERT_NE(journalpost, events.end());
  EXPECT_EQ(*(journalpost + 1), "submission.archived") << "no other transaction came between";
}

TEST_P(LocalArchive, parks_what_it_does_not_take_and_takes_it_once_mended) {
  plant->accept({.key = "K-1", .type = "notat", .ekspeder = false});
  plant->run_to_end();
  plant->was_tampered_with = true;
  plant->database.tamper("UPDATE saksmappe SET saksstatus = 'A'");
  const auto refused = plant->accept({.key = "K-2", .type = "notat", .ekspeder = false});
  plant->run_to_end();
  EXPECT_EQ(state(refused), SubmissionState::parked);
  EXPECT_EQ(plant->load(refused).error_code, "arkiv.sak_avsluttet");
  EXPECT_EQ(plant->count("SELECT neste_journalpostnummer FROM saksmappe"), 2) << "what was refused took no number";

  plant->database.tamper("UPDATE saksmappe SET saksstatus = 'B'");
  plant->was_tampered_with = false;
  plant->retry(refused);
  plant->run_to_end();
  EXPECT_EQ(state(refused), SubmissionState::finished);
  EXPECT_THAT(plant->archived_keys(), ::testing::ElementsAre("K-1", "K-2"));
}

TEST_P(LocalArchive, waits_while_it_is_paused) {
  auto& arkiv = plant->dependencies.add("arkiv");
  arkiv.pause();
  const auto id = plant->accept({.type = "notat", .ekspeder = false});
  plant->run_due();
  EXPECT_EQ(state(id), SubmissionState::waiting);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost"), 0);
  arkiv.resume();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(LocalArchive, is_told_of_no_letter_while_it_is_paused_and_no_letter_is_sent_twice_for_that) {
  auto& arkiv = plant->dependencies.add("arkiv");
  auto& svarut = plant->dependencies.add("svarut");
  svarut.pause();
  const auto id = plant->accept();
  plant->run_due();
  arkiv.pause();
  svarut.resume();
  for (int i = 0; i < 3; ++i) plant->run_next();
  EXPECT_EQ(state(id), SubmissionState::waiting);
  EXPECT_EQ(plant->letters(id).at(0).state, model::LetterState::dispatched);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'R'"), 1);
  arkiv.resume();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'E'"), 1);
  EXPECT_EQ(plant->outside.count("svarut.send"), 1);
}

}  // namespace
}  // namespace fangst::testing
