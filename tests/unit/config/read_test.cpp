#include "config_folder.hpp"
#include "faults_of.hpp"

#include <fangst/config/document.hpp>
#include <fangst/config/faults.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::config {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Section server() {
  return {
      .name = "server",
      .help = "Der det lyttes.",
      .settings = {
          {.name = "address", .otherwise = "127.0.0.1", .help = "Adressen."},
          {.name = "port", .kind = Kind::number, .otherwise = 8080, .least = 0, .most = 65535, .help = "Porten."},
          {.name = "level", .kind = Kind::choice, .otherwise = "info", .choices = {"info", "debug"}, .help = "Hva."},
          {.name = "open", .kind = Kind::flag, .help = "Åpen."},
      }};
}

Section peer() {
  return {
      .name = "peer",
      .help = "En motpart.",
      .settings =
          {
              {.name = "url", .kind = Kind::url, .is_required = true, .help = "Adressen.", .example = "\"<adresse>\""},
              {.name = "console", .kind = Kind::url, .allows_http = true, .help = "Konsollet."},
              {.name = "account", .kind = Kind::digits, .help = "Kontoen."},
              {.name = "password_file", .kind = Kind::secret_file, .help = "Passordet."},
              {.name = "chain_file", .kind = Kind::file, .help = "Sertifikatene."},
              {.name = "directory", .kind = Kind::folder, .help = "Mappen."},
              {.name = "places", .kind = Kind::urls, .help = "Stedene."},
          },
      .is_optional = true};
}

Section retry() {
  return {.name = "retry",
          .help = "Nye forsøk.",
          .settings = {{.name = "rungs",
                        .kind = Kind::durations,
                        .otherwise = std::vector<std::chrono::milliseconds>{1s, 1min},
                        .help = "Trinnene."},
                       {.name = "pause", .kind = Kind::duration, .otherwise = 5s, .help = "Pausen."}}};
}

Section retry_steps() {
  auto section = retry();
  section.name = "retry.steps.<steg>";
  section.keys = {"arkiver", "send"};
  return section;
}

/// A source that names formats, each with settings of its own; both have a `unit`, with a default of its own.
Section source() {
  return {.name = "source",
          .help = "En kilde.",
          .settings = {{.name = "name", .is_required = true, .help = "Navnet."},
                       {.name = "formats",
                        .kind = Kind::choices,
                        .is_required = true,
                        .choices = {"care", "school"},
                        .help = "Formatene."}},
          .is_repeated = true,
          .rules = {[](const Document& document, Faults& faults) {
            const auto& sources = document.each("source");
            for (std::size_t i = 1; i < sources.size(); ++i) {
              if (sources[i].values.text("name") == sources[0].values.text("name")) {
                faults.add(sources[i].values, "name", "er brukt to ganger.");
              }
            }
          }},
          .variants = {{"settings",
                        "formats",
                        "formatet",
                        "Formatets egne.",
                        {{"care",
                          {{.name = "unit", .otherwise = "HELSE", .help = "Enheten."},
                           {.name = "own_ids", .kind = Kind::texts, .is_required = true, .help = "Egne id-er."}}},
                         {"school",
                          {{.name = "unit", .otherwise = "ELEV", .help = "Enheten."},
                           {.name = "class.<fag>", .keys = {"music", "ppt"}, .help = "Klassen."},
                           {.name = "type.<kode>", .help = "Typen."}}}}}}};
}

Schema schema() { return Schema().add(server()).add(peer()).add(retry()).add(retry_steps()).add(source()); }

class Reading : public ::testing::Test {
 protected:
  Document load(const std::string& text) { return read(folder_.put("fangst.toml", text), schema()); }
  std::vector<std::string> faults(const std::string& text) {
    return faults_of([&] { load(text); });
  }
  std::string put(const std::string& name, const std::string& text = "hemmelig", ::mode_t mode = 0600) {
    return "\"" + folder_.put(name, text, mode).string() + "\"";
  }
  ConfigFolder folder_;
};

TEST_F(Reading, gives_the_defaults_of_what_is_not_in_the_file) {
  const auto document = load("");
  EXPECT_EQ(document["server"].text("address"), "127.0.0.1");
  EXPECT_EQ(document["server"].number("port"), 8080);
  EXPECT_FALSE(document["server"].flag("open"));
  EXPECT_THAT(document["retry"].durations("rungs"), ElementsAre(1s, 1min));
  EXPECT_FALSE(document.has("peer"));
  EXPECT_THAT(document["peer"].text("url"), IsEmpty());
  EXPECT_THAT(document.each("source"), IsEmpty());
  EXPECT_THAT(document.named("retry.steps.<steg>"), IsEmpty());
}

TEST_F(Reading, gives_what_is_in_the_file_in_place_of_the_defaults) {
  const auto document = load(
      "[server]\naddress = \"::1\"\nport = 0\nlevel = \"debug\"\nopen = true\n[peer]\nurl = "
      "\"https://peer.example.no/a\"\nconsole = \"http://peer.example.no\"\naccount = \"0301\"\n"
      "password_file = " +
      put("password", "hemmelig\n") + "\nchain_file = " + put("chain", "PEM", 0644) + "\ndirectory = \"" +
      folder_.path().string() +
      "\"\nplaces = [\"https://a.example.no/\", \"http://127.0.0.1:81/\"]\n"
      "[retry]\nrungs = [\"200ms\"]\npause = \"2h\"\n");
  EXPECT_EQ(document["server"].text("address"), "::1");
  EXPECT_EQ(document["server"].number("port"), 0);
  EXPECT_EQ(document["server"].text("level"), "debug");
  EXPECT_TRUE(document["server"].flag("open"));
  ASSERT_TRUE(document.has("peer"));
  EXPECT_EQ(document["peer"].text("console"), "http://peer.example.no");
  EXPECT_EQ(document["peer"].text("account"), "0301");
  EXPECT_EQ(document["peer"].text("password_file"), "hemmelig") << "the content, without its line break";
  EXPECT_EQ(document["peer"].text("chain_file"), folder_.path() / "chain");
  EXPECT_THAT(document["peer"].texts("places"), ElementsAre("https://a.example.no/", "http://127.0.0.1:81/"));
  EXPECT_THAT(document["retry"].durations("rungs"), ElementsAre(200ms));
  EXPECT_EQ(document["retry"].duration("pause"), 2h);
}

TEST_F(Reading, takes_an_empty_text_for_none) {
  EXPECT_EQ(load("[server]\naddress = \"\"\n")["server"].text("address"), "127.0.0.1");
  EXPECT_THAT(faults("[peer]\nurl = \"\"\n"), ElementsAre("fangst.toml:2: [peer] url: mangler. Adressen."));
}

TEST_F(Reading, tells_tables_of_one_pattern_apart) {
  const auto document = load("[retry.steps.send]\npause = \"1s\"\n[retry]\npause = \"3s\"\n[retry.steps.arkiver]\n");
  const auto& steps = document.named("retry.steps.<steg>");
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps.at("send").duration("pause"), 1s);
  EXPECT_TRUE(steps.at("send").is_given("pause"));
  EXPECT_FALSE(steps.at("arkiver").is_given("pause"));
  EXPECT_EQ(document["retry"].duration("pause"), 3s);
}

TEST_F(Reading, gives_each_format_of_a_source_its_own_settings_and_defaults) {
  const auto document = load(R"([[source]]
name = "a"
formats = ["care", "school"]
[source.settings]
own_ids = ["1"]
"class.ppt" = "B30"
type.X = "VEDTAK"
[[source]]
name = "b"
formats = ["school"]
[source.settings]
unit = "SKOLE"
)");
  ASSERT_EQ(document.each("source").size(), 2U);
  const auto& both = document.each("source")[0].variants.at("settings");
  EXPECT_EQ(both.at("care").text("unit"), "HELSE");
  EXPECT_EQ(both.at("school").text("unit"), "ELEV");
  EXPECT_THAT(both.at("care").texts("own_ids"), ElementsAre("1"));
  EXPECT_EQ(both.at("school").text("class.ppt"), "B30");
  EXPECT_EQ(both.at("school").text("class.music"), "");
  EXPECT_EQ(both.at("school").text("type.X"), "VEDTAK");
  const auto& one = document.each("source")[1].variants.at("settings");
  EXPECT_EQ(one.at("school").text("unit"), "SKOLE");
  EXPECT_FALSE(one.contains("care"));
}

TEST_F(Reading, gives_a_setting_that_two_formats_have_to_both) {
  const auto document = load(
      "[[source]]\nname = \"a\"\nformats = [\"care\", \"school\"]\n[source.settings]\n"
      "own_ids = [\"1\"]\nunit = \"X\"\n");
  const auto& both = document.each("source")[0].variants.at("settings");
  EXPECT_EQ(both.at("care").text("unit"), "X");
  EXPECT_EQ(both.at("school").text("unit"), "X");
}

struct Faulty {
  const char* name;
  const char* text;
  const char* says;
};
class FaultyFile : public Reading, public ::testing::WithParamInterface<Faulty> {};

TEST_P(FaultyFile, is_told_of_by_file_and_line_alone) {
  EXPECT_THAT(faults(GetParam().text), ElementsAre(GetParam().says));
}

const Faulty kFaulty[] = {
    {"unknown_section", "\n[sever]\nport = 1\n", "fangst.toml:2: ukjent avsnitt [sever]. Mente du [server]?"},
    {"section_like_none", "[weather]\n", "fangst.toml:1: ukjent avsnitt [weather]."},
    {"unknown_key_outside", "x = 1\n", "fangst.toml:1: ukjent nøkkel «x», utenfor et avsnitt."},
    {"unknown_key", "[server]\nprot = 8080\n", "fangst.toml:2: [server] ukjent nøkkel «prot». Mente du «port»?"},
    {"key_like_none", "[server]\nweather = 1\n", "fangst.toml:2: [server] ukjent nøkkel «weather»."},
    {"unknown_table_below", "[server.tls]\n", "fangst.toml:1: ukjent avsnitt [server.tls]."},
    {"unknown_step", "[retry.steps.sendd]\n",
     "fangst.toml:1: ukjent avsnitt [retry.steps.sendd]. Mente du [retry.steps.send]?"},
    {"number_for_a_section", "server = 1\n", "fangst.toml:1: server: skal skrives som et avsnitt: [server]."},
    {"number_for_what_is_above_sections", "retry.steps = 1\n",
     "fangst.toml:1: retry.steps: skal skrives som et avsnitt: [retry.steps]."},
    {"number_for_a_text", "[server]\naddress = 3\n",
     "fangst.toml:2: [server] address: skal være en tekst i anførselstegn."},
    {"text_for_a_number", "[server]\nport = \"8080\"\n",
     "fangst.toml:2: [server] port: skal være et helt tall fra 0 til 65535."},
    {"fraction_for_a_number", "[server]\nport = 1.5\n",
     "fangst.toml:2: [server] port: skal være et helt tall fra 0 til 65535."},
    {"number_too_low", "[server]\nport = -1\n",
     "fangst.toml:2: [server] port: skal være et helt tall fra 0 til 65535."},
    {"number_too_high", "[server]\nport = 65536\n",
     "fangst.toml:2: [server] port: skal være et helt tall fra 0 til 65535."},
    {"text_for_a_flag", "[server]\nopen = \"true\"\n",
     "fangst.toml:2: [server] open: skal være true eller false, uten anførselstegn."},
    {"choice_misspelt", "[server]\nlevel = \"debgu\"\n",
     "fangst.toml:2: [server] level: «debgu» er ukjent. Mente du «debug»?"},
    {"choice_unknown", "[server]\nlevel = \"verbose\"\n",
     "fangst.toml:2: [server] level: «verbose» er ukjent. Skal være «info» eller «debug»."},
    {"required_is_missing", "[peer]\naccount = \"1\"\n", "fangst.toml:1: [peer] url: mangler. Adressen."},
    {"placeholder", "[peer]\nurl = \"<adresse>\"\n", "fangst.toml:2: [peer] url: «<adresse>» er ikke fylt inn."},
    {"placeholder_within", "[server]\naddress = \"<kommune.no>/fangst\"\n",
     "fangst.toml:2: [server] address: «<kommune.no>/fangst» er ikke fylt inn."},
    {"no_address", "[peer]\nurl = \"peer.example.no\"\n",
     "fangst.toml:2: [peer] url: «peer.example.no» er ingen adresse som kan kalles. Skriv for eksempel "
     "\"https://vert.no/sti\"."},
    {"open_to_all_on_the_way", "[peer]\nurl = \"http://peer.example.no\"\n",
     "fangst.toml:2: [peer] url: «http://peer.example.no» skal begynne med https://, for det som sendes dit, er "
     "fortrolig."},
    {"one_place_open_to_all", "[peer]\nurl = \"https://a.no\"\nplaces = [\"https://a.no\", \"http://b.no\"]\n",
     "fangst.toml:3: [peer] places: «http://b.no» skal begynne med https://, for det som sendes dit, er fortrolig."},
    {"letters_for_digits", "[peer]\nurl = \"https://a.no\"\naccount = \"12a\"\n",
     "fangst.toml:3: [peer] account: skal være siffer i anførselstegn."},
    {"number_for_digits", "[peer]\nurl = \"https://a.no\"\naccount = 12\n",
     "fangst.toml:3: [peer] account: skal være siffer i anførselstegn."},
    {"secret_that_is_not_there", "[peer]\nurl = \"https://a.no\"\npassword_file = \"/finnes/ikke\"\n",
     "fangst.toml:3: [peer] password_file: finner ingen fil /finnes/ikke."},
    {"file_that_is_not_there", "[peer]\nurl = \"https://a.no\"\nchain_file = \"/finnes/ikke\"\n",
     "fangst.toml:3: [peer] chain_file: finner ingen fil /finnes/ikke."},
    {"folder_that_is_not_there", "[peer]\nurl = \"https://a.no\"\ndirectory = \"/finnes/ikke\"\n",
     "fangst.toml:3: [peer] directory: finner ingen mappe /finnes/ikke."},
    {"text_for_durations", "[retry]\nrungs = \"1s\"\n",
     R"(fangst.toml:2: [retry] rungs: skal være en liste av varigheter, for eksempel ["10s", "5m"].)"},
    {"bad_duration_in_a_list", "[retry]\nrungs = [\"1s\", \"soon\"]\n",
     R"(fangst.toml:2: [retry] rungs: skal være en liste av varigheter, for eksempel ["10s", "5m"].)"},
    {"duration_of_nothing", "[retry]\npause = \"0s\"\n",
     R"(fangst.toml:2: [retry] pause: skal være en varighet, for eksempel "30s" eller "5m".)"},
    {"number_for_a_duration", "[retry]\npause = 15\n",
     R"(fangst.toml:2: [retry] pause: skal være en varighet, for eksempel "30s" eller "5m".)"},
    {"repeated_as_a_section", "[source]\nname = \"a\"\n", "fangst.toml:1: source: skal skrives som [[source]]."},
    {"entry_with_an_unknown_key", "[[source]]\nname = \"a\"\nformats = [\"school\"]\nformat = \"x\"\n",
     "fangst.toml:4: [source] a: ukjent nøkkel «format». Mente du «formats»?"},
    {"entry_that_lacks_something", "[[source]]\nname = \"a\"\n",
     "fangst.toml:1: [source] a: formats: mangler. Formatene."},
    {"entry_without_a_name", "[[source]]\nformats = [\"school\"]\n", "fangst.toml:1: [source] name: mangler. Navnet."},
    {"unknown_format", "[[source]]\nname = \"a\"\nformats = [\"shcool\"]\n[source.settings]\nunit = \"X\"\n",
     "fangst.toml:3: [source] a: formats: «shcool» er ukjent. Mente du «school»?"},
    {"misspelt_setting_of_a_format",
     "[[source]]\nname = \"a\"\nformats = [\"care\"]\n[source.settings]\nown_ids = [\"1\"]\nunt = \"X\"\n",
     "fangst.toml:6: [source.settings] a: ukjent nøkkel «unt». Mente du «unit»?"},
    {"misspelt_name_within_a_setting",
     "[[source]]\nname = \"a\"\nformats = [\"school\"]\n[source.settings]\n\"class.pppt\" = \"X\"\n",
     "fangst.toml:5: [source.settings] a: ukjent nøkkel «class.pppt». Mente du «class.ppt»?"},
    {"name_not_filled_in",
     "[[source]]\nname = \"a\"\nformats = [\"school\"]\n[source.settings]\n\"type.<kode>\" = \"X\"\n",
     "fangst.toml:5: [source.settings] a: type.<kode>: navnet er ikke fylt inn."},
    {"setting_of_a_format_that_is_not_used",
     "[[source]]\nname = \"a\"\nformats = [\"school\"]\n[source.settings]\nown_ids = [\"1\"]\n",
     "fangst.toml:5: [source.settings] a: «own_ids» hører til formatet «care», som ikke står i «formats»."},
    {"format_without_what_it_needs", "[[source]]\nname = \"a\"\nformats = [\"care\"]\n",
     "fangst.toml:1: [source.settings] a: own_ids: mangler. Egne id-er."},
    {"what_a_rule_refuses",
     "[[source]]\nname = \"a\"\nformats = [\"school\"]\n[[source]]\nname = \"a\"\nformats = [\"school\"]\n",
     "fangst.toml:5: [source] a: name: er brukt to ganger."},
};
INSTANTIATE_TEST_SUITE_P(For, FaultyFile, ::testing::ValuesIn(kFaulty),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(Reading, tells_of_every_fault_at_once_in_the_order_of_the_file) {
  EXPECT_THAT(faults("[peer]\n[server]\nport = -1\nlevle = \"info\"\n[[source]]\nname = 1\n"),
              ElementsAre(HasSubstr("fangst.toml:1: [peer] url: mangler."), HasSubstr("fangst.toml:3: [server] port"),
                          HasSubstr("fangst.toml:4: [server] ukjent nøkkel «levle»"),
                          HasSubstr("fangst.toml:5: [source] formats: mangler."),
                          HasSubstr("fangst.toml:6: [source] name: skal være en tekst")));
}

TEST_F(Reading, refuses_a_secret_that_everybody_may_read_and_an_empty_one) {
  EXPECT_THAT(faults("[peer]\nurl = \"https://a.no\"\npassword_file = " + put("open", "hemmelig", 0644)),
              ElementsAre(AllOf(HasSubstr("fangst.toml:3: [peer] password_file: "), HasSubstr("kan leses av alle"),
                                Not(HasSubstr("hemmelig")))));
  EXPECT_THAT(faults("[peer]\nurl = \"https://a.no\"\npassword_file = " + put("empty", "\n")),
              ElementsAre(AllOf(HasSubstr("fangst.toml:3: [peer] password_file: "), HasSubstr("er tom"))));
}

TEST_F(Reading, says_where_a_file_is_not_toml) {
  EXPECT_THAT(faults("[server]\nport = \n"), ElementsAre(HasSubstr("fangst.toml:2: filen kan ikke leses som TOML")));
  EXPECT_THAT(faults("[server]\nport = 1\nport = 2\n"), ElementsAre(HasSubstr("fangst.toml:3: filen kan ikke leses")));
}

TEST_F(Reading, refuses_a_file_that_is_not_there) {
  EXPECT_THROW(read(folder_.path() / "ingen.toml", schema()), Unusable);
}

TEST_F(Reading, says_everything_in_what_it_throws) {
  try {
    load("[server]\nport = -1\nprot = 1\n");
    FAIL();
  } catch (const Unusable& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("fangst.toml:2: "), HasSubstr("fangst.toml:3: ")));
  }
}

TEST_F(Reading, answers_only_for_sections_that_are_declared_so) {
  const auto document = load("");
  EXPECT_THROW(document["sever"], std::logic_error);
  EXPECT_THROW(document["source"], std::logic_error);
  EXPECT_THROW(document.each("server"), std::logic_error);
  EXPECT_THROW(document.named("retry"), std::logic_error);
}

}  // namespace
}  // namespace fangst::config
