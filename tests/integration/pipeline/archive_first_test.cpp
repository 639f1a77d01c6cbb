#include "plant.hpp"

#include <fangst/codec/submission_json.hpp>

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::Trouble;

/// Invariant 5: nothing is dispatched that is not archived, and what is dispatched is what was archived.
class ArchiveFirst : public PlantTest {
 protected:
  /// The key of the one letter.
  std::string send(const Case& what) {
    const auto id = plant->accept(what);
    plant->run_to_end();
    return plant->letters(id).at(0).id.str();
  }
};
FANGST_ON_BOTH_DATABASES(ArchiveFirst);

TEST_P(ArchiveFirst, asks_and_sends_nothing_while_the_archive_is_away) {
  plant->outside.fail("arkiv.capture", Trouble::unavailable, 0);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(plant->run_next());
  EXPECT_EQ(plant->outside.count("krr.look_up"), 0);
  EXPECT_EQ(plant->outside.count("svarut.send"), 0);
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::retrying);
  plant->outside.clear();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(ArchiveFirst, sends_the_documents_that_the_archive_holds) {
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  const auto content = plant->load(id).submission.content;
  ASSERT_EQ(plant->svarut.accepted().size(), 1U);
  const auto letter = plant->svarut.accepted().begin()->second.letter;
  ASSERT_EQ(letter.dokumenter.size(), 1U);
  EXPECT_EQ(letter.dokumenter[0].sha256, *content.dokumenter[0].sjekksum);
  EXPECT_EQ(letter.dokumenter[0].size, *content.dokumenter[0].filstoerrelse);
  EXPECT_EQ(
      plant->count("SELECT COUNT(*) FROM dokumentobjekt WHERE sjekksum = '" + letter.dokumenter[0].sha256.hex() + "'"),
      1);
}

TEST_P(ArchiveFirst, makes_the_same_letter_at_every_try) {
  plant->outside.fail("svarut.send", Trouble::internal, 2);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->svarut.accepted().size(), 1U);
}

TEST_P(ArchiveFirst, refuses_to_send_what_stands_at_send_without_a_record) {
  const auto id = plant->accept();
  ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("UPDATE submission SET step = 'send'");
    plant->was_tampered_with = true;
    tx.run("UPDATE work SET step = 'send'");
    return {};
  }));
  plant->start();
  plant->run_due();
  const auto stored = plant->load(id);
  EXPECT_EQ(stored.submission.state, SubmissionState::parked);
  EXPECT_EQ(stored.error_code, "send.ikke_arkivert");
  EXPECT_TRUE(plant->svarut.accepted().empty());
}

TEST_P(ArchiveFirst, parks_what_is_to_be_sent_and_has_no_archive_variant) {
  plant->start();
  plant->dependencies.add("svarut").pause();
  const auto id = plant->accept();
  plant->run_due();
  auto stored = plant->load(id);
  stored.submission.content.dokumenter[0].variantformat = "P";
  ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("UPDATE submission SET content = :1", codec::to_json(stored.submission.content));
    plant->was_tampered_with = true;
    return {};
  }));
  plant->dependencies.add("svarut").resume();
  plant->run_next();
  EXPECT_EQ(plant->load(id).error_code, "send.ingen_dokumenter");
  EXPECT_TRUE(plant->svarut.accepted().empty());
}

TEST_P(ArchiveFirst, says_to_the_dispatcher_what_is_shielded) {
  plant->start();
  const auto open = send({.key = "K-1", .case_key = "S-1"});
  const auto shielded = send({.key = "K-2", .case_key = "S-2", .is_shielded = true});
  const auto accepted = plant->svarut.accepted();
  EXPECT_FALSE(accepted.at(open).letter.skjermet);
  EXPECT_EQ(accepted.at(open).letter.tittel, "Vedtak");
  EXPECT_TRUE(accepted.at(shielded).letter.skjermet);
  EXPECT_EQ(accepted.at(shielded).letter.tittel, "Brev fra Testdal kommune");
}

}  // namespace
}  // namespace fangst::testing
