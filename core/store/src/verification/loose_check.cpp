#include "checks.hpp"

namespace fangst::store {

/// The other checks begin at what the log tells of, so they come by no row that belongs to nothing there. A submission
/// and a job are never deleted: a row that has none was never written by the store.
void check_nothing_loose(sql::Session& session, audit::Faults& faults) {
  struct Part {
    const char* table;
    const char* loose;
  };
  static constexpr Part parts[] = {
      {"letter",
       "SELECT COUNT(*) FROM letter p WHERE NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = "
       "p.submission_id)"},
      {"work",
       "SELECT COUNT(*) FROM work p WHERE NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = p.submission_id)"},
      {"archive_order",
       "SELECT COUNT(*) FROM archive_order p WHERE NOT EXISTS (SELECT 1 FROM submission s WHERE s.id = "
       "p.submission_id)"},
      {"retry_job_item",
       "SELECT COUNT(*) FROM retry_job_item p WHERE NOT EXISTS (SELECT 1 FROM retry_job j WHERE j.id "
       "= p.job_id)"}};
  for (const auto& [table, loose] : parts) {
    const auto count = std::get<0>(session.query<std::int64_t>(loose).at(0));
    if (count == 0) continue;
    faults.add("Tabellen " + std::string(table) + " har " + std::to_string(count) + " rader som ikke hører til noe.");
  }
  audit::compare_count(session, faults, "retry_job", {"retry.started"});
}

}  // namespace fangst::store
