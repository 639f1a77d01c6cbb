#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/store/local_archive.hpp>

namespace fangst::archive {

/// The tables of the embedded core, to be given to the database that keeps them.
audit::ModuleTables tables();

/// The embedded Noark 5 core, first part: saksmappe found by external key or created; journalpost,
/// dokumentbeskrivelse, dokumentobjekt, korrespondanseparter, skjerming and klassifikasjon; numbers given here, without
/// gaps within the year; the change log. All of one capture is one transaction.
class EmbeddedArchive final : public store::LocalArchive {
 public:
  Result<ports::ArchivedRecord> capture(sql::Transaction& tx, const model::Submission& submission) override;
  Result<void> set_ekspedert(sql::Transaction& tx, const ports::ArchivedRecord& record,
                             model::Timestamp sendt) override;
};

}  // namespace fangst::archive
