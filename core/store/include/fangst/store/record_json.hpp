#pragma once

#include <fangst/ports/archive.hpp>

namespace fangst::store {

/// What the archive made of a submission, as it is stored, told and shown. `Json` is the type that the caller writes
/// JSON with, since no header of ours names a JSON library: record_json<nlohmann::json>(record).
template <class Json>
Json record_json(const ports::ArchivedRecord& record) {
  return {{"saksmappe", record.saksmappe_system_id},
          {"saksaar", record.saksaar},
          {"sakssekvensnummer", record.sakssekvensnummer},
          {"saksnummer", record.saksnummer()},
          {"journalpost", record.journalpost_system_id},
          {"journalaar", record.journalaar},
          {"journalsekvensnummer", record.journalsekvensnummer},
          {"journalpostnummer", record.journalpostnummer},
          {"core", record.core}};
}

}  // namespace fangst::store
