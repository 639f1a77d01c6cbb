#include "config_folder.hpp"
#include "faults_of.hpp"

#include <fangst/config/document.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::config {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Texts = std::vector<std::string>;

std::string not_x(const std::string& text) { return text.find('x') == std::string::npos ? "" : "kan ikke ha x."; }

/// One setting of each kind.
Schema schema() {
  return Schema().add(
      {.name = "a",
       .help = "A.",
       .settings = {{.name = "text", .otherwise = "ellers", .help = ".", .fault_of = not_x},
                    {.name = "number", .kind = Kind::number, .otherwise = 5, .least = 3, .most = 9, .help = "."},
                    {.name = "digits", .kind = Kind::digits, .help = ".", .fault_of = not_x},
                    {.name = "flag", .kind = Kind::flag, .otherwise = true, .help = "."},
                    {.name = "duration", .kind = Kind::duration, .otherwise = 7s, .help = "."},
                    {.name = "durations",
                     .kind = Kind::durations,
                     .otherwise = std::vector<std::chrono::milliseconds>{1s, 2s},
                     .help = "."},
                    {.name = "file", .kind = Kind::file, .help = "."},
                    {.name = "folder", .kind = Kind::folder, .help = "."},
                    {.name = "secret", .kind = Kind::secret_file, .help = ".", .fault_of = not_x},
                    {.name = "url", .kind = Kind::url, .help = "."},
                    {.name = "open_url", .kind = Kind::url, .allows_http = true, .help = "."},
                    {.name = "urls", .kind = Kind::urls, .help = "."},
                    {.name = "choices", .kind = Kind::choices, .choices = {"en", "to", "tre"}, .help = "."},
                    {.name = "texts", .kind = Kind::texts, .help = ".", .fault_of = not_x}}});
}

class ExactValues : public ::testing::Test {
 protected:
  Document load(const std::string& line) { return read(folder_.put("f.toml", "[a]\n" + line + "\n"), schema()); }
  /// Of the only setting in the file, without its place.
  Texts faults(const std::string& line) {
    auto told = faults_of([&] { load(line); });
    const auto start = "f.toml:2: [a] " + line.substr(0, line.find(' ')) + ": ";
    for (auto& fault : told) {
      if (fault.starts_with(start)) fault.erase(0, start.size());
    }
    return told;
  }
  std::string put(const std::string& name, const std::string& text = "innhold") {
    return folder_.put(name, text).string();
  }
  ConfigFolder folder_;
};

TEST_F(ExactValues, of_a_number_are_from_the_least_to_the_most) {
  EXPECT_EQ(load("number = 3")["a"].number("number"), 3);
  EXPECT_EQ(load("number = 9")["a"].number("number"), 9);
  for (const auto* bad : {"number = 2", "number = 10"}) {
    EXPECT_THAT(faults(bad), ElementsAre("skal være et helt tall fra 3 til 9."));
  }
}

TEST_F(ExactValues, of_digits_have_as_many_as_a_number_can_hold) {
  const std::string most(18, '9');
  EXPECT_EQ(load("digits = \"" + most + "\"")["a"].text("digits"), most);
  EXPECT_THAT(faults("digits = \"" + most + "9\""), ElementsAre("skal være siffer i anførselstegn."));
  EXPECT_THAT(faults("digits = \"1x\""), ElementsAre("skal være siffer i anførselstegn.")) << "the kind comes first";
}

TEST_F(ExactValues, of_a_flag_are_what_is_said_also_against_its_default) {
  EXPECT_FALSE(load("flag = false")["a"].flag("flag"));
  EXPECT_TRUE(load("")["a"].flag("flag"));
  EXPECT_THAT(faults("flag = 0"), ElementsAre("skal være true eller false, uten anførselstegn."));
}

TEST_F(ExactValues, of_a_duration_are_longer_than_nothing_each_one) {
  EXPECT_EQ(load("duration = \"1ms\"")["a"].duration("duration"), 1ms);
  EXPECT_THAT(faults("duration = \"0ms\"").size(), 1U);
  EXPECT_THAT(load(R"(durations = ["3s", "1ms"])")["a"].durations("durations"), ElementsAre(3s, 1ms));
  EXPECT_THAT(faults(R"(durations = ["3s", "0ms"])").size(), 1U);
  EXPECT_THAT(faults(R"(durations = ["3s", 4])").size(), 1U);
}

TEST_F(ExactValues, that_are_empty_are_none) {
  for (const auto* empty : {"text = \"\"", "durations = []", "texts = []", "secret = \"\"", "file = \"\""}) {
    const auto document = load(empty);
    EXPECT_EQ(document["a"].text("text"), "ellers") << empty;
    EXPECT_THAT(document["a"].durations("durations"), ElementsAre(1s, 2s)) << empty;
    EXPECT_THAT(document["a"].texts("texts"), IsEmpty()) << empty;
    EXPECT_FALSE(document["a"].is_given("secret")) << empty;
    EXPECT_FALSE(document["a"].is_given("file")) << empty;
  }
}

TEST_F(ExactValues, that_are_not_filled_in_have_both_signs_in_their_order) {
  for (const auto* good : {"<", ">", "a > b", "> <"}) {
    EXPECT_EQ(load("text = \"" + std::string(good) + "\"")["a"].text("text"), good);
  }
  for (const auto* bad : {"<a>", "a<b>c", "<>"}) {
    EXPECT_THAT(faults("text = \"" + std::string(bad) + "\""),
                ElementsAre(StartsWith("«" + std::string(bad) + "» er ikke")));
    EXPECT_THAT(faults("secret = \"" + std::string(bad) + "\""),
                ElementsAre(StartsWith("«" + std::string(bad) + "» er ikke")));
    EXPECT_THAT(faults("urls = [\"https://a.no\", \"" + std::string(bad) + "\"]"),
                ElementsAre(StartsWith("«" + std::string(bad) + "» er ikke")));
  }
}

TEST_F(ExactValues, of_a_list_are_each_looked_at) {
  EXPECT_THAT(load(R"(choices = ["tre", "en"])")["a"].texts("choices"), ElementsAre("tre", "en"));
  EXPECT_THAT(faults(R"(choices = ["en", "hundre"])"),
              ElementsAre("«hundre» er ukjent. Skal være «en», «to» eller «tre»."));
  EXPECT_THAT(load(R"(texts = ["b", "c"])")["a"].texts("texts"), ElementsAre("b", "c"));
  EXPECT_THAT(faults(R"(texts = ["b", "cx"])"), ElementsAre("kan ikke ha x."));
  for (const auto* bad : {R"(texts = ["b", ""])", R"(texts = ["b", 3])", R"(texts = "b")"}) {
    EXPECT_THAT(faults(bad), ElementsAre("skal være en liste av tekster: [\"…\", \"…\"].")) << bad;
  }
}

TEST_F(ExactValues, of_a_file_and_a_folder_are_the_one_and_not_the_other) {
  const auto file = put("fil"), folder = folder_.path().string();
  EXPECT_EQ(load("file = \"" + file + "\"")["a"].text("file"), file);
  EXPECT_EQ(load("folder = \"" + folder + "\"")["a"].text("folder"), folder);
  EXPECT_THAT(faults("file = \"" + folder + "\""), ElementsAre("finner ingen fil " + folder + "."));
  EXPECT_THAT(faults("folder = \"" + file + "\""), ElementsAre("finner ingen mappe " + file + "."));
}

TEST_F(ExactValues, of_a_secret_are_judged_by_their_content_and_named_by_their_file) {
  EXPECT_EQ(load("secret = \"" + put("god", "hemmelig\n") + "\"")["a"].text("secret"), "hemmelig");
  const auto bad = put("gal", "hemmelig x\n");
  EXPECT_THAT(faults("secret = \"" + bad + "\""), ElementsAre(bad + " kan ikke ha x."));
}

TEST_F(ExactValues, of_an_address_may_be_open_to_all_only_where_that_is_allowed) {
  EXPECT_THAT(faults("open_url = \"http://a.no\""), IsEmpty());
  EXPECT_THAT(faults("open_url = \"a.no\"").size(), 1U);
  EXPECT_THAT(faults("url = \"http://127.0.0.1:8080\""), IsEmpty());
  EXPECT_THAT(faults("url = \"http://a.no\"").size(), 1U);
  EXPECT_THAT(faults("urls = [\"https://a.no\", \"http://localhost/x\"]"), IsEmpty());
}

}  // namespace
}  // namespace fangst::config
