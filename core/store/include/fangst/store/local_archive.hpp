#pragma once

#include <fangst/ports/archive.hpp>
#include <fangst/sql/database.hpp>

namespace fangst::store {

/// A Noark 5 core whose tables lie in Fangst's own database: what it does belongs to the transaction of the step that
/// asks, so that no crash comes between a journalpost and its capture receipt. Stateless between calls; each runs on
/// the writer thread.
class LocalArchive {
 public:
  virtual ~LocalArchive() = default;
  /// The record of the submission, found by (source, external key), or made with its saksmappe and documents.
  virtual Result<ports::ArchivedRecord> capture(sql::Transaction& tx, const model::Submission& submission) = 0;
  /// Journalstatus E and sendtDato; without effect when it is E already.
  virtual Result<void> set_ekspedert(sql::Transaction& tx, const ports::ArchivedRecord& record,
                                     model::Timestamp sendt) = 0;
};

}  // namespace fangst::store
