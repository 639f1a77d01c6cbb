#include "checks.hpp"

#include <fangst/audit/row_digest.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace fangst::store {
namespace {

using nlohmann::json;

struct Pause {
  std::int64_t since = 0;
  std::string actor;
  bool operator==(const Pause&) const = default;
};

/// The two kinds come one after the other: the newest entry of a dependency decides.
std::map<std::string, Pause> logged_pauses(sql::Session& session) {
  std::map<std::string, Pause> pauses;
  for (auto& [at, kind, actor, body] : session.query<std::int64_t, std::string, std::string, std::string>(
           "SELECT at, kind, actor, body FROM audit_entry WHERE kind IN ('dependency.paused', 'dependency.resumed') "
           "ORDER BY idx")) {
    const auto dependency = json::parse(body).value("dependency", "");
    pauses.erase(dependency);
    if (kind == "dependency.paused") pauses[dependency] = {at, actor};
  }
  return pauses;
}

void check_pauses(sql::Session& session, audit::Faults& faults) {
  const audit::Snapshot snapshot(session);
  std::map<std::string, Pause> found;
  for (auto& [dependency, since, actor] :
       session.query<std::string, std::int64_t, std::string>("SELECT dependency, since, actor FROM dependency_pause")) {
    found[dependency] = {since, actor};
  }
  if (found != logged_pauses(session)) faults.add("Hvilke deler som er satt på pause, stemmer ikke med loggen.");
}

using Items = std::vector<std::tuple<std::string, std::string>>;
using Batches = std::map<std::string, std::vector<json>>;

/// By job, oldest first.
Batches logged_batches(sql::Session& session) {
  Batches batches;
  for (auto& [body] :
       session.query<std::string>("SELECT body FROM audit_entry WHERE kind = 'retry.batch' ORDER BY idx")) {
    auto batch = json::parse(body);
    batches[batch.at("job").get<std::string>()].push_back(std::move(batch));
  }
  return batches;
}

/// The frozen set is run in the order of its ids, a batch at a time, each with an entry of its own.
bool are_results_as_logged(const Items& items, const std::vector<json>& batches) {
  std::size_t next = 0;
  for (const auto& batch : batches) {
    audit::RowDigest digest;
    const auto end = std::min(items.size(), next + batch.at("count").get<std::size_t>());
    for (; next < end; ++next) digest.add(std::get<0>(items[next]), std::get<1>(items[next]));
    if (digest.hex() != batch.at("items")) return false;
  }
  return std::all_of(items.begin() + static_cast<std::ptrdiff_t>(next), items.end(),
                     [](const auto& item) { return std::get<1>(item) == "pending"; });
}

void check_job(sql::Session& session, audit::Faults& faults, const json& started, const Batches& batches) {
  const std::string job = started.at("job");
  static constexpr sql::ColumnType columns[] = {sql::ColumnType::text, sql::ColumnType::integer, sql::ColumnType::text,
                                                sql::ColumnType::text};
  const sql::Value parameters[] = {job};
  const auto row = session.fetch("SELECT id, at, actor, selection FROM retry_job WHERE id = :1", parameters, columns);
  if (row.empty()) return faults.add("Samleforsøket " + job + " er slettet.");
  const auto items = session.query<std::string, std::string>(
      "SELECT submission_id, result FROM retry_job_item WHERE job_id = :1 ORDER BY submission_id", job);
  audit::RowDigest digest;
  digest.add_row(row.front());
  for (const auto& [submission, result] : items) digest.add(submission);
  const auto run = batches.find(job);
  if (digest.hex() != started.at("row")) faults.add("Samleforsøket " + job + " er endret.");
  if (!are_results_as_logged(items, run == batches.end() ? std::vector<json>{} : run->second)) {
    faults.add("Resultatene av samleforsøket " + job + " stemmer ikke med loggen.");
  }
}

void check_jobs(sql::Session& session, audit::Faults& faults) {
  const audit::Snapshot snapshot(session);
  const auto batches = logged_batches(session);
  for (auto& [body] :
       session.query<std::string>("SELECT body FROM audit_entry WHERE kind = 'retry.started' ORDER BY idx")) {
    check_job(session, faults, json::parse(body), batches);
  }
}

}  // namespace

void check_operations(sql::Session& session, audit::Faults& faults) {
  check_pauses(session, faults);
  check_jobs(session, faults);
}

}  // namespace fangst::store
