#include "metrics_text.hpp"

#include <fangst/observe/metrics.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace fangst::observe {
namespace {

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
  EXPECT_GT(told, 1e6);
  EXPECT_GT(told, most / 4);
  EXPECT_LT(told, most * 1.1);
}

TEST_F(ProcessMetrics, count_the_open_files) {
  const auto before = value("process_open_fds");
  EXPECT_GE(before, 3) << "input, output and errors";
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
  EXPECT_GE(before, 2) << "this one and the first";
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

}  // namespace
}  // namespace fangst::observe
