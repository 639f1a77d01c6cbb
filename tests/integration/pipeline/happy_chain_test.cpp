#include "plant.hpp"

#include <gmock/gmock.h>

#include <set>

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

/// The log says of each entry which step wrote it.
TEST_P(HappyChain, is_written_into_the_log_by_the_step_that_did_it) {
  for (const bool is_local : {false, true}) {
    plant->stop();
    plant->has_local_archive = is_local;
    plant->start();
    const std::string key = is_local ? "K-1" : "K-2";
    const auto url = "https://fagsystem.example.no/filer/" + key;
    plant->files.put(url, "hentet " + key);
    const auto id = plant->accept({.key = key, .case_key = key, .url = url});
    plant->run_to_end();
    std::set<std::string> actors;
    const auto read = plant->db().read([&](sql::Session& session) -> Result<void> {
      for (auto& [kind, actor] : session.query<std::string, std::string>(
               "SELECT kind, actor FROM audit_entry WHERE submission_id = :1 OR kind = 'archive.endret' ORDER BY idx",
               id.str())) {
        // Those of a distant core are written by its double.
        if (is_local || !kind.starts_with("archive.")) actors.insert(kind + " by " + actor);
      }
      return {};
    });
    ASSERT_TRUE(read);
    std::set<std::string> expected{"submission.accepted by source:gerica",     "submission.fetched by step:hent_filer",
                                   "submission.archived by step:arkiver",      "work.added by step:arkiver",
                                   "letter.planned by step:velg_kanal",        "letter.sending by step:send",
                                   "letter.dispatched by step:send",           "letter.delivered by step:folg_opp",
                                   "submission.finished by step:meld_tilbake", "work.done by step:meld_arkivert"};
    for (const auto* step : {"hent_filer", "arkiver", "velg_kanal", "send", "folg_opp"}) {
      expected.insert("submission.moved by step:" + std::string(step));
    }
    if (is_local) {
      expected.insert(
          {"archive.saksmappe by step:arkiver", "archive.journalpost by step:arkiver", "archive.endret by step:send"});
    } else {
      expected.insert({"submission.archive_progress by step:arkiver", "submission.archive_progress by step:send"});
    }
    EXPECT_EQ(actors, expected);
  }
}

TEST_P(HappyChain, keeps_the_latest_word_of_the_dispatcher_while_the_letter_is_on_its_way_and_at_its_end) {
  plant->svarut.set_progress(ports::LetterProgress::in_progress);
  plant->svarut.set_status_word("SENDT_PRINT");
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  EXPECT_EQ(plant->letters(id).at(0).dependency_status, "SENDT_PRINT");
  plant->svarut.set_status_word("PRINTET");
  plant->run_next();
  EXPECT_EQ(plant->letters(id).at(0).dependency_status, "PRINTET");
  EXPECT_EQ(plant->letters(id).at(0).state, LetterState::dispatched);
  plant->svarut.set_progress(ports::LetterProgress::refused);
  plant->svarut.set_status_word("RETUR");
  plant->run_to_end();
  EXPECT_EQ(plant->letters(id).at(0).dependency_status, "RETUR");
  EXPECT_EQ(plant->letters(id).at(0).state, LetterState::refused);
  EXPECT_EQ(plant->load(id).error_code, "levering.mislyktes");
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
