#include "log_file.hpp"
#include "synthetic_number.hpp"

#include <fangst/model/timestamp.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>
#include <vector>

namespace fangst::observe {
namespace {

struct Log : ::testing::Test {
  std::vector<nlohmann::json> lines() const { return file.timed_lines(); }
  LogFile file{Level::info};
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
  const auto raw = file.text();
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

TEST_F(Log, holds_no_identity_number_in_any_place) {
  const auto number = synthetic_number();
  log(Level::info, "event." + number);
  log(Level::info, "a.b", {{"key " + number, "x"}});
  log(Level::info, "a.b", {{"text", "for " + number + " og " + number}});
  log(Level::info, "a.b", {{"text", "\xC3\xA5" + number}});
  log(Level::info, "a.b", {{"number", std::stoll(number)}});
  log(Level::info, "a.b", {}, number);
  EXPECT_EQ(lines().size(), 6U);
  EXPECT_EQ(file.text().find(number), std::string::npos) << file.text();
}

TEST_F(Log, writes_a_number_that_json_lacks_as_null) {
  log(Level::info, "a.b", {{"ratio", std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_TRUE(lines().front().at("ratio").is_null());
}

TEST_F(Log, goes_on_in_a_new_file_after_the_old_one_was_moved) {
  log(Level::info, "before");
  const auto moved = file.path().string() + ".1";
  std::filesystem::rename(file.path(), moved);
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

}  // namespace
}  // namespace fangst::observe
