#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/store/local_archive.hpp>

namespace fangst::archive {

/// The tables of the embedded core, for the database that keeps them.
audit::ModuleTables tables();

/// The embedded Noark 5 core. It finds a saksmappe by its external key or creates it, and creates journalpost,
/// dokumentbeskrivelse, dokumentobjekt, korrespondanseparter, skjerming and klassifikasjon. It numbers without gaps
/// within the year (M012, M014, M015), and keeps the change log. A capture is one transaction. Errors: `conflict` when
/// the case is closed, `corrupt` when a document is not in the store.
class EmbeddedArchive final : public store::LocalArchive {
 public:
  Result<ports::ArchivedRecord> capture(sql::Transaction& tx, const model::Submission& submission,
                                        const model::StepName& step) override;
  Result<void> set_ekspedert(sql::Transaction& tx, const ports::ArchivedRecord& record, model::Timestamp sendt,
                             const model::StepName& step) override;
};

}  // namespace fangst::archive
