#pragma once

#include <fangst/ports/archive.hpp>
#include <fangst/store/database.hpp>

namespace fangst::archive {

/// The tables of the embedded core, to be given to the database that keeps them.
store::ModuleTables tables();

/// The embedded Noark 5 core, first part: saksmappe found by external key or created; journalpost,
/// dokumentbeskrivelse, dokumentobjekt, korrespondanseparter, skjerming and klassifikasjon; numbers given here, without
/// gaps within the year; the change log. All of one capture is one transaction. Thread-safe.
class EmbeddedArchive final : public ports::Archive {
 public:
  explicit EmbeddedArchive(store::Database& database) : database_(database) {}

  Result<ports::ArchivedRecord> capture(const model::Submission& submission) override;
  Result<void> set_ekspedert(const ports::ArchivedRecord& record, model::Timestamp sendt) override;

 private:
  store::Database& database_;
};

}  // namespace fangst::archive
