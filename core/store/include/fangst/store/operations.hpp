#pragma once

#include <fangst/sql/database.hpp>

#include <optional>
#include <string>
#include <vector>

/// What operators do. Each action writes an audit entry that names the operator.
namespace fangst::store {

struct RetryItem {
  std::string submission;
  std::string result;  ///< "retried", or why not: "not_parked", "unknown".
};
struct RetryJob {
  std::string id;
  model::Timestamp at;
  std::string actor;
  std::vector<RetryItem> items;
};

/// Retries exactly the named submissions; for a group the caller gives the ids that it has now. Idempotent by `job_id`:
/// the same id returns the first result.
Result<RetryJob> retry(sql::Database& database, const std::string& job_id, const std::vector<std::string>& submissions,
                       const std::string& actor, const std::string& selection);
Result<std::optional<RetryJob>> find_retry_job(sql::Database& database, const std::string& job_id);

Result<void> pause_dependency(sql::Database& database, const std::string& dependency, const std::string& actor);
Result<void> resume_dependency(sql::Database& database, const std::string& dependency, const std::string& actor);
std::vector<std::string> paused_dependencies(sql::Session& session);

}  // namespace fangst::store
