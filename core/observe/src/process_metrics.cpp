#include <fangst/observe/metrics.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

namespace fangst::observe {
namespace {

double resident_bytes() {
  double total_pages = 0;
  double resident_pages = 0;
  std::ifstream("/proc/self/statm") >> total_pages >> resident_pages;
  return resident_pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double open_files() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  return count - 1;  // The directory itself is open while it is read.
}

double file_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

double threads() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double count = 0;
    if (word == "Threads:" && status >> count) return count;
  }
  return 0;
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
  const auto memory = metrics.gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
  const auto files = metrics.gauge("process_open_fds", "Number of open file descriptors.");
  const auto thread_count = metrics.gauge("process_threads", "Number of threads.");
  const auto cpu = metrics.counter("process_cpu_seconds_total", "Processor time spent, user and system, in seconds.");
  metrics.gauge("process_max_fds", "Highest number of open file descriptors.").set(file_limit());
  metrics.gauge("process_start_time_seconds", "Start of the process as Unix time.")
      .set(static_cast<double>(std::time(nullptr)));
  metrics.before_render([=, counted = 0.0]() mutable {
    memory.set(resident_bytes());
    files.set(open_files());
    thread_count.set(threads());
    const double now = cpu_seconds();
    cpu.add(now - counted);
    counted = now;
  });
}

}  // namespace fangst::observe
