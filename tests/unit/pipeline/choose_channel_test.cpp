#include "step_case.hpp"

#include <fangst/pipeline/steps.hpp>

namespace fangst::pipeline {
namespace {

using support::Trouble;

/// Answers for everybody the same; keeps whom it was asked for and how long it had.
class KeepingRegistry final : public ports::ContactRegistry {
 public:
  Result<ports::Kontaktopplysning> look_up(const model::PersonIdentifier& person, model::Deadline deadline) override {
    asked.push_back(person.reveal());
    deadlines.push_back(deadline);
    if (failure) return Failure(*failure);
    return answer;
  }
  ports::Kontaktopplysning answer = support::FakeRegistry::digital();
  std::optional<Error> failure;
  std::vector<std::string> asked;
  std::vector<model::Deadline> deadlines;
};

constexpr auto kOlga = "14833821238";
constexpr auto kKari = "17912099997";

struct ChooseChannelStep : test::StepCase {
  model::Korrespondansepart& add(const std::string& type, const std::string& person, bool has_address = true) {
    auto& part = stored.submission.content.journalpost.korrespondansepart.emplace_back();
    part.korrespondanseparttype = type;
    part.personidentifikator = model::PersonIdentifier(person);
    if (has_address) part.adresse = model::Adresse{"Gata 1", "", "", "2630", "Ringebu", "NO"};
    return part;
  }
  StepResult choose() {
    const auto step = make_choose_channel(registry, dependencies.add("krr"), dispatchers);
    return run(*step);
  }
  /// next, wait, retry, unknown, or the code of what parks it.
  std::string decision() {
    const auto result = choose();
    if (std::holds_alternative<Next>(result.decision)) return "next";
    EXPECT_FALSE(result.effect) << "no letter is planned when one recipient stops it";
    if (std::holds_alternative<Wait>(result.decision)) return "wait";
    if (std::holds_alternative<Retry>(result.decision)) return "retry";
    const auto* dead = std::get_if<Dead>(&result.decision);
    return dead == nullptr ? "unknown" : dead->error.code();
  }
  void reserve() { registry.answer.reservert = true; }
  using Texts = std::vector<std::string>;

  KeepingRegistry registry;
};

TEST_F(ChooseChannelStep, asks_for_each_external_recipient_that_is_a_person_with_the_time_that_the_step_has) {
  add("EM", kOlga);
  add("EK", kKari);
  for (const auto* type : {"EA", "IA", "IM", "IK"}) add(type, "06868710045");
  add("EM", "").organisasjonsnummer = "313770001";
  add("EM", "");
  EXPECT_EQ(decision(), "next");
  EXPECT_EQ(registry.asked, (Texts{kOlga, kKari}));
  EXPECT_EQ(registry.deadlines, (std::vector{deadline, deadline}));
}

TEST_F(ChooseChannelStep, asks_for_the_person_also_when_an_organisation_is_named) {
  add("EM", kOlga).organisasjonsnummer = "313770001";
  EXPECT_EQ(decision(), "next");
  EXPECT_EQ(registry.asked, Texts{kOlga});
}

TEST_F(ChooseChannelStep, asks_for_nobody_when_nothing_is_to_be_sent) {
  add("EM", kOlga);
  stored.submission.content.forsendelse.ekspeder = false;
  EXPECT_EQ(decision(), "next");
  EXPECT_TRUE(registry.asked.empty());
}

TEST_F(ChooseChannelStep, parks_what_has_no_external_recipient) {
  EXPECT_EQ(decision(), "kanal.ingen_mottaker");
  for (const auto* type : {"EA", "IA", "IM", "IK"}) add(type, kOlga);
  EXPECT_EQ(decision(), "kanal.ingen_mottaker");
  add("EK", kOlga);
  EXPECT_EQ(decision(), "next");
}

TEST_F(ChooseChannelStep, needs_an_address_for_paper_and_for_nothing_else) {
  add("EM", kOlga, false);
  EXPECT_EQ(decision(), "next") << "digital";
  reserve();
  EXPECT_EQ(decision(), "kanal.mangler_adresse");
  stored.submission.content.journalpost.korrespondansepart[0].adresse = model::Adresse{};
  EXPECT_EQ(decision(), "next");
}

TEST_F(ChooseChannelStep, parks_a_recipient_of_whom_nothing_is_known_wherever_it_stands) {
  for (const bool stands_first : {true, false}) {
    stored.submission.content.journalpost.korrespondansepart.clear();
    if (stands_first) add("EM", "", false);
    add("EM", kOlga);
    if (!stands_first) add("EM", "", false);
    EXPECT_EQ(decision(), "kanal.mangler_adresse");
  }
}

TEST_F(ChooseChannelStep, needs_no_address_of_an_organisation) {
  add("EM", "", false).organisasjonsnummer = "313770001";
  EXPECT_EQ(decision(), "next");
}

TEST_F(ChooseChannelStep, does_not_ask_for_whom_the_specialist_system_has_sent_to) {
  auto& told = add("EM", kOlga, false);
  told.forsendelsesmaate = std::string(model::kSendtAvFagsystem);
  reserve();
  EXPECT_EQ(decision(), "next");
  EXPECT_TRUE(registry.asked.empty());
}

TEST_F(ChooseChannelStep, asks_again_for_a_planned_letter_and_for_no_other) {
  using enum model::LetterState;
  int part = 0;
  for (const auto state : {planned, unknown_outcome, dispatched, delivered, done_by_hand, closed, refused}) {
    add("EM", state == planned ? kOlga : kKari);
    add_letter(part++, "svarut").state = state;
  }
  EXPECT_EQ(decision(), "next");
  EXPECT_EQ(registry.asked, Texts{kOlga});
}

TEST_F(ChooseChannelStep, tells_the_letters_of_two_recipients_apart) {
  add("EM", kOlga);
  add("EM", kKari);
  add_letter(1, "svarut");
  EXPECT_EQ(decision(), "next");
  EXPECT_EQ(registry.asked, Texts{kOlga});
}

TEST_F(ChooseChannelStep, waits_for_a_register_that_is_paused_and_takes_no_lost_answer_for_an_effect) {
  add("EM", kOlga);
  registry.failure = Error(ErrorKind::timeout, "test.tid", "test", PublicText{"Tid."}).with_unknown_outcome();
  EXPECT_EQ(decision(), "retry");
  registry.failure = Error(ErrorKind::forbidden, "test.nei", "test", PublicText{"Nei."});
  EXPECT_EQ(decision(), "test.nei");
  dependencies.find("krr")->pause();
  EXPECT_EQ(decision(), "wait");
  EXPECT_EQ(registry.asked.size(), 2U);
}

TEST_F(ChooseChannelStep, parks_a_letter_that_no_dispatcher_can_carry) {
  dispatchers = {};
  dispatchers.add(svarut, dependencies.add("svarut"));
  add("EM", kOlga);
  EXPECT_EQ(decision(), "next");
  dispatchers = {};
  EXPECT_EQ(decision(), "send.ingen_avtale");
}

}  // namespace
}  // namespace fangst::pipeline
