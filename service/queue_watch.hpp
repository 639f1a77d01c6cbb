#pragma once

#include <fangst/ports/clock.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace fangst::service {

/// What is new in a list of problems that is asked for again and again. The same sentence with another number or
/// another text in parentheses is no news: counts and a dependency's own words change while the problem stays.
class ProblemHistory {
 public:
  struct News {
    std::vector<std::string> problems;  ///< Those that were not there the last time.
    bool is_well = false;               ///< The last of them is gone.
  };
  News next(const std::vector<std::string>& problems);

 private:
  std::set<std::string> present_;
};

/// Looks at the problems of the queues now and then, and tells what is new in them.
class QueueWatch {
 public:
  using Problems = std::function<std::vector<std::string>()>;
  using Tell = std::function<void(const ProblemHistory::News&)>;

  /// Both functions are called on the watch's own thread, until its destructor has returned. `clock` must outlive it.
  QueueWatch(Problems problems, Tell tell, const ports::Clock& clock,
             std::chrono::milliseconds every = std::chrono::seconds{1});
  ~QueueWatch();
  QueueWatch(const QueueWatch&) = delete;
  QueueWatch& operator=(const QueueWatch&) = delete;

 private:
  void run();

  Problems problems_;
  Tell tell_;
  const ports::Clock& clock_;
  std::chrono::milliseconds every_;
  ProblemHistory history_;  // Only the thread's.
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace fangst::service
