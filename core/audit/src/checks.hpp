#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/sql/database.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// What is held against the log whatever the modules keep.
namespace fangst::audit {

/// Table schema_migration.
void check_migrations(sql::Session& session, Faults& faults, const std::vector<std::string>& expected);

/// Reads every document's bytes and compares their hash and size with the row. Returns the number of documents.
Result<std::uint64_t> check_document_bytes(sql::Database& database, Faults& faults,
                                           const std::function<void(std::uint64_t, std::uint64_t)>& progress);

}  // namespace fangst::audit
