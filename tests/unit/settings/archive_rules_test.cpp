#include "settings/archive_rules.hpp"

#include "config_folder.hpp"
#include "faults_of.hpp"

#include <fangst/config/schema.hpp>

#include <gmock/gmock.h>

namespace fangst::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

config::Section named(const std::string& name) {
  return {.name = name, .help = "Til test.", .settings = {{.name = "name", .help = "Navn."}}};
}

/// With the embedded core and one outside, [kjerne].
config::Document read(const ConfigFolder& folder, const std::string& text) {
  registration::Archive outside;
  outside.name = "kjerne";
  auto source = named("source");
  source.is_repeated = true;
  config::Schema schema;
  schema.add(archive_rule_section({outside})).add(named("kjerne")).add(source);
  return config::read(folder.put("fangst.toml", text), schema);
}

std::vector<std::string> faults(const std::string& text) {
  const ConfigFolder folder;
  return faults_of([&] { read(folder, text); });
}

TEST(ArchiveRules, say_source_arkivdel_and_core_as_they_stand) {
  const ConfigFolder folder;
  const auto rules = archive_rules(read(folder, R"(
[kjerne]
[[source]]
name = "gerica"
[[archive_rule]]
source = "gerica"
arkivdel = "HELSE"
core = "kjerne"
[[archive_rule]]
arkivdel = "PPT"
core = "innebygd"
)"));
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].source, "gerica");
  EXPECT_EQ(rules[0].arkivdel, "HELSE");
  EXPECT_EQ(rules[0].core, "kjerne");
  EXPECT_EQ(rules[1].source, "");
  EXPECT_EQ(rules[1].arkivdel, "PPT");
  EXPECT_EQ(rules[1].core, "innebygd");
}

TEST(ArchiveRules, name_a_core_that_has_its_section) {
  EXPECT_THAT(faults("[[archive_rule]]\ncore = \"kjerne\"\n"), ElementsAre(HasSubstr("krever et avsnitt [kjerne]")));
  EXPECT_THAT(faults("[[archive_rule]]\ncore = \"innebygd\"\n"), ElementsAre());
}

TEST(ArchiveRules, are_each_looked_at) {
  const std::string good =
      "[[source]]\nname = \"gerica\"\n[[source]]\nname = \"visma\"\n"
      "[[archive_rule]]\nsource = \"visma\"\ncore = \"innebygd\"\n";
  EXPECT_THAT(faults(good), ElementsAre());
  EXPECT_THAT(faults(good + "[[archive_rule]]\nsource = \"gerica\"\ncore = \"kjerne\"\n"),
              ElementsAre(HasSubstr("krever et avsnitt [kjerne]")));
  EXPECT_THAT(faults(good + "[[archive_rule]]\nsource = \"norkart\"\ncore = \"innebygd\"\n"),
              ElementsAre(HasSubstr("ingen [[source]] med navnet «norkart»")));
}

TEST(ArchiveRules, name_a_source_that_is_there) {
  EXPECT_THAT(faults("[[archive_rule]]\nsource = \"visma\"\ncore = \"innebygd\"\n"),
              ElementsAre(HasSubstr("ingen [[source]] med navnet «visma»")));
}

}  // namespace
}  // namespace fangst::service
