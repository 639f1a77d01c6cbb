#pragma once

#include <fangst/sql/database.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace fangst::archive {

/// One entry of the endringslogg (Noark 5 vedlegg 3; M680-M684).
struct Change {
  std::string arkivenhet;  ///< systemID
  std::string metadata;    ///< element name, e.g. "journalstatus"
  std::string endret_av;
  std::optional<std::string> tidligere_verdi;
  std::optional<std::string> ny_verdi;
};
/// Writes it, and the audit entry that holds it fast. `actor` as in audit::Entry.
void log_change(sql::Transaction& tx, const Change& change, const std::string& actor);

std::string digest_of(std::int64_t id, std::int64_t endret_dato, const Change& change);

}  // namespace fangst::archive
