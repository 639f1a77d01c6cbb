#include <fangst/audit/log.hpp>
#include <fangst/audit/row_digest.hpp>
#include <fangst/store/operations.hpp>
#include <fangst/store/submissions.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

/// Few enough that one frozen set does not hold up the group commit.
constexpr std::size_t kRetriesPerWrite = 500;

std::string retry_one(sql::Transaction& tx, const std::string& submission, const std::string& actor) {
  if (retry_parked(tx, model::SubmissionId(submission), actor)) return "retried";
  const bool known = !tx.query<std::int64_t>("SELECT seq FROM submission WHERE id = :1", submission).empty();
  return known ? "not_parked" : "unknown";
}

/// Once for each job id.
void freeze(sql::Transaction& tx, const std::string& job_id, const std::vector<std::string>& submissions,
            const std::string& actor, const std::string& selection) {
  const auto now = model::to_millis(tx.now());
  const auto added =
      tx.run("INSERT INTO retry_job (id, at, actor, selection) VALUES (:1, :2, :3, :4) ON CONFLICT (id) DO NOTHING",
             job_id, now, actor, selection);
  if (added == 0) return;
  for (const auto& submission : submissions) {
    tx.run(
        "INSERT INTO retry_job_item (job_id, submission_id, result) VALUES (:1, :2, 'pending') ON CONFLICT DO NOTHING",
        job_id, submission);
  }
  audit::RowDigest digest;
  digest.add(job_id, now, actor, selection);
  for (const auto& [submission] : tx.query<std::string>(
           "SELECT submission_id FROM retry_job_item WHERE job_id = :1 ORDER BY submission_id", job_id)) {
    digest.add(submission);
  }
  audit::append(tx, {"retry.started", "", "", actor, json{{"job", job_id}, {"row", digest.hex()}}.dump()});
}

/// Retries the next of the set, in the order of their ids; false when none was left.
bool run_batch(sql::Transaction& tx, const std::string& job_id, const std::string& actor) {
  const auto rows = tx.query<std::string>(
      "SELECT submission_id FROM retry_job_item WHERE job_id = :1 AND result = 'pending' ORDER BY submission_id "
      "LIMIT :2",
      job_id, kRetriesPerWrite);
  if (rows.empty()) return false;
  audit::RowDigest digest;
  for (const auto& [submission] : rows) {
    const auto result = retry_one(tx, submission, actor);
    tx.run("UPDATE retry_job_item SET result = :1 WHERE job_id = :2 AND submission_id = :3", result, job_id,
           submission);
    digest.add(submission, result);
  }
  audit::append(tx, {"retry.batch", "", "", actor,
                     json{{"job", job_id}, {"count", rows.size()}, {"items", digest.hex()}}.dump()});
  return true;
}

Result<void> change_dependency(sql::Database& database, const std::string& dependency, const std::string& actor,
                               bool pause) {
  return database.write([&](sql::Transaction& tx) -> Result<void> {
    const auto changed = pause ? tx.run(
                                     "INSERT INTO dependency_pause (dependency, since, actor) VALUES (:1, :2, :3) "
                                     "ON CONFLICT (dependency) DO NOTHING",
                                     dependency, model::to_millis(tx.now()), actor)
                               : tx.run("DELETE FROM dependency_pause WHERE dependency = :1", dependency);
    if (changed > 0) {
      audit::append(tx, {pause ? "dependency.paused" : "dependency.resumed", "", "", actor,
                         json{{"dependency", dependency}}.dump()});
    }
    return {};
  });
}

}  // namespace

Result<RetryJob> retry(sql::Database& database, const std::string& job_id, const std::vector<std::string>& submissions,
                       const std::string& actor, const std::string& selection) {
  FANGST_CHECK(database.write([&](sql::Transaction& tx) -> Result<void> {
    freeze(tx, job_id, submissions, actor, selection);
    return {};
  }));
  // The frozen set is kept first, so that a crash half-way leaves it to be seen, and the same job id goes on from
  // there.
  for (bool more = true; more;) {
    FANGST_CHECK(database.write([&](sql::Transaction& tx) -> Result<void> {
      more = run_batch(tx, job_id, actor);
      return {};
    }));
  }
  FANGST_TRY(auto job, find_retry_job(database, job_id));
  return *job;
}

Result<std::optional<RetryJob>> find_retry_job(sql::Database& database, const std::string& job_id) {
  std::optional<RetryJob> job;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    const auto head = session.query<std::int64_t, std::string>("SELECT at, actor FROM retry_job WHERE id = :1", job_id);
    if (head.empty()) return {};
    job = RetryJob{job_id, model::from_millis(std::get<0>(head.front())), std::get<1>(head.front()), {}};
    for (auto& [submission, result] : session.query<std::string, std::string>(
             "SELECT submission_id, result FROM retry_job_item WHERE job_id = :1 ORDER BY submission_id", job_id)) {
      job->items.push_back({submission, result});
    }
    return {};
  }));
  return job;
}

Result<void> pause_dependency(sql::Database& database, const std::string& dependency, const std::string& actor) {
  return change_dependency(database, dependency, actor, true);
}

Result<void> resume_dependency(sql::Database& database, const std::string& dependency, const std::string& actor) {
  return change_dependency(database, dependency, actor, false);
}

std::vector<std::string> paused_dependencies(sql::Session& session) {
  std::vector<std::string> names;
  for (auto& [name] : session.query<std::string>("SELECT dependency FROM dependency_pause ORDER BY dependency")) {
    names.push_back(name);
  }
  return names;
}

}  // namespace fangst::store
