#include "../migrations.hpp"
#include "checks.hpp"
#include "log_check.hpp"

#include <fangst/store/audit_reader.hpp>
#include <fangst/tlog/note.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

std::vector<std::string> migration_names(const DatabaseSettings& settings) {
  std::vector<std::string> names;
  for (const auto& migration : store_migrations()) names.push_back(migration.name);
  for (const auto& module : settings.modules) names.push_back(module.migration.name);
  return names;
}

void check_tables(Session& session, Faults& faults, const DatabaseSettings& settings) {
  check_migrations(session, faults, migration_names(settings));
  check_submissions(session, faults);
  check_refusals(session, faults);
  check_documents(session, faults);
  check_operations(session, faults);
  for (const auto& module : settings.modules) module.check(session, faults);
}

}  // namespace

Result<AuditVerification> verify_audit(Database& database, const AuditScope& scope) {
  const auto& settings = database.settings();
  const auto key = tlog::verifier_key(settings.log_origin, database.log_key());
  const auto progress_of = [&scope](const char* what) {
    return [&scope, what](std::uint64_t done, std::uint64_t total) {
      if (scope.progress) scope.progress(what, done, total);
    };
  };
  AuditVerification verification;
  Faults faults;
  FANGST_CHECK(database.read([&](Session& session) -> Result<void> {
    verification.entries = check_log(session, faults, key, progress_of("innførsler"));
    try {
      check_tables(session, faults, settings);
    } catch (const nlohmann::json::exception&) {
      faults.add("Loggen har innførsler som ikke kan leses.");
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

}  // namespace fangst::store
