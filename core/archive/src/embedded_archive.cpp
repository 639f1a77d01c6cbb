#include "change_log.hpp"
#include "journalpost.hpp"
#include "saksmappe.hpp"

#include <fangst/archive/embedded_archive.hpp>

namespace fangst::archive {

Result<ports::ArchivedRecord> EmbeddedArchive::capture(const model::Submission& submission) {
  ports::ArchivedRecord record;
  FANGST_CHECK(database_.write([&](store::Transaction& tx) -> Result<void> {
    if (auto earlier = find_journalpost(tx, submission)) {
      record = std::move(*earlier);
      return {};
    }
    FANGST_TRY(const auto mappe, find_or_create_saksmappe(tx, submission));
    FANGST_TRY(record, insert_journalpost(tx, submission, mappe));
    return {};
  }));
  return record;
}

Result<void> EmbeddedArchive::set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto before = tx.query<std::string>("SELECT journalstatus FROM journalpost WHERE system_id = :1",
                                              record.journalpost_system_id);
    if (before.empty()) {
      return Failure(Error(ErrorKind::not_found, "arkiv.ukjent_journalpost", "archive.set_ekspedert",
                           PublicText{"Journalposten finnes ikke i arkivet."}));
    }
    const auto& status = std::get<0>(before.front());
    // E, J and A are reached once; dispatch never takes a record back from what the archive service has done.
    if (status != "R" && status != "S" && status != "F" && status != "G") return {};
    tx.run("UPDATE journalpost SET journalstatus = 'E', sendt_dato = :1 WHERE system_id = :2", model::to_millis(sendt),
           record.journalpost_system_id);
    const auto& journalpost = record.journalpost_system_id;
    log_change(tx, {journalpost, "journalstatus", "Fangst", status, "E"}, "step:send");
    log_change(tx, {journalpost, "sendtDato", "Fangst", std::nullopt, model::to_rfc3339(sendt)}, "step:send");
    return {};
  });
}

}  // namespace fangst::archive
