#pragma once

#include <fangst/ports/document_store.hpp>
#include <fangst/store/database.hpp>
#include <fangst/store/table_check.hpp>

#include <cstdint>
#include <functional>
#include <string>

/// The store's own tables, held against the audit log.
namespace fangst::store {

/// Tables submission, delivery and work: each row must say what the submission's entries tell.
void check_submissions(Session& session, Faults& faults);
/// Table intake_refusal: one row for each refusal, duplicate and conflict.
void check_refusals(Session& session, Faults& faults);
/// Tables component_pause, retry_job and retry_job_item.
void check_operations(Session& session, Faults& faults);
/// Tables document and document_owner: every document that an entry names is there.
void check_documents(Session& session, Faults& faults);
/// Table schema_migration.
void check_migrations(Session& session, Faults& faults, const std::vector<std::string>& expected);

/// Reads every document's bytes and compares their hash and size with the row. Returns the number of documents.
Result<std::uint64_t> check_document_bytes(Database& database, Faults& faults,
                                           const std::function<void(std::uint64_t, std::uint64_t)>& progress);

}  // namespace fangst::store
