#include "change_log.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/audit/row_digest.hpp>
#include <fangst/sql/insert.hpp>

#include <nlohmann/json.hpp>

namespace fangst::archive {

void log_change(sql::Transaction& tx, const Change& change, const std::string& actor) {
  const auto now = model::to_millis(tx.now());
  const auto id = sql::insert_returning<std::int64_t>(tx, "endringslogg", "id",
                                                      {{"arkivenhet", change.arkivenhet},
                                                       {"metadata", change.metadata},
                                                       {"endret_dato", now},
                                                       {"endret_av", change.endret_av},
                                                       {"tidligere_verdi", change.tidligere_verdi},
                                                       {"ny_verdi", change.ny_verdi}});
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
