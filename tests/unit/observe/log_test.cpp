#include "synthetic_number.hpp"

#include <fangst/model/timestamp.hpp>
#include <fangst/observe/log.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>
#include <vector>

namespace fangst::observe {
namespace {

struct Log : ::testing::Test {
  Log() : file(std::filesystem::temp_directory_path() / ("fangst-log-" + std::to_string(::getpid()))) {
    open_log({file.string(), Level::info});
  }
  ~Log() override {
    open_log({});
    std::filesystem::remove(file);
  }
  std::vector<nlohmann::json> lines() const {
    std::vector<nlohmann::json> parsed;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) parsed.push_back(nlohmann::json::parse(line));
    return parsed;
  }
  std::filesystem::path file;
};

TEST_F(Log, writes_one_object_a_line_with_time_level_event_trace_and_fields) {
  log(Level::warning, "step.retried", {{"step", "arkiver"}, {"attempt", 3}, {"seconds", 0.25}, {"last", true}},
      "4bf92f3577b34da6a3ce929d0e0e4736");
  ASSERT_EQ(lines().size(), 1U);
  const auto line = lines().front();
  EXPECT_TRUE(model::parse_timestamp(line.at("ts").get<std::string>()));
  EXPECT_EQ(line.at("level"), "warning");
  EXPECT_EQ(line.at("event"), "step.retried");
  EXPECT_EQ(line.at("trace_id"), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(line.at("step"), "arkiver");
  EXPECT_EQ(line.at("attempt"), 3);
  EXPECT_EQ(line.at("seconds"), 0.25);
  EXPECT_EQ(line.at("last"), true);
}

TEST_F(Log, lets_no_value_break_out_of_its_line) {
  const std::string hostile = "x\r\n{\"event\":\"forged\"}\x1b[2J\x7f\xe2\x80\xae\xff\"";
  log(Level::info, "a.b", {{"value", hostile}});
  std::ifstream in(file);
  std::string raw((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(std::count(raw.begin(), raw.end(), '\n'), 1);
  for (const char c : raw) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f)) << int(c);
  EXPECT_EQ(lines().front().at("event"), "a.b");
}

TEST_F(Log, lets_no_field_replace_what_the_line_itself_says) {
  log(Level::info, "a.b", {{"event", "forged"}, {"level", "debug"}});
  EXPECT_EQ(lines().front().at("event"), "a.b");
  EXPECT_EQ(lines().front().at("level"), "info");
  EXPECT_EQ(lines().front().at("field_event"), "forged");
}

TEST_F(Log, masks_identity_numbers_in_text_and_numbers) {
  const auto number = synthetic_number();
  log(Level::info, "a.b", {{"text", "\xC3\xA5" + number}, {"number", std::stoll(number)}});
  std::ifstream in(file);
  const std::string raw((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(raw.find(number), std::string::npos) << raw;
  EXPECT_EQ(lines().size(), 1U);
}

TEST_F(Log, writes_nothing_below_its_level) {
  log(Level::debug, "a.b");
  EXPECT_TRUE(lines().empty());
}

TEST_F(Log, writes_a_number_that_json_lacks_as_null) {
  log(Level::info, "a.b", {{"ratio", std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_TRUE(lines().front().at("ratio").is_null());
}

TEST_F(Log, goes_on_in_a_new_file_after_the_old_one_was_moved) {
  log(Level::info, "before");
  const auto moved = file.string() + ".1";
  std::filesystem::rename(file, moved);
  reopen_log();
  log(Level::info, "after");
  EXPECT_EQ(lines().front().at("event"), "after");
  std::filesystem::remove(moved);
}

TEST_F(Log, keeps_lines_of_many_threads_whole) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 500; ++i) log(Level::info, "a.b", {{"text", std::string(200, 'x')}});
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lines().size(), 2000U);
}

TEST(OpenLog, throws_when_the_file_cannot_be_opened) {
  EXPECT_THROW(open_log({"/proc/no-such-directory/log", Level::info}), std::runtime_error);
}

}  // namespace
}  // namespace fangst::observe
