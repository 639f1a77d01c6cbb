#include "change_log.hpp"

#include <fangst/observe/log.hpp>

namespace fangst::service {

using observe::Level;

void log_dependency(const pipeline::DependencyChange& change) {
  const auto event = "dependency." + std::string(to_string(change.now));
  if (change.reason == nullptr) return observe::log(Level::info, event, {{"dependency", change.dependency}});
  observe::log(Level::warning, event,
               {{"dependency", change.dependency},
                {"error_code", change.reason->code()},
                {"error_where", change.reason->where()},
                {"error_detail", change.reason->private_detail()}});
}

void log_database(const sql::DatabaseChange& change) {
  if (!change.is_lost) return observe::log(Level::info, "database.found", {{"error_where", change.where}});
  observe::log(Level::error, "database.lost", {{"error_where", change.where}, {"error_detail", change.detail}});
}

}  // namespace fangst::service
