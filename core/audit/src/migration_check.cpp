#include "checks.hpp"

#include <algorithm>

namespace fangst::audit {

void check_migrations(sql::Session& session, Faults& faults, const std::vector<std::string>& expected) {
  std::vector<std::string> found;
  for (auto& [name] : session.query<std::string>("SELECT name FROM schema_migration")) found.push_back(name);
  std::sort(found.begin(), found.end());
  auto sorted = expected;
  std::sort(sorted.begin(), sorted.end());
  if (found != sorted) faults.add("Tabellen schema_migration stemmer ikke med denne versjonen av Fangst.");
}

}  // namespace fangst::audit
