#include "plant.hpp"

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::LetterState;
using model::SubmissionState;
using support::FakeRegistry;
using support::Trouble;

/// Invariant 6: never guess digital.
class ChannelChoice : public PlantTest {
 protected:
  void answer(ports::Kontaktopplysning contact) { plant->registry.set("14833821238", std::move(contact)); }

  /// As wait_before_dispatch, until the registry's answer is too old.
  model::SubmissionId let_the_choice_grow_old(const Case& what = {}) {
    const auto id = wait_before_dispatch(what);
    plant->database.clock->advance(11min);
    plant->dependencies.add("svarut").resume();
    return id;
  }
};
FANGST_ON_BOTH_DATABASES(ChannelChoice);

TEST_P(ChannelChoice, waits_as_long_as_the_registry_cannot_be_asked) {
  for (const auto trouble : {Trouble::unavailable, Trouble::timeout_before_effect}) {
    plant->outside.fail("krr.look_up", trouble, 0);
    const auto sent_before = plant->outside.count("svarut.send");
    plant->start();
    const auto id = plant->accept({.key = support::name_of(trouble), .case_key = support::name_of(trouble)});
    plant->run_due();
    for (int i = 0; i < 25; ++i) ASSERT_TRUE(plant->run_next());
    EXPECT_TRUE(plant->letters(id).empty());
    EXPECT_EQ(plant->outside.count("svarut.send"), sent_before);
    EXPECT_EQ(plant->load(id).submission.state, SubmissionState::retrying);
    EXPECT_EQ(plant->load(id).submission.attempts, 0);
    plant->outside.clear();
    plant->run_to_end();
    plant->stop();
    ASSERT_EQ(plant->letters(id).size(), 1U);
  }
}

TEST_P(ChannelChoice, parks_and_sends_nothing_when_the_registry_refuses_or_breaks) {
  plant->outside.fail("krr.look_up", Trouble::rejected, 0);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::parked);
  EXPECT_TRUE(plant->letters(id).empty());
  EXPECT_EQ(plant->outside.count("svarut.send"), 0);
}

TEST_P(ChannelChoice, sends_paper_to_whoever_has_reserved_themselves) {
  auto contact = FakeRegistry::digital();
  contact.reservert = true;
  answer(contact);
  plant->start();
  const auto id = plant->accept();
  plant->run_to_end();
  EXPECT_EQ(plant->letters(id).at(0).channel, model::Channel("svarut_print"));
  EXPECT_EQ(plant->letters(id).at(0).reason, "reservert");
}

TEST_P(ChannelChoice, parks_paper_without_an_address_before_anybody_gets_a_letter) {
  auto contact = FakeRegistry::digital();
  contact.reservert = true;
  plant->registry.set("17912099997", contact);
  plant->start();
  const auto id = plant->accept({.recipients = {Recipient{}, {"Kari Syntetisk", "17912099997", false}}});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).error_code, "kanal.mangler_adresse");
  EXPECT_EQ(plant->outside.count("svarut.send"), 0);
}

TEST_P(ChannelChoice, asks_again_when_the_answer_has_grown_old) {
  plant->start();
  const auto id = let_the_choice_grow_old();
  auto contact = FakeRegistry::digital();
  contact.reservert = true;
  answer(contact);
  plant->run_to_end();
  EXPECT_EQ(plant->outside.count("krr.look_up"), 2);
  EXPECT_EQ(plant->letters(id).at(0).channel, model::Channel("svarut_print"));
  EXPECT_EQ(plant->svarut.accepted().begin()->second.letter.channel, model::Channel("svarut_print"));
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(ChannelChoice, takes_a_planned_letter_back_when_a_later_answer_wants_none) {
  plant->start();
  const auto id = let_the_choice_grow_old({.innhold = model::LetterKind::servicemelding});
  ASSERT_EQ(plant->letters(id).size(), 1U);
  auto contact = FakeRegistry::digital();
  contact.status = ports::KrrStatus::slettet;
  answer(contact);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_TRUE(plant->letters(id).empty());
  EXPECT_EQ(plant->outside.count("svarut.send"), 0);
}

TEST_P(ChannelChoice, does_not_ask_again_for_whoever_has_their_letter) {
  plant->start();
  // The second goes through Digipost, which is away; the first has been sent meanwhile.
  plant->registry.set("17912099997", FakeRegistry::in_digipost());
  plant->dependencies.add("digipost").pause();
  const auto id = plant->accept({.recipients = {Recipient{}, {"Kari Syntetisk", "17912099997"}}});
  plant->run_due();
  ASSERT_EQ(plant->letters(id).at(0).state, LetterState::dispatched);
  ASSERT_EQ(plant->letters(id).at(1).state, LetterState::planned);
  plant->database.clock->advance(11min);
  plant->dependencies.add("digipost").resume();
  plant->run_to_end();
  EXPECT_EQ(plant->outside.count("krr.look_up"), 3);
  EXPECT_EQ(plant->letters(id).at(0).channel, model::Channel("svarut"));
  EXPECT_EQ(plant->letters(id).at(1).channel, model::Channel("digipost"));
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
}

TEST_P(ChannelChoice, sends_nothing_to_whom_the_specialist_system_has_sent_to) {
  plant->start();
  Recipient told{"Kari Syntetisk", "17912099997"};
  told.sent_how = std::string(model::kSendtAvFagsystem);
  const auto both = plant->accept({.key = "K-1", .case_key = "S-1", .recipients = {Recipient{}, told}});
  const auto only = plant->accept({.key = "K-2", .case_key = "S-2", .recipients = {told}});
  plant->run_to_end();
  EXPECT_EQ(plant->letters(both).size(), 1U);
  EXPECT_TRUE(plant->letters(only).empty());
  EXPECT_EQ(plant->load(only).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->svarut.accepted().size(), 1U);
}

TEST_P(ChannelChoice, parks_what_is_to_be_sent_to_nobody) {
  plant->start();
  const auto id = plant->accept({.recipients = {{"Ringebu", "", true, "EA"}}});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).error_code, "kanal.ingen_mottaker");
}

}  // namespace
}  // namespace fangst::testing
