#include "change_log.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/audit/row_digest.hpp>

#include <nlohmann/json.hpp>

namespace fangst::archive {

void log_change(sql::Transaction& tx, const Change& change, const std::string& actor) {
  const auto now = model::to_millis(tx.now());
  const auto rows = tx.query<std::int64_t>(
      "INSERT INTO endringslogg (arkivenhet, metadata, endret_dato, endret_av, tidligere_verdi, ny_verdi) "
      "VALUES (:1, :2, :3, :4, :5, :6) RETURNING id",
      change.arkivenhet, change.metadata, now, change.endret_av, change.tidligere_verdi, change.ny_verdi);
  const auto id = std::get<0>(rows.at(0));
  audit::append(tx, {"archive.endret", "", "", actor,
                     nlohmann::json{{"arkivenhet", change.arkivenhet},
                                    {"id", id},
                                    {"metadata", change.metadata},
                                    {"row", digest_of(id, now, change)}}
                         .dump()});
}

std::string digest_of(std::int64_t id, std::int64_t endret_dato, const Change& change) {
  return audit::RowDigest{}
      .add(id, change.arkivenhet, change.metadata, endret_dato, change.endret_av, change.tidligere_verdi,
           change.ny_verdi)
      .hex();
}

}  // namespace fangst::archive
