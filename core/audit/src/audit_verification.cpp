#include "checks.hpp"
#include "log_check.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/tlog/note.hpp>

#include <nlohmann/json.hpp>

namespace fangst::audit {
namespace {

std::vector<std::string> migration_names(const Log& log) {
  std::vector<std::string> names;
  for (const auto& migration : sql::migrations_of(log)) names.push_back(migration.name);
  return names;
}

void check_tables(sql::Session& session, Faults& faults, const Log& log) {
  check_migrations(session, faults, migration_names(log));
  for (const auto& module : log.settings().tables) module.check(session, faults);
}

}  // namespace

Result<Verification> verify(sql::Database& database, const Scope& scope) {
  const auto& log = log_of(database);
  const auto key = verifier_key_of(database);
  const auto progress_of = [&scope](const char* what) {
    return [&scope, what](std::uint64_t done, std::uint64_t total) {
      if (scope.progress) scope.progress(what, done, total);
    };
  };
  Verification verification;
  Faults faults;
  FANGST_CHECK(database.read([&](sql::Session& session) -> Result<void> {
    verification.entries = check_log(session, faults, key, progress_of("innførsler"));
    try {
      check_tables(session, faults, log);
    } catch (const nlohmann::json::exception& error) {
      // By its number: the library's text quotes what stands in the entry.
      faults.add("Loggen har innførsler som ikke kan leses (json " + std::to_string(error.id) + ").");
    }
    return {};
  }));
  if (scope.reads_documents) {
    FANGST_TRY(verification.documents, check_document_bytes(database, faults, progress_of("dokumenter")));
  }
  verification.fault_count = faults.count();
  verification.faults = faults.list();
  return verification;
}

}  // namespace fangst::audit
