#include <fangst/observe/metrics.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace fangst::observe {
namespace {

double value_of(const std::string& text, const std::string& series) {
  const auto at = ("\n" + text).find("\n" + series + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + series.size()));
}

/// As the machine itself tells of this process.
class ProcessMetrics : public ::testing::Test {
 protected:
  ProcessMetrics() { add_process_metrics(metrics_); }
  double value(const std::string& name) { return value_of(metrics_.render(), name); }
  static double status(const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string word; in >> word;) {
      double kibibytes = 0;
      if (word == name + ":" && in >> kibibytes) return kibibytes;
    }
    return -1;
  }
  static double cpu() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

  Metrics metrics_;
};

TEST_F(ProcessMetrics, tell_of_the_memory_that_is_resident) {
  const auto told = value("process_resident_memory_bytes");
  const auto most = status("VmHWM") * 1024;
  EXPECT_GT(told, most / 4);
  EXPECT_LT(told, most * 1.1);
}

TEST_F(ProcessMetrics, count_the_open_files) {
  const auto before = value("process_open_fds");
  std::vector<int> files;
  for (int i = 0; i < 3; ++i) files.push_back(::dup(0));
  EXPECT_EQ(value("process_open_fds"), before + 3);
  for (const int file : files) ::close(file);
  EXPECT_EQ(value("process_open_fds"), before);
}

TEST_F(ProcessMetrics, count_the_threads) {
  std::promise<void> end;
  const auto ended = end.get_future().share();
  std::thread first([ended] { ended.wait(); });  // With the first, ThreadSanitizer starts one of its own.
  const auto before = value("process_threads");
  std::thread second([ended] { ended.wait(); });
  EXPECT_EQ(value("process_threads"), before + 1);
  end.set_value();
  first.join();
  second.join();
}

TEST_F(ProcessMetrics, add_up_the_processor_time_once_however_often_they_are_asked) {
  std::string kept;
  while (cpu() < 0.05) kept.append(1000, 'x');
  for (int i = 0; i < 20; ++i) metrics_.render();
  const auto before = cpu();
  const auto told = value("process_cpu_seconds_total");
  EXPECT_GE(told, before * 0.99);
  EXPECT_LE(told, cpu() * 1.01);
}

TEST_F(ProcessMetrics, know_the_limit_of_files_and_when_the_process_began) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  EXPECT_EQ(value("process_max_fds"), static_cast<double>(limit.rlim_cur));
  const auto begun = value("process_start_time_seconds");
  EXPECT_LE(begun, static_cast<double>(std::time(nullptr)));
  EXPECT_GT(begun, static_cast<double>(std::time(nullptr) - 3600));
}

TEST(Metrics, have_the_usual_bounds_of_a_duration_from_a_millisecond_to_a_minute) {
  Metrics metrics;
  metrics.histogram("fangst_x_seconds", "X.").observe(0.002);
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="0.001"})"), 0);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="0.0025"})"), 1);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="60"})"), 1);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="+Inf"})"), 1);
  EXPECT_EQ(value_of(text, "fangst_x_seconds_sum"), 0.002);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{le="120"})"), -1) << "a minute is the last";
}

TEST(Metrics, keep_the_bounds_of_the_first_call_for_every_series) {
  Metrics metrics;
  metrics.histogram("fangst_x_seconds", "X.", {{"a", "1"}}, {1, 2}).observe(1.5);
  metrics.histogram("fangst_x_seconds", "X.", {{"a", "2"}}, {3}).observe(1.5);
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{a="2",le="1"})"), 0);
  EXPECT_EQ(value_of(text, R"(fangst_x_seconds_bucket{a="2",le="2"})"), 1);
}

TEST(Metrics, go_on_counting_what_was_there_before_the_limit) {
  Metrics metrics;
  const auto add = [&](int i) { metrics.counter("fangst_x_total", "X.", {{"id", std::to_string(i)}}).add(); };
  for (int i = 0; i < 1002; ++i) add(i);
  add(5);
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, R"(fangst_x_total{id="5"})"), 2);
  EXPECT_EQ(value_of(text, R"(fangst_x_total{id="_other"})"), 2);
}

TEST(Metrics, of_a_gauge_may_go_up_and_down_and_stay_where_they_were_set) {
  Metrics metrics;
  const auto gauge = metrics.gauge("fangst_x", "X.");
  gauge.set(5);
  gauge.add(-2);
  EXPECT_EQ(value_of(metrics.render(), "fangst_x"), 3);
  gauge.set(1);
  EXPECT_EQ(value_of(metrics.render(), "fangst_x"), 1);
}

TEST(Metrics, are_refreshed_by_everybody_who_asked_to_be) {
  Metrics metrics;
  const auto first = metrics.gauge("fangst_a", "A."), second = metrics.gauge("fangst_b", "B.");
  metrics.before_render([&] { first.set(1); });
  metrics.before_render([&] { second.set(2); });
  const auto text = metrics.render();
  EXPECT_EQ(value_of(text, "fangst_a"), 1);
  EXPECT_EQ(value_of(text, "fangst_b"), 2);
}

}  // namespace
}  // namespace fangst::observe
