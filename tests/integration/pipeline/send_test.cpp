#include "plant.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::LetterState;
using model::SubmissionState;
using support::FakeRegistry;
using support::Trouble;
using ::testing::ElementsAre;

/// Loses its first answer; keeps how it was called and how long it had.
class KeepingDispatcher final : public ports::MailDispatcher {
 public:
  std::vector<policy::ChannelTraits> channels() const override {
    return {{model::Channel("svarut"), false, {policy::Way::digital}, {}}};
  }
  Result<ports::DispatchReceipt> send(const ports::OutgoingLetter& letter, model::Deadline deadline) override {
    note("send", letter, deadline);
    return Failure(Error(ErrorKind::timeout, "test.tid", "test", PublicText{"Tid."}).with_unknown_outcome());
  }
  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter& letter,
                                                     model::Deadline deadline) override {
    note("find", letter, deadline);
    return ports::DispatchReceipt{"ekstern-7", "FUNNET", true};
  }
  Result<ports::DispatchStatus> status(const std::string& /*external_id*/, model::Deadline /*deadline*/) override {
    return ports::DispatchStatus{};
  }
  std::vector<std::string> calls;
  std::vector<model::Deadline> deadlines;

 private:
  void note(const std::string& call, const ports::OutgoingLetter& letter, model::Deadline deadline) {
    calls.push_back(call + " " + letter.key.str());
    deadlines.push_back(deadline);
  }
};

/// What the step send makes of letters, of their age and of several that end differently.
class Send : public PlantTest {
 protected:
  void resume() { plant->dependencies.add("svarut").resume(); }
};
FANGST_ON_BOTH_DATABASES(Send);

TEST_P(Send, takes_an_answer_of_the_register_that_is_ten_minutes_old_and_none_that_is_older) {
  plant->start();
  wait_before_dispatch({.key = "K-1", .case_key = "S-1"});
  plant->database.clock->advance(10min);
  resume();
  plant->run_to_end();
  EXPECT_EQ(plant->outside.count("krr.look_up"), 1);
  wait_before_dispatch({.key = "K-2", .case_key = "S-2"});
  ASSERT_EQ(plant->outside.count("krr.look_up"), 2);
  plant->database.clock->advance(10min + 1ms);
  resume();
  plant->run_to_end();
  EXPECT_EQ(plant->outside.count("krr.look_up"), 3);
}

TEST_P(Send, says_to_the_dispatcher_whether_the_letter_is_paper_and_who_sends_it) {
  auto reserved = FakeRegistry::digital();
  reserved.reservert = true;
  plant->registry.set("17912099997", reserved);
  plant->start();
  const auto id = plant->accept({.recipients = {Recipient{}, {"Kari Syntetisk", "17912099997"}}});
  plant->run_to_end();
  const auto letters = plant->letters(id);
  const auto accepted = plant->svarut.accepted();
  EXPECT_FALSE(accepted.at(letters.at(0).id.str()).letter.is_paper);
  const auto paper = accepted.at(letters.at(1).id.str()).letter;
  EXPECT_TRUE(paper.is_paper);
  EXPECT_EQ(paper.channel, model::Channel("svarut_print"));
  EXPECT_EQ(paper.avsender_navn, "Testdal kommune");
  EXPECT_EQ(paper.retur.adresselinje1, "Rådhuset");
}

TEST_P(Send, gives_the_dispatcher_the_time_that_the_step_has_and_keeps_what_it_found) {
  plant->start();
  const auto id = wait_before_dispatch();
  plant->stop();
  resume();
  KeepingDispatcher keeping;
  pipeline::Dispatchers dispatchers;
  dispatchers.add(keeping, plant->dependencies.add("svarut"));
  auto cores = plant->make_cores();
  const auto step = pipeline::make_send(plant->db(), *cores, dispatchers, {{}, "node-1", {}});
  const auto& clock = *plant->database.clock;
  const auto deadline = clock.monotonic() + 16min;
  for (int run = 0; run < 2; ++run) {
    const auto stored = plant->load(id);
    const auto item = plant->work_of(id);
    static_cast<void>(step->run({stored, item, deadline, clock.now()}));
  }
  const auto letter = plant->letters(id).at(0);
  EXPECT_THAT(keeping.calls, ElementsAre("send " + letter.id.str(), "find " + letter.id.str()));
  EXPECT_THAT(keeping.deadlines, ElementsAre(deadline, deadline));
  EXPECT_EQ(letter.state, LetterState::dispatched);
  EXPECT_EQ(letter.external_id, "ekstern-7");
  EXPECT_EQ(letter.dependency_status, "FUNNET");
}

TEST_P(Send, marks_the_journalpost_as_sent_at_the_moment_when_the_last_letter_left) {
  plant->has_local_archive = true;
  plant->start();
  const auto id = wait_before_dispatch();
  plant->database.clock->advance(7min);
  resume();
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'R'"), 1);
  plant->run_due();
  const auto now = plant->database.clock->now();
  EXPECT_EQ(plant->letters(id).at(0).dispatched_at, now);
  EXPECT_EQ(plant->count("SELECT sendt_dato FROM journalpost"), model::to_millis(now));
}

TEST_P(Send, marks_nothing_as_sent_when_nobody_got_a_letter) {
  plant->start();
  Recipient told;
  told.sent_how = std::string(model::kSendtAvFagsystem);
  const auto id = plant->accept({.recipients = {told}});
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM journalpost WHERE journalstatus = 'R' AND sendt_dato IS NULL"), 1);
}

/// Two letters, each with a dispatcher of its own, that end differently.
class SendOfTwo : public Send {
 protected:
  enum class End { waits, fails, is_refused, is_unclear };  ///< From the least to the most urgent.

  void arrange(const std::string& dispatcher, End end) {
    const auto call = dispatcher + ".send";
    if (end == End::waits) plant->dependencies.add(dispatcher).pause();
    if (end == End::fails) plant->outside.fail(call, Trouble::unavailable);
    if (end == End::is_refused) plant->outside.fail(call, Trouble::rejected);
    if (end == End::is_unclear) plant->outside.fail(call, Trouble::timeout_before_effect);
  }
  static SubmissionState state_of(End end) {
    constexpr SubmissionState states[] = {SubmissionState::waiting, SubmissionState::retrying, SubmissionState::parked,
                                          SubmissionState::unknown_outcome};
    return states[static_cast<int>(end)];
  }
  void mend(const model::SubmissionId& id) {
    plant->outside.clear();
    for (const auto* name : {"svarut", "digipost"}) plant->dependencies.add(name).resume();
    if (plant->load(id).submission.state == SubmissionState::parked) plant->retry(id);
    plant->run_to_end();
    EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished);
  }
};
FANGST_ON_BOTH_DATABASES(SendOfTwo);

TEST_P(SendOfTwo, lets_the_more_urgent_end_decide_whichever_letter_comes_first) {
  plant->registry.set("14833821238", FakeRegistry::in_digipost());
  plant->start();
  using enum End;
  for (const auto first : {waits, fails, is_refused, is_unclear}) {
    for (const auto second : {waits, fails, is_refused, is_unclear}) {
      const auto name = std::to_string(static_cast<int>(first)) + "-" + std::to_string(static_cast<int>(second));
      arrange("digipost", first);
      arrange("svarut", second);
      const auto id = plant->accept(
          {.key = name, .case_key = name, .recipients = {Recipient{}, {"Kari Syntetisk", "17912099997"}}});
      plant->run_due();
      EXPECT_EQ(plant->load(id).submission.state, state_of(std::max(first, second))) << name;
      for (const auto& letter : plant->letters(id)) {
        const auto end = letter.channel == model::Channel("digipost") ? first : second;
        EXPECT_EQ(letter.state, end == is_unclear ? LetterState::unknown_outcome : LetterState::planned) << name;
      }
      mend(id);
    }
  }
}

TEST_P(SendOfTwo, tells_the_first_of_two_that_are_alike) {
  plant->svarut.refuse("Olga Syntetisk", true);
  plant->outside.fail("digipost.send", Trouble::rejected);
  plant->registry.set("17912099997", FakeRegistry::in_digipost());
  plant->start();
  const auto id = plant->accept({.recipients = {Recipient{}, {"Kari Syntetisk", "17912099997"}}});
  plant->run_due();
  EXPECT_EQ(plant->load(id).error_code, "test.mottaker_avvist");
  plant->svarut.refuse("Olga Syntetisk", false);
  mend(id);
}

}  // namespace
}  // namespace fangst::testing
