#include "config_folder.hpp"
#include "faults_of.hpp"

#include <fangst/config/document.hpp>
#include <fangst/config/faults.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::config {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Texts = std::vector<std::string>;

Setting setting(const std::string& name, bool is_required = false) {
  return {.name = name, .is_required = is_required, .help = "Hjelp."};
}

Texts faults(const Schema& schema, const std::string& text) {
  const ConfigFolder folder;
  return faults_of([&] { read(folder.put("f.toml", text), schema); });
}

TEST(Suggestion, is_the_nearest_name_and_only_when_few_letters_differ) {
  const auto schema =
      Schema().add({.name = "a",
                    .help = "A.",
                    .settings = {setting("parts"), setting("ports"), setting("give_up_after"), setting("ab")}});
  const std::pair<std::string, std::string> typed[] = {
      {"portz", "ports"},  // one letter, and not the earlier name with two
      {"partz", "parts"},
      {"poxtx", "ports"},  // two letters
      {"poxxx", ""},       // three of five
      {"givx_xp_axter", "give_up_after"},
      {"givx_xp_axtxr", "give_up_after"},  // four of thirteen
      {"xivx_xp_axtxr", ""},               // five
      {"giveupafte", "give_up_after"},     // three are missing from ten
      {"givupafte", ""},                   // four from nine
      {"ay", "ab"},
      {"xy", ""}};  // every letter is another
  for (const auto& [name, meant] : typed) {
    const auto hint = meant.empty() ? "" : " Mente du «" + meant + "»?";
    EXPECT_THAT(faults(schema, "[a]\n" + name + " = 1\n"),
                ElementsAre("f.toml:2: [a] ukjent nøkkel «" + name + "»." + hint));
  }
}

TEST(Faults, of_what_stands_above_the_tables_have_no_table) {
  const auto schema = Schema()
                          .add({.name = "", .help = "Øverst.", .settings = {setting("name", true), setting("note")}})
                          .add({.name = "a", .help = "A.", .settings = {setting("x")}});
  EXPECT_THAT(faults(schema, "name = \"n\"\n[a]\n"), IsEmpty());
  EXPECT_THAT(faults(schema, "\n[a]\n"), ElementsAre("f.toml:1: name: mangler. Hjelp."));
  EXPECT_THAT(faults(schema, "name = \"n\"\nnoet = \"x\"\n"),
              ElementsAre("f.toml:2: ukjent nøkkel «noet», utenfor et avsnitt. Mente du «note»?"));
  EXPECT_THAT(faults(schema, "note = \"x\"\nname = 1\n"),
              ElementsAre("f.toml:2: name: skal være en tekst i anførselstegn."));
}

TEST(Faults, of_a_table_that_nobody_declares_name_it_once_whatever_its_form) {
  const auto schema = Schema().add({.name = "server", .help = "S.", .settings = {setting("x")}});
  EXPECT_THAT(faults(schema, "[[annet]]\ny = 1\n"), ElementsAre("f.toml:1: ukjent avsnitt [annet]."));
  EXPECT_THAT(faults(schema, "[server]\n[[server.tls]]\ny = 1\n"),
              ElementsAre("f.toml:2: ukjent avsnitt [server.tls]."));
  EXPECT_THAT(faults(schema, "[[servr]]\n"), ElementsAre("f.toml:1: ukjent avsnitt [servr]. Mente du [server]?"));
}

TEST(Faults, of_each_table_of_a_pattern_are_told_and_any_name_may_be_any) {
  const auto schema =
      Schema().add({.name = "gruppe.<navn>", .help = "G.", .settings = {setting("x", true), setting("y")}});
  EXPECT_THAT(faults(schema, ""), IsEmpty());
  EXPECT_THAT(faults(schema, "[gruppe.a]\nx = \"1\"\n[gruppe.b]\nx = \"2\"\n"), IsEmpty());
  EXPECT_THAT(faults(schema, "[gruppe.a]\nx = \"1\"\n[gruppe.b]\ny = \"2\"\n[gruppe.c]\nz = 3\n"),
              ElementsAre("f.toml:3: [gruppe.b] x: mangler. Hjelp.", "f.toml:5: [gruppe.c] x: mangler. Hjelp.",
                          "f.toml:6: [gruppe.c] ukjent nøkkel «z»."));
}

TEST(Faults, of_what_is_required_are_told_also_when_its_table_is_not_there) {
  const auto schema =
      Schema()
          .add({.name = "a", .help = "A.", .settings = {setting("x", true), setting("y", true), setting("z")}})
          .add({.name = "b", .help = "B.", .settings = {setting("x", true)}, .is_optional = true});
  EXPECT_THAT(faults(schema, ""), ElementsAre("f.toml:1: [a] x: mangler. Hjelp.", "f.toml:1: [a] y: mangler. Hjelp."));
  EXPECT_THAT(faults(schema, "[a]\nx = \"1\"\ny = \"1\"\n\n[b]\n"), ElementsAre("f.toml:5: [b] x: mangler. Hjelp."));
}

/// Entries with a table of their own below, as a source has.
Section entry() {
  return {.name = "kilde",
          .help = "K.",
          .settings = {setting("name"),
                       {.name = "formats", .kind = Kind::choices, .choices = {"en", "to"}, .help = "Hjelp."}},
          .is_repeated = true,
          .variants = {{"settings",
                        "formats",
                        "formatet",
                        "Egne.",
                        {{"en", {setting("x", true)}}, {"to", {setting("y"), setting("z")}}}}}};
}

TEST(Faults, of_the_table_below_an_entry_have_its_line_and_the_name_of_the_entry) {
  const auto schema = Schema().add(entry());
  EXPECT_THAT(faults(schema, "[[kilde]]\nname = \"k\"\nformats = [\"en\"]\n[kilde.settings]\n"),
              ElementsAre("f.toml:4: [kilde.settings] k: x: mangler. Hjelp."));
  EXPECT_THAT(faults(schema, "[[kilde]]\nname = \"k\"\nformats = [\"to\"]\nsettings = 1\n"),
              ElementsAre("f.toml:4: [kilde.settings] k: skal skrives som et avsnitt."));
  EXPECT_THAT(faults(schema, "[[kilde]]\nname = \"k\"\n[kilde.settings]\ny = \"1\"\nw = \"2\"\n"),
              ElementsAre("f.toml:5: [kilde.settings] k: ukjent nøkkel «w»."));
}

TEST(Faults, of_several_entries_are_each_told) {
  const auto schema = Schema().add(entry());
  EXPECT_THAT(faults(schema, "[[kilde]]\nname = 1\n[[kilde]]\nname = 2\n[[kilde]]\nname = \"k\"\nfeil = 3\n"),
              ElementsAre("f.toml:2: [kilde] name: skal være en tekst i anførselstegn.",
                          "f.toml:4: [kilde] name: skal være en tekst i anførselstegn.",
                          "f.toml:7: [kilde] k: ukjent nøkkel «feil»."));
  EXPECT_THAT(faults(schema,
                     "[[kilde]]\nname = \"a\"\nformats = [\"to\"]\n[kilde.settings]\ny = 1\n"
                     "[[kilde]]\nname = \"b\"\nformats = [\"en\", \"to\"]\n[kilde.settings]\nx = \"1\"\nz = 2\n"),
              ElementsAre("f.toml:5: [kilde.settings] a: y: skal være en tekst i anførselstegn.",
                          "f.toml:11: [kilde.settings] b: z: skal være en tekst i anførselstegn."));
}

TEST(Rules, all_run_whatever_else_is_wrong_and_add_nothing_to_a_setting_that_is_wrong_already) {
  const auto complain = [](const std::string& about) {
    return [about](const Document& document, Faults& faults) { faults.add(document["a"], about, "passer ikke."); };
  };
  const auto schema = Schema()
                          .add({.name = "a",
                                .help = "A.",
                                .settings = {setting("x"), setting("y")},
                                .rules = {complain("x"), complain("y"), complain("y")}})
                          .add({.name = "a", .settings = {setting("z")}, .rules = {complain("z")}});
  EXPECT_THAT(faults(schema, "[a]\nx = 1\ny = \"1\"\nfeil = 1\n"),
              ElementsAre("f.toml:1: [a] z: passer ikke.", "f.toml:2: [a] x: skal være en tekst i anførselstegn.",
                          "f.toml:3: [a] y: passer ikke.", "f.toml:4: [a] ukjent nøkkel «feil»."));
}

TEST(Faults, are_all_in_the_text_of_what_is_thrown_below_the_name_of_the_file) {
  const Unusable error("/etc/fangst/fangst.toml", {"en", "to"});
  EXPECT_STREQ(error.what(), "oppsettet /etc/fangst/fangst.toml kan ikke brukes:\n  en\n  to");
}

}  // namespace
}  // namespace fangst::config
