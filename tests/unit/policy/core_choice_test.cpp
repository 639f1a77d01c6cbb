#include <fangst/policy/core_choice.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace fangst::policy {
namespace {

const std::string kOwn = "innebygd";

std::vector<CoreRule> all_rules() {
  return {{"", "", "alle"}, {"norkart", "", "kilde"}, {"", "BYGG", "arkivdel"}, {"norkart", "BYGG", "begge"}};
}

TEST(CoreChoice, is_the_own_core_when_no_rule_fits) {
  EXPECT_EQ(choose_core({}, "gerica", "HELSE", kOwn), kOwn);
  const std::vector<CoreRule> rules{{"norkart", "", "annen"}, {"", "BYGG", "annen"}, {"gerica", "BYGG", "annen"}};
  EXPECT_EQ(choose_core(rules, "gerica", "HELSE", kOwn), kOwn);
  EXPECT_EQ(choose_core(rules, "", "", kOwn), kOwn);
}

TEST(CoreChoice, takes_the_most_specific_rule_in_whatever_order_they_stand) {
  auto rules = all_rules();
  std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) { return a.core < b.core; });
  do {
    EXPECT_EQ(choose_core(rules, "norkart", "BYGG", kOwn), "begge");
    EXPECT_EQ(choose_core(rules, "visma", "BYGG", kOwn), "arkivdel");
    EXPECT_EQ(choose_core(rules, "norkart", "PLAN", kOwn), "kilde");
    EXPECT_EQ(choose_core(rules, "visma", "PLAN", kOwn), "alle");
  } while (
      std::next_permutation(rules.begin(), rules.end(), [](const auto& a, const auto& b) { return a.core < b.core; }));
}

TEST(CoreChoice, lets_a_rule_stand_only_for_what_all_of_it_says) {
  const std::vector<CoreRule> rules{{"norkart", "BYGG", "begge"}};
  EXPECT_EQ(choose_core(rules, "norkart", "BYGG", kOwn), "begge");
  EXPECT_EQ(choose_core(rules, "norkart", "PLAN", kOwn), kOwn);
  EXPECT_EQ(choose_core(rules, "visma", "BYGG", kOwn), kOwn);
  EXPECT_EQ(choose_core(rules, "norkart", "", kOwn), kOwn);
  EXPECT_EQ(choose_core(rules, "norkart2", "BYGG", kOwn), kOwn);
}

TEST(CoreChoice, sets_arkivdel_over_source) {
  const std::vector<CoreRule> rules{{"norkart", "", "kilde"}, {"", "BYGG", "arkivdel"}};
  EXPECT_EQ(choose_core(rules, "norkart", "BYGG", kOwn), "arkivdel");
}

TEST(CoreChoice, takes_the_first_of_two_rules_alike) {
  const std::vector<CoreRule> rules{{"norkart", "", "den ene"}, {"norkart", "", "den andre"}};
  EXPECT_EQ(choose_core(rules, "norkart", "", kOwn), "den ene");
  const std::vector<CoreRule> by_arkivdel{{"", "BYGG", "en"}, {"", "BYGG", "to"}, {"", "", "tre"}, {"", "", "fire"}};
  EXPECT_EQ(choose_core(by_arkivdel, "norkart", "BYGG", kOwn), "en");
  EXPECT_EQ(choose_core(by_arkivdel, "norkart", "PLAN", kOwn), "tre");
}

}  // namespace
}  // namespace fangst::policy
