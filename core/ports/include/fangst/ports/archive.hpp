#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/submission.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace fangst::ports {

/// The ids that the archive core gave: what the specialist system gets back.
struct ArchivedRecord {
  std::string saksmappe_system_id;     // M001
  int saksaar = 0;                     // M011
  std::int64_t sakssekvensnummer = 0;  // M012
  std::string journalpost_system_id;
  int journalaar = 0;                     // M013
  std::int64_t journalsekvensnummer = 0;  // M014
  std::int64_t journalpostnummer = 0;     // M015, within the case

  std::string saksnummer() const { return std::to_string(saksaar) + "/" + std::to_string(sakssekvensnummer); }
};

/// The Noark 5 core. Blocking and thread-safe.
class Archive {
 public:
  virtual ~Archive() = default;
  /// Captures the submission once: a second call with the same (source, external key) returns the first record.
  virtual Result<ArchivedRecord> capture(const model::Submission& submission) = 0;
  /// Sets journalstatus E (ekspedert) and sendtDato; has no effect when it is E already.
  virtual Result<void> set_ekspedert(const ArchivedRecord& record, model::Timestamp sendt) = 0;
};

}  // namespace fangst::ports
