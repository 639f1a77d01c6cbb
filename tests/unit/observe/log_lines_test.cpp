#include "log_file.hpp"

#include <fangst/model/timestamp.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace fangst::observe {
namespace {

/// Every part of a line, and which lines there are.
struct LogLines : ::testing::Test {
  std::vector<std::string> events() const {
    std::vector<std::string> found;
    for (const auto& line : file.lines()) found.push_back(line.at("event"));
    return found;
  }
  LogFile file;
};

const std::pair<Level, std::string> kLevels[] = {
    {Level::debug, "debug"}, {Level::info, "info"}, {Level::warning, "warning"}, {Level::error, "error"}};

TEST_F(LogLines, are_written_from_the_chosen_level_upwards) {
  for (const auto& [chosen, chosen_name] : kLevels) {
    std::filesystem::remove(file.path());
    open_log({file.path().string(), chosen});
    std::vector<std::string> expected;
    for (const auto& [level, name] : kLevels) {
      log(level, name);
      if (level >= chosen) expected.push_back(name);
    }
    EXPECT_EQ(events(), expected) << chosen_name;
  }
}

TEST_F(LogLines, name_their_level) {
  for (const auto& [level, name] : kLevels) {
    log(level, "a.b");
    EXPECT_EQ(file.last().at("level"), name);
  }
}

TEST_F(LogLines, have_the_moment_at_which_they_were_written) {
  const auto before = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  log(Level::info, "a.b");
  const auto after = std::chrono::system_clock::now();
  const auto at = model::parse_timestamp(file.timed_lines().at(0).at("ts").get<std::string>());
  ASSERT_TRUE(at);
  EXPECT_GE(*at, before);
  EXPECT_LE(*at, after);
}

TEST_F(LogLines, begin_with_what_the_line_itself_says_and_go_on_in_the_order_given) {
  log(Level::info, "a.b", {{"zebra", 1}, {"ape", 2}}, "4bf92f3577b34da6a3ce929d0e0e4736");
  const auto text = file.text();
  std::size_t at = 0;
  for (const auto* name : {"{\"ts\":", "\"level\":", "\"event\":", "\"trace_id\":", "\"zebra\":", "\"ape\":"}) {
    const auto found = text.find(name);
    ASSERT_NE(found, std::string::npos) << name;
    EXPECT_TRUE(found > at || found == 0) << name;
    at = found;
  }
}

TEST_F(LogLines, without_a_trace_do_not_name_one) {
  log(Level::info, "a.b");
  EXPECT_FALSE(file.last().contains("trace_id"));
}

TEST_F(LogLines, keep_numbers_as_they_are) {
  log(Level::info, "a.b",
      {{"least", std::numeric_limits<std::int64_t>::min()},
       {"port", std::uint16_t{65535}},
       {"small", -1},
       {"no", false},
       {"rate", 0.5}});
  const auto line = file.last();
  EXPECT_EQ(line.at("least"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(line.at("port"), 65535);
  EXPECT_EQ(line.at("small"), -1);
  EXPECT_EQ(line.at("no"), false);
  EXPECT_EQ(line.at("rate"), 0.5);
  log(Level::info, "a.b", {{"rate", std::numeric_limits<double>::infinity()}});
  EXPECT_TRUE(file.last().at("rate").is_null());
}

TEST_F(LogLines, are_added_to_those_of_an_earlier_start) {
  log(Level::info, "first");
  open_log({file.path().string(), Level::info});
  log(Level::info, "second");
  EXPECT_EQ(events(), (std::vector<std::string>{"first", "second"}));
}

TEST_F(LogLines, keep_their_level_and_their_file_when_the_log_is_opened_again) {
  open_log({file.path().string(), Level::warning});
  reopen_log();
  log(Level::info, "info");
  log(Level::warning, "warning");
  EXPECT_EQ(events(), std::vector<std::string>{"warning"});
}

TEST_F(LogLines, go_on_where_they_went_when_another_file_cannot_be_opened) {
  EXPECT_THROW(open_log({"/proc/no-such-directory/log", Level::error}), std::runtime_error);
  log(Level::debug, "kept");
  EXPECT_EQ(events(), std::vector<std::string>{"kept"});
}

}  // namespace
}  // namespace fangst::observe
