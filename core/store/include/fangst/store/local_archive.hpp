#pragma once

#include <fangst/ports/archive.hpp>
#include <fangst/sql/database.hpp>

namespace fangst::store {

/// A Noark 5 core whose tables are in Fangst's own database. It writes in the transaction of the step that calls it, so
/// that a journalpost and its capture receipt are committed together. Keeps no state between calls; each call runs on
/// the writer thread. `step` is the step that orders it: the actor of the audit entry and of the core's change log.
class LocalArchive {
 public:
  virtual ~LocalArchive() = default;
  /// The record of the submission, found by (source, external key), or made with its saksmappe and documents.
  virtual Result<ports::ArchivedRecord> capture(sql::Transaction& tx, const model::Submission& submission,
                                                const model::StepName& step) = 0;
  /// Journalstatus E and sendtDato; without effect when it is E already.
  virtual Result<void> set_ekspedert(sql::Transaction& tx, const ports::ArchivedRecord& record, model::Timestamp sendt,
                                     const model::StepName& step) = 0;
};

}  // namespace fangst::store
