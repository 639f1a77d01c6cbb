#pragma once

#include <fangst/ports/archive.hpp>

namespace fangst::store {

/// A record of the archive as JSON, for the store, events and the API. `Json` is the caller's JSON type, since a public
/// header may not name a JSON library: record_json<nlohmann::json>(record).
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
