#include "change_log.hpp"

namespace fangst::archive {

void log_change(store::Transaction& tx, const Change& change) {
  tx.run(
      "INSERT INTO endringslogg (arkivenhet, metadata, endret_dato, endret_av, tidligere_verdi, ny_verdi) "
      "VALUES (:1, :2, :3, :4, :5, :6)",
      change.arkivenhet, change.metadata, model::to_millis(tx.now()), change.endret_av, change.tidligere_verdi,
      change.ny_verdi);
}

}  // namespace fangst::archive
