#include <fangst/pipeline/step_catalogue.hpp>

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>

namespace fangst::pipeline {
namespace {

using Names = std::set<std::string>;
using enum DependencyKind;

const StepCatalogue kSteps = all_steps();

Names names_of(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

Names names_of(const std::vector<model::StepName>& names) {
  Names texts;
  for (const auto& name : names) texts.insert(name.str());
  return texts;
}

Names names_where(const std::function<bool(const StepTraits&)>& holds) {
  Names names;
  for (const auto& step : kSteps.all()) {
    if (holds(step.traits)) names.insert(step.traits.name);
  }
  return names;
}

TEST(StepCatalogue, knows_these_steps_and_finds_each_by_its_name) {
  const Names all{"hent_filer", "arkiver",      "velg_kanal",    "send",
                  "folg_opp",   "meld_tilbake", "meld_arkivert", "meld_parkert"};
  EXPECT_EQ(names_where([](const auto&) { return true; }), all);
  for (const auto& name : all) {
    const auto* traits = kSteps.find(model::StepName(name));
    ASSERT_NE(traits, nullptr) << name;
    EXPECT_EQ(traits->name, name);
  }
  EXPECT_EQ(kSteps.find(model::StepName("ukjent")), nullptr);
}

/// What is due at once when an operator resumes a dependency.
TEST(StepCatalogue, says_of_each_kind_of_dependency_every_step_that_waits_for_it) {
  EXPECT_EQ(names_of(kSteps.waiting_for(source)),
            (Names{"hent_filer", "meld_tilbake", "meld_arkivert", "meld_parkert"}));
  EXPECT_EQ(names_of(kSteps.waiting_for(archive)), (Names{"arkiver", "send"}));
  EXPECT_EQ(names_of(kSteps.waiting_for(contact_register)), (Names{"velg_kanal"}));
  EXPECT_EQ(names_of(kSteps.waiting_for(dispatcher)), (Names{"send", "folg_opp"}));
  EXPECT_EQ(names_of(kSteps.waiting_for(other)), Names{});
}

TEST(StepCatalogue, says_what_is_told_beside_the_pipeline_and_when) {
  EXPECT_EQ(names_of(kSteps.beside(Milestone::archived)), (Names{"meld_arkivert"}));
  EXPECT_EQ(names_of(kSteps.beside(Milestone::parked)), (Names{"meld_parkert"}));
  for (const auto& step : kSteps.all()) {
    EXPECT_EQ(step.traits.reaches.has_value(), step.traits.name == "arkiver") << step.traits.name;
  }
  EXPECT_EQ(kSteps.find(model::StepName("arkiver"))->reaches, Milestone::archived);
}

TEST(StepCatalogue, says_which_steps_send_letters_and_which_one_plans_them) {
  EXPECT_EQ(names_where([](const auto& step) { return step.sends_letters; }),
            (Names{"velg_kanal", "send", "folg_opp"}));
  EXPECT_EQ(names_where([](const auto& step) { return step.plans_letters; }), (Names{"velg_kanal"}));
  EXPECT_EQ(kSteps.planner(), model::StepName("velg_kanal"));
  EXPECT_EQ(StepCatalogue{}.planner(), model::StepName{});
}

TEST(StepCatalogue, says_which_step_must_stand_after_or_before_which) {
  std::map<std::string, std::pair<Names, Names>> found;
  for (const auto& step : kSteps.all()) {
    auto& [after, before] = found[step.traits.name];
    for (const auto& order : step.traits.after) after.insert(order.other);
    for (const auto& order : step.traits.before) before.insert(order.other);
  }
  const std::map<std::string, std::pair<Names, Names>> expected{{"hent_filer", {{}, {"arkiver"}}},
                                                                {"arkiver", {}},
                                                                {"velg_kanal", {{"arkiver"}, {}}},
                                                                {"send", {{"arkiver", "velg_kanal"}, {}}},
                                                                {"folg_opp", {{"send"}, {}}},
                                                                {"meld_tilbake", {}},
                                                                {"meld_arkivert", {}},
                                                                {"meld_parkert", {}}};
  EXPECT_EQ(found, expected);
}

TEST(StepCatalogue, gives_every_step_half_a_minute_where_the_pipeline_says_nothing) {
  for (const auto& step : kSteps.all()) EXPECT_EQ(step.traits.deadline, std::chrono::seconds{30}) << step.traits.name;
}

TEST(StepCatalogue, refuses_two_steps_of_one_name) {
  auto steps = all_steps();
  const auto count = steps.all().size();
  for (const auto* name : {"hent_filer", "velg_kanal", "meld_parkert"}) {
    EXPECT_THROW(steps.add({.traits = {.name = name}, .make = nullptr}), std::logic_error) << name;
  }
  EXPECT_EQ(steps.all().size(), count);
}

}  // namespace
}  // namespace fangst::pipeline
