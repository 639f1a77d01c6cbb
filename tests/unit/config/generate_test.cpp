#include "config_folder.hpp"
#include "faults_of.hpp"

#include <fangst/config/document.hpp>
#include <fangst/config/generate.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::config {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

Schema schema() {
  return Schema()
      .add(
          {.name = "server",
           .help = "Der det lyttes.",
           .settings =
               {{.name = "address", .is_required = true, .help = "Adressen.", .example = "\"<adresse>\""},
                {.name = "port", .kind = Kind::number, .otherwise = 8080, .least = 0, .most = 65535, .help = "Porten."},
                {.name = "rungs",
                 .kind = Kind::durations,
                 .otherwise = std::vector<std::chrono::milliseconds>{10s, 24h},
                 .help = "Trinnene."},
                {.name = "note", .help = "Et \"notat\".", .example = "\"hei\""},
                {.name = "log", .otherwise = "a", .help = "Navnet på loggen.", .example = "\"<logg>\""}}})
      .add({.name = "retry.<steg>",
            .help = "For ett steg.",
            .settings =
                {{.name = "level", .kind = Kind::choice, .otherwise = "a|b", .choices = {"a|b", "c"}, .help = "Hva."}},
            .keys = {"send"},
            .is_commented_out = true})
      .add({.name = "source",
            .help = "En kilde.",
            .settings = {{.name = "name", .is_required = true, .help = "Navnet.", .example = "\"<navn>\""},
                         {.name = "formats",
                          .kind = Kind::choices,
                          .is_required = true,
                          .choices = {"care-1", "school-1"},
                          .help = "Formatene."},
                         {.name = "open", .kind = Kind::flag, .help = "Åpen."}},
            .is_repeated = true,
            .variants = {{"settings",
                          "formats",
                          "formatet",
                          "Formatets egne.",
                          {{"care-1",
                            {{.name = "class.<fag>", .keys = {"ppt"}, .help = "Klassen.", .example = "\"B\""}}},
                           {"school-1", {}}}}},
            .is_commented_out = true});
}

std::string without_head(const std::string& text) { return text.substr(text.find("\n\n") + 2); }

TEST(Sample, shows_what_must_be_filled_in_and_comments_the_rest_out) {
  EXPECT_EQ(without_head(sample(schema())), R"(# Der det lyttes.
[server]
# Adressen.
address = "<adresse>"
# Porten.
#port = 8080
# Trinnene.
#rungs = ["10s", "24h"]
# Et "notat".
#note = "hei"
# Navnet på loggen.
log = "<logg>"

# For ett steg.
#[retry.send]
# Hva.
#level = "a|b"

# En kilde.
#[[source]]
# Navnet.
#name = "care"
# Formatene.
#formats = ["care-1"]
# Åpen.
#open = false
# Formatets egne.
#[source.settings]
# Klassen.
#"class.ppt" = "B"

#[[source]]
#name = "school"
#formats = ["school-1"]
)");
}

TEST(Sample, is_refused_for_nothing_but_what_is_not_filled_in) {
  const ConfigFolder folder;
  const auto text = sample(schema());
  EXPECT_THAT(
      faults_of([&] { read(folder.put("fangst.toml", text), schema()); }),
      testing::ElementsAre(HasSubstr("«<adresse>» er ikke fylt inn."), HasSubstr("«<logg>» er ikke fylt inn.")));
}

TEST(Reference, has_a_table_for_each_section_and_each_format) {
  const auto text = reference(schema());
  EXPECT_THAT(text, HasSubstr("\n## [server]\n\nDer det lyttes.\n\n| nøkkel | verdi | ellers | betydning |\n"));
  EXPECT_THAT(text, HasSubstr("\n| `address` | en tekst i anførselstegn | må oppgis | Adressen. |\n"));
  EXPECT_THAT(text, HasSubstr("\n| `port` | et helt tall fra 0 til 65535 | `8080` | Porten. |\n"));
  EXPECT_THAT(text, HasSubstr("\n| `level` | «a\\|b» eller «c» | `\"a\\|b\"` | Hva. |\n"));
  EXPECT_THAT(text, HasSubstr("\n## [[source]]\n"));
  EXPECT_THAT(text, HasSubstr("\n### [source.settings] for formatet `care-1`\n"));
  EXPECT_THAT(text, HasSubstr("| `class.<fag>` | en tekst i anførselstegn |  | Klassen. <fag> er «ppt». |\n"));
  EXPECT_THAT(text, HasSubstr("\n### [source.settings] for formatet `school-1`\n\nIngen egne innstillinger.\n"));
}

}  // namespace
}  // namespace fangst::config
