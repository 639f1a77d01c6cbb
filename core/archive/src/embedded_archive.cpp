#include "change_log.hpp"
#include "journalpost.hpp"
#include "saksmappe.hpp"

#include <fangst/archive/embedded_archive.hpp>
#include <fangst/audit/log.hpp>

namespace fangst::archive {

Result<ports::ArchivedRecord> EmbeddedArchive::capture(sql::Transaction& tx, const model::Submission& submission,
                                                       const model::StepName& step) {
  if (auto earlier = find_journalpost(tx, submission)) return std::move(*earlier);
  FANGST_TRY(const auto mappe, find_or_create_saksmappe(tx, submission, step));
  return insert_journalpost(tx, submission, mappe, step);
}

Result<void> EmbeddedArchive::set_ekspedert(sql::Transaction& tx, const ports::ArchivedRecord& record,
                                            model::Timestamp sendt, const model::StepName& step) {
  const auto& journalpost = record.journalpost_system_id;
  const auto before = tx.query<std::string>("SELECT journalstatus FROM journalpost WHERE system_id = :1", journalpost);
  if (before.empty()) {
    return Failure(Error(ErrorKind::not_found, "arkiv.ukjent_journalpost", "archive.set_ekspedert",
                         PublicText{"Journalposten finnes ikke i arkivet."}));
  }
  const auto& status = std::get<0>(before.front());
  // E, J and A are reached once; dispatch never takes a record back from what the archive service has done.
  if (status != "R" && status != "S" && status != "F" && status != "G") return {};
  tx.run("UPDATE journalpost SET journalstatus = 'E', sendt_dato = :1 WHERE system_id = :2", model::to_millis(sendt),
         journalpost);
  log_change(tx, {journalpost, "journalstatus", "Fangst", status, "E"}, audit::actor_of(step));
  log_change(tx, {journalpost, "sendtDato", "Fangst", std::nullopt, model::to_rfc3339(sendt)}, audit::actor_of(step));
  return {};
}

}  // namespace fangst::archive
