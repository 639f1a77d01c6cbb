#pragma once

#include <fangst/concurrency/repeating.hpp>

#include <chrono>
#include <functional>
#include <set>
#include <string>
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
  QueueWatch(Problems problems, Tell tell, const concurrency::Clock& clock,
             std::chrono::milliseconds every = std::chrono::seconds{1});

 private:
  ProblemHistory history_;
  concurrency::Repeating repeating_;
};

}  // namespace fangst::service
