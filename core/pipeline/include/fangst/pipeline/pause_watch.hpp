#pragma once

#include <fangst/pipeline/dependency.hpp>
#include <fangst/sql/database.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace fangst::pipeline {

/// Pauses and resumes this node's dependencies as the database says, so that it does not matter which node the operator
/// asked. The database is read once before the constructor returns, so that a dependency that was paused before a
/// restart is not called. Later, while the database does not answer, nothing changes.
class PauseWatch {
 public:
  /// Throws std::runtime_error when the first reading fails. The references must outlive the watch.
  PauseWatch(sql::Database& database, Dependencies& dependencies,
             std::chrono::milliseconds every = std::chrono::seconds{2});
  ~PauseWatch();
  PauseWatch(const PauseWatch&) = delete;
  PauseWatch& operator=(const PauseWatch&) = delete;

 private:
  Result<void> take_over();
  void run();

  sql::Database& database_;
  Dependencies& dependencies_;
  std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace fangst::pipeline
