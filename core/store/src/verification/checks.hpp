#pragma once

#include <fangst/audit/table_check.hpp>

/// The store's own tables, held against the audit log.
namespace fangst::store {

/// Tables submission, letter and work: each row must say what the submission's entries tell.
void check_submissions(sql::Session& session, audit::Faults& faults);
/// Table intake_refusal: one row for each refusal, duplicate and conflict.
void check_refusals(sql::Session& session, audit::Faults& faults);
/// Tables dependency_pause, retry_job and retry_job_item.
void check_operations(sql::Session& session, audit::Faults& faults);
/// Tables document and document_owner: every document that an entry names is there.
void check_documents(sql::Session& session, audit::Faults& faults);
/// Rows of any of these tables that belong to no submission and to no job.
void check_nothing_loose(sql::Session& session, audit::Faults& faults);

}  // namespace fangst::store
