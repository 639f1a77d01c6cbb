#pragma once

#include <fangst/concurrency/repeating.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/sql/database.hpp>

#include <chrono>
#include <optional>

namespace fangst::pipeline {

/// Pauses and resumes this node's dependencies as the database says, so that it does not matter which node the operator
/// asked. The database is read once before the constructor returns, so that a dependency that was paused before a
/// restart is not called. Later, while the database does not answer, nothing changes.
class PauseWatch {
 public:
  /// Throws std::runtime_error when the first reading fails. The references must outlive the watch.
  PauseWatch(sql::Database& database, Dependencies& dependencies,
             std::chrono::milliseconds every = std::chrono::seconds{2});

 private:
  Result<void> take_over();

  sql::Database& database_;
  Dependencies& dependencies_;
  std::optional<concurrency::Repeating> repeating_;
};

}  // namespace fangst::pipeline
