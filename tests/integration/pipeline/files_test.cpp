#include "plant.hpp"

namespace fangst::testing {
namespace {

using model::SubmissionState;
using support::Trouble;

constexpr auto kUrl = "https://fagsystem.example.no/filer/1";

class FetchFiles : public PlantTest {};
FANGST_ON_BOTH_DATABASES(FetchFiles);

TEST_P(FetchFiles, keeps_the_bytes_before_the_archive_is_asked) {
  plant->files.put(kUrl, "hentet");
  plant->start();
  const auto id = plant->accept({.url = kUrl});
  plant->run_to_end();
  const auto document = plant->load(id).submission.content.dokumenter.at(0);
  ASSERT_TRUE(document.sjekksum);
  EXPECT_EQ(document.filstoerrelse, 6U);
  EXPECT_TRUE(plant->db().documents().open(*document.sjekksum));
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(FetchFiles, fetches_once_though_later_steps_fail) {
  plant->files.put(kUrl, "hentet");
  plant->outside.fail("arkiv.capture", Trouble::internal, 2);
  plant->start();
  plant->accept({.url = kUrl});
  plant->run_to_end();
  EXPECT_EQ(plant->outside.count("kilde.fetch"), 1);
}

/// The hash of another's document is no key to it: the bytes must come from where the event says.
TEST_P(FetchFiles, does_not_take_a_stored_document_for_the_one_that_is_named) {
  const auto other = plant->accept({.key = "K-0", .case_key = "S-0", .ekspeder = false});
  const auto theirs = plant->load(other).submission.content.dokumenter.at(0);
  plant->files.put(kUrl, "noe annet");
  const auto id = plant->accept({.url = kUrl});
  auto claimed = plant->load(id).submission;
  claimed.content.dokumenter[0].sjekksum = theirs.sjekksum;
  claimed.content.dokumenter[0].filstoerrelse = theirs.filstoerrelse;
  ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
    store::record_fetched(tx, claimed, model::StepName("hent_filer"));
    return {};
  }));
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "fil.feil_sjekksum");
}

TEST_P(FetchFiles, keeps_of_each_of_several_documents_its_own_bytes_and_of_one_that_is_here_what_it_has) {
  const std::string other = "https://fagsystem.example.no/filer/2";
  plant->files.put(kUrl, "den ene");
  plant->files.put(other, "den andre filen");
  plant->start();
  const auto id = plant->accept({.ekspeder = false, .vedlegg_urls = {kUrl, other}});
  const auto given = plant->load(id).submission.content.dokumenter.at(0);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  const auto documents = plant->load(id).submission.content.dokumenter;
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_EQ(documents[0].sjekksum, given.sjekksum);
  EXPECT_EQ(documents[1].filstoerrelse, 7U);
  EXPECT_EQ(documents[2].filstoerrelse, 15U);
  EXPECT_NE(documents[1].sjekksum, documents[2].sjekksum);
  for (const auto& document : documents) {
    EXPECT_TRUE(plant->db().documents().open(document.sjekksum.value()));
    EXPECT_EQ(plant->count("SELECT COUNT(*) FROM dokumentobjekt WHERE sjekksum = '" + document.sjekksum->hex() +
                           "' AND filstoerrelse = " + std::to_string(document.filstoerrelse.value())),
              1);
  }
  EXPECT_EQ(plant->outside.count("kilde.fetch"), 2);
}

TEST_P(FetchFiles, parks_an_empty_file_and_archives_nothing) {
  plant->files.put(kUrl, "");
  plant->start();
  const auto id = plant->accept({.url = kUrl});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).error_code, "fil.tom");
  EXPECT_TRUE(plant->archived_keys().empty());
}

TEST_P(FetchFiles, waits_for_a_specialist_system_that_is_away) {
  plant->files.put(kUrl, "hentet");
  plant->outside.fail("kilde.fetch", Trouble::unavailable, 30);
  plant->start();
  const auto id = plant->accept({.url = kUrl});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

}  // namespace
}  // namespace fangst::testing
