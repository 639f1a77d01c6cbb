#include "step_case.hpp"

#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;
using model::LetterState;
using ports::LetterProgress;
using support::Trouble;
using Calls = std::vector<std::string>;

/// Keeps how long it had for a status.
class KeepingDispatcher final : public ports::MailDispatcher {
 public:
  std::vector<policy::ChannelTraits> channels() const override { return {{model::Channel("annen")}}; }
  Result<ports::DispatchReceipt> send(const ports::OutgoingLetter&, model::Deadline) override { return {}; }
  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter&, model::Deadline) override {
    return {};
  }
  Result<ports::DispatchStatus> status(const std::string& /*external_id*/, model::Deadline deadline) override {
    deadlines.push_back(deadline);
    return ports::DispatchStatus{ports::LetterProgress::delivered, "", {}};
  }
  std::vector<model::Deadline> deadlines;
};

struct FollowUpStep : test::StepCase {
  StepResult follow() {
    const auto step = make_follow_up(dispatchers, {{1min, 5min, 1h}});
    return run(*step);
  }
  void answer(int part, LetterProgress progress) {
    svarut.set_progress("ekstern-" + std::to_string(part), progress);
    digipost.set_progress("ekstern-" + std::to_string(part), progress);
  }
  std::string parked_with(const StepResult& result) {
    const auto* dead = std::get_if<Dead>(&result.decision);
    return dead == nullptr ? "" : dead->error.code();
  }
};

TEST_F(FollowUpStep, asks_the_dispatcher_of_each_letter_by_the_id_that_it_gave) {
  add_letter(0, "svarut");
  add_letter(1, "digipost");
  add_letter(2, "svarut_print");
  EXPECT_TRUE(std::holds_alternative<Next>(follow().decision));
  EXPECT_EQ(outside.calls(),
            (Calls{"svarut.status ekstern-0", "digipost.status ekstern-1", "svarut.status ekstern-2"}));
}

TEST_F(FollowUpStep, asks_only_for_letters_that_are_on_their_way) {
  const LetterState states[] = {LetterState::planned, LetterState::unknown_outcome, LetterState::delivered,
                                LetterState::done_by_hand, LetterState::closed};
  int part = 0;
  for (const auto state : states) add_letter(part++, "svarut").state = state;
  EXPECT_TRUE(std::holds_alternative<Next>(follow().decision));
  EXPECT_TRUE(outside.calls().empty());
}

TEST_F(FollowUpStep, gives_each_question_the_time_that_the_step_has) {
  KeepingDispatcher keeping;
  dispatchers.add(keeping, dependencies.add("annen"));
  add_letter(0, "annen");
  add_letter(1, "annen");
  follow();
  EXPECT_EQ(keeping.deadlines, (std::vector{deadline, deadline}));
}

TEST_F(FollowUpStep, is_done_when_there_is_no_letter) { EXPECT_TRUE(std::holds_alternative<Next>(follow().decision)); }

struct Together {
  const char* name;
  std::vector<LetterProgress> answers;
  const char* decision;  ///< next, wait or the code of the error.
};

class FollowedTogether : public FollowUpStep, public testing::WithParamInterface<Together> {};

TEST_P(FollowedTogether, letters_end_when_the_last_has_its_answer_and_one_refusal_is_enough_to_park) {
  int part = 0;
  for (const auto progress : GetParam().answers) {
    answer(part, progress);
    add_letter(part++, "svarut");
  }
  const auto result = follow();
  const std::string decision = std::holds_alternative<Next>(result.decision)   ? "next"
                               : std::holds_alternative<Wait>(result.decision) ? "wait"
                                                                               : parked_with(result);
  EXPECT_EQ(decision, GetParam().decision);
}

using enum LetterProgress;
const Together kTogether[] = {
    {"delivered", {delivered}, "next"},
    {"all_delivered", {delivered, delivered, delivered}, "next"},
    {"refused", {refused}, "levering.mislyktes"},
    {"first_refused", {refused, delivered, delivered}, "levering.mislyktes"},
    {"one_between_refused", {delivered, refused, delivered}, "levering.mislyktes"},
    {"last_refused", {delivered, delivered, refused}, "levering.mislyktes"},
    {"first_under_way", {in_progress, delivered, delivered}, "wait"},
    {"last_under_way", {delivered, delivered, in_progress}, "wait"},
    {"refused_while_another_is_under_way", {refused, in_progress}, "wait"},
    {"under_way_while_another_is_refused", {in_progress, refused}, "wait"},
};
INSTANTIATE_TEST_SUITE_P(When, FollowedTogether, testing::ValuesIn(kTogether),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(FollowUpStep, parks_also_for_a_letter_that_was_refused_in_an_earlier_run) {
  add_letter(0, "svarut").state = LetterState::refused;
  add_letter(1, "svarut");
  EXPECT_EQ(parked_with(follow()), "levering.mislyktes");
}

TEST_F(FollowUpStep, asks_again_when_the_first_of_the_letters_is_due_counted_from_its_own_dispatch) {
  struct Row {
    std::vector<std::chrono::milliseconds> sent_ago;
    std::chrono::milliseconds asks_in;
  };
  for (const auto& [sent_ago, asks_in] : {Row{{0s}, 1min}, Row{{40s}, 20s}, Row{{1min}, 5min}, Row{{6min}, 1h},
                                          Row{{0s, 2min}, 1min}, Row{{2min, 0s}, 1min}, Row{{5min, 30s, 4min}, 30s}}) {
    stored.letters.clear();
    svarut.set_progress(in_progress);
    int part = 0;
    for (const auto ago : sent_ago) add_letter(part++, "svarut", ago);
    const auto result = follow();
    ASSERT_TRUE(std::holds_alternative<Wait>(result.decision));
    EXPECT_EQ(std::get<Wait>(result.decision).until - clock.now(), asks_in);
    EXPECT_EQ(std::get<Wait>(result.decision).reason, "Venter på kvittering fra forsendelsestjenesten.");
  }
}

TEST_F(FollowUpStep, asks_for_the_others_when_one_cannot_be_asked_for_and_then_tries_again) {
  outside.fail("svarut.status", Trouble::unavailable);
  for (int part = 0; part < 3; ++part) add_letter(part, "svarut");
  answer(2, refused);
  const auto result = follow();
  EXPECT_TRUE(std::holds_alternative<Retry>(result.decision)) << "nothing is parked before all is known";
  EXPECT_EQ(outside.count("svarut.status"), 3);
}

TEST_F(FollowUpStep, takes_no_lost_answer_for_an_effect) {
  outside.fail("svarut.status", Trouble::timeout_after_effect);
  add_letter(0, "svarut");
  EXPECT_TRUE(std::holds_alternative<Retry>(follow().decision));
}

TEST_F(FollowUpStep, waits_for_a_dispatcher_that_is_paused_and_asks_the_others) {
  dependencies.find("svarut")->pause();
  add_letter(0, "svarut");
  add_letter(1, "digipost");
  EXPECT_TRUE(std::holds_alternative<Wait>(follow().decision));
  EXPECT_EQ(outside.calls(), (Calls{"digipost.status ekstern-1"}));
}

TEST_F(FollowUpStep, fails_for_a_channel_that_the_installation_no_longer_has_and_asks_for_the_others) {
  add_letter(0, "nedlagt");
  add_letter(1, "svarut");
  const auto result = follow();
  ASSERT_TRUE(std::holds_alternative<Retry>(result.decision));
  EXPECT_EQ(std::get<Retry>(result.decision).error.code(), "send.ingen_avtale");
  EXPECT_EQ(outside.count("svarut.status"), 1);
}

}  // namespace
}  // namespace fangst::pipeline
