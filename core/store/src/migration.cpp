#include "verification/checks.hpp"

#include <fangst/store/tables.hpp>

namespace fangst::store {
namespace {

constexpr const char* kFirst = R"sql(
CREATE TABLE document_owner (
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  PRIMARY KEY (sha256, source)
);
CREATE TABLE submission (
  seq {id},
  id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  external_key TEXT NOT NULL,
  idempotency_key TEXT,
  type TEXT NOT NULL,
  format TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  case_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  content TEXT NOT NULL,
  answer TEXT NOT NULL,
  state TEXT NOT NULL,
  step TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  case_order_open BIGINT NOT NULL,
  record TEXT,
  capture_idx BIGINT,
  error_kind TEXT,
  error_code TEXT,
  error_text TEXT,
  error_detail TEXT
);
CREATE UNIQUE INDEX submission_key ON submission (source, external_key);
CREATE UNIQUE INDEX submission_idempotency ON submission (source, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX submission_case_order ON submission (case_key, seq) WHERE case_order_open = 1;
CREATE INDEX submission_unfinished ON submission (state, step, updated_at) WHERE state <> 'finished';
CREATE INDEX submission_received ON submission (source, received_at);
CREATE TABLE letter (
  id TEXT PRIMARY KEY,
  submission_id TEXT NOT NULL,
  part_no BIGINT NOT NULL,
  channel TEXT,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  external_id TEXT NOT NULL,
  dependency_status TEXT NOT NULL,
  chosen_at BIGINT,
  claimed_by TEXT NOT NULL,
  claimed_at BIGINT,
  dispatched_at BIGINT,
  UNIQUE (submission_id, part_no)
);
CREATE TABLE work (
  id {id},
  submission_id TEXT NOT NULL,
  step TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  visible_at BIGINT NOT NULL,
  lease_owner TEXT NOT NULL,
  handouts BIGINT NOT NULL,
  begun BIGINT NOT NULL DEFAULT 0,
  traceparent TEXT NOT NULL
);
CREATE INDEX work_visible ON work (visible_at, id);
CREATE INDEX work_submission ON work (submission_id);
CREATE TABLE intake_refusal (
  seq {id},
  at BIGINT NOT NULL,
  source TEXT NOT NULL,
  outcome TEXT NOT NULL,
  format TEXT NOT NULL,
  external_key TEXT NOT NULL,
  code TEXT NOT NULL,
  trace_id TEXT NOT NULL,
  fields TEXT NOT NULL
);
CREATE INDEX intake_refusal_source ON intake_refusal (source, at);
CREATE INDEX intake_refusal_trace ON intake_refusal (trace_id);
CREATE INDEX refused_by_source ON intake_refusal (source, seq) WHERE outcome <> 'duplicate';
CREATE INDEX refused_by_code ON intake_refusal (code, seq) WHERE outcome <> 'duplicate';
CREATE TABLE dependency_pause (
  dependency TEXT PRIMARY KEY,
  since BIGINT NOT NULL,
  actor TEXT NOT NULL
);
CREATE TABLE retry_job (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  selection TEXT NOT NULL
);
CREATE TABLE retry_job_item (
  job_id TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (job_id, submission_id)
);
CREATE TABLE archive_order (
  submission_id TEXT NOT NULL,
  order_name TEXT NOT NULL,
  core TEXT NOT NULL,
  turn BIGINT NOT NULL,
  phase TEXT NOT NULL,
  look_up_at BIGINT,
  next_write TEXT NOT NULL,
  state_format BIGINT NOT NULL,
  state TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (submission_id, order_name)
);
CREATE INDEX archive_order_unfinished ON archive_order (core) WHERE phase <> 'done';
)sql";

void check_tables(sql::Session& session, audit::Faults& faults) {
  check_submissions(session, faults);
  check_refusals(session, faults);
  check_documents(session, faults);
  check_operations(session, faults);
  check_nothing_loose(session, faults);
}

}  // namespace

audit::ModuleTables tables() { return {{"store-001", kFirst}, check_tables}; }

}  // namespace fangst::store
