#include "document_list.hpp"
#include "work_rows.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/policy/error_mapping.hpp>
#include <fangst/store/record_json.hpp>
#include <fangst/store/submissions.hpp>
#include <fangst/text/utf8.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

void reschedule_work(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp due) {
  tx.run("UPDATE work SET due_at = :1, visible_at = :2, lease_owner = '', handouts = 0, begun = 0 WHERE id = :3",
         model::to_millis(due), model::to_millis(due), item.id);
}

void drop_work(sql::Transaction& tx, const ports::WorkItem& item) { tx.run("DELETE FROM work WHERE id = :1", item.id); }

void audit_step(sql::Transaction& tx, const ports::WorkItem& item, const std::string& kind, const json& body) {
  audit::append(tx, {kind, item.submission.str(), "", "step:" + item.step.str(), body.dump()});
}

json error_body(const Error& error) {
  return {{"kind", to_string(error.kind())},
          {"code", error.code()},
          {"where", error.where()},
          {"text", error.public_text()},
          {"detail", crypto::sha256(text::as_utf8(error.private_detail())).hex()}};
}

/// Returns what the audit entry says of it. A peer that is away uses up no attempts (invariant 12).
json set_failed(sql::Transaction& tx, const ports::WorkItem& item, model::SubmissionState state, model::Timestamp next,
                const Error& error) {
  // What a peer wrote may be no text at all.
  const auto rows = tx.query<std::int64_t>(
      "UPDATE submission SET state = :1, attempts = attempts + :2, next_at = :3, updated_at = :4, error_kind = :5, "
      "error_code = :6, error_text = :7, error_detail = :8 WHERE id = :9 RETURNING attempts",
      to_string(state), policy::is_outage(error.kind()) ? 0 : 1, model::to_millis(next), model::to_millis(tx.now()),
      to_string(error.kind()), error.code(), error.public_text(), text::as_utf8(error.private_detail()),
      item.submission.str());
  auto body = error_body(error);
  if (!rows.empty()) body["attempts"] = std::get<0>(rows.front());
  return body;
}

/// The next submission of the case that waits for its turn may go on (invariant 7).
void open_case_order(sql::Transaction& tx, const std::string& submission) {
  const auto closed = tx.query<std::string>(
      "UPDATE submission SET case_order_open = 0 WHERE id = :1 AND case_order_open = 1 RETURNING case_key", submission);
  if (closed.empty()) return;
  const auto next = tx.query<std::string, std::string, std::string, std::string>(
      "SELECT id, state, step, traceparent FROM submission WHERE case_key = :1 AND case_order_open = 1 ORDER BY seq "
      "LIMIT 1",
      std::get<0>(closed.front()));
  if (next.empty() || std::get<1>(next.front()) != "holding") return;
  const auto& [id, state, step, traceparent] = next.front();
  tx.run("UPDATE submission SET state = 'in_flight', next_at = :1, updated_at = :2 WHERE id = :3",
         model::to_millis(tx.now()), model::to_millis(tx.now()), id);
  insert_work(tx, id, step, tx.now(), traceparent);
  audit::append(tx, {"submission.turn", id, "", "engine", json{{"step", step}}.dump()});
}

}  // namespace

std::int64_t note_begun(sql::Transaction& tx, const ports::WorkItem& item) {
  const auto rows =
      tx.query<std::int64_t>("UPDATE work SET begun = begun + 1 WHERE id = :1 AND due_at = :2 RETURNING begun", item.id,
                             model::to_millis(item.due_at));
  return rows.empty() ? 0 : std::get<0>(rows.front());
}

void move_to(sql::Transaction& tx, const ports::WorkItem& item, const model::StepName& next) {
  drop_work(tx, item);
  tx.run(
      "UPDATE submission SET state = 'in_flight', step = :1, attempts = 0, next_at = :2, updated_at = :3, "
      "error_kind = NULL, error_code = NULL, error_text = NULL, error_detail = NULL WHERE id = :4",
      next.str(), model::to_millis(tx.now()), model::to_millis(tx.now()), item.submission.str());
  insert_work(tx, item.submission.str(), next.str(), tx.now(), item.traceparent);
  audit_step(tx, item, "submission.moved", {{"next", next.str()}});
}

void wait_until(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp until, const std::string& reason) {
  reschedule_work(tx, item, until);
  const auto first_time =
      tx.run("UPDATE submission SET state = 'waiting', updated_at = :1 WHERE id = :2 AND state <> 'waiting'",
             model::to_millis(tx.now()), item.submission.str());
  tx.run("UPDATE submission SET next_at = :1 WHERE id = :2", model::to_millis(until), item.submission.str());
  if (first_time == 1) audit_step(tx, item, "submission.waiting", {{"reason", reason}});
}

void run_again(sql::Transaction& tx, const ports::WorkItem& item) {
  // Later than this time's, by which the work that is under way is known.
  const auto due = std::max(tx.now(), item.due_at + std::chrono::milliseconds{1});
  reschedule_work(tx, item, due);
  tx.run(
      "UPDATE submission SET state = 'in_flight', attempts = 0, next_at = :1, updated_at = :2, error_kind = NULL, "
      "error_code = NULL, error_text = NULL, error_detail = NULL WHERE id = :3",
      model::to_millis(due), model::to_millis(tx.now()), item.submission.str());
  audit_step(tx, item, "submission.again", json::object());
}

void forget_attempts(sql::Transaction& tx, const ports::WorkItem& item) {
  tx.run("UPDATE submission SET attempts = 0 WHERE id = :1", item.submission.str());
}

void retry_at(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp at, const Error& error) {
  reschedule_work(tx, item, at);
  audit_step(tx, item, "submission.retrying", set_failed(tx, item, model::SubmissionState::retrying, at, error));
}

void await_lookup(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp at, const Error& error) {
  reschedule_work(tx, item, at);
  audit_step(tx, item, "submission.unknown_outcome",
             set_failed(tx, item, model::SubmissionState::unknown_outcome, at, error));
}

void finish(sql::Transaction& tx, const ports::WorkItem& item) {
  drop_work(tx, item);
  tx.run(
      "UPDATE submission SET state = 'finished', attempts = 0, next_at = :1, updated_at = :2, error_kind = NULL, "
      "error_code = NULL, error_text = NULL, error_detail = NULL WHERE id = :3",
      model::to_millis(tx.now()), model::to_millis(tx.now()), item.submission.str());
  audit_step(tx, item, "submission.finished", json::object());
  open_case_order(tx, item.submission.str());
}

void park(sql::Transaction& tx, const ports::WorkItem& item, const Error& error) {
  drop_work(tx, item);
  audit_step(tx, item, "submission.parked", set_failed(tx, item, model::SubmissionState::parked, tx.now(), error));
  open_case_order(tx, item.submission.str());
}

void end_side_work(sql::Transaction& tx, const ports::WorkItem& item) {
  drop_work(tx, item);
  audit_step(tx, item, "work.done", json::object());
}

void give_up_work(sql::Transaction& tx, const ports::WorkItem& item, const Error& error) {
  drop_work(tx, item);
  audit_step(tx, item, "work.given_up", error_body(error));
}

void postpone_work(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp at) {
  reschedule_work(tx, item, at);
}

void add_side_work(sql::Transaction& tx, const ports::WorkItem& item, const model::StepName& step) {
  insert_work(tx, item.submission.str(), step.str(), tx.now(), item.traceparent);
  audit_step(tx, item, "work.added", {{"step", step.str()}});
}

void wake_waiting(sql::Transaction& tx, const std::vector<std::string>& steps) {
  const auto now = model::to_millis(tx.now());
  for (const auto& step : steps) {
    // One that the broker holds is handed out anew: what it holds is then no longer current.
    tx.run("UPDATE work SET due_at = :1, visible_at = :2, lease_owner = '' WHERE step = :3 AND due_at > :4", now, now,
           step, now);
    tx.run("UPDATE submission SET next_at = :1 WHERE state <> 'finished' AND step = :2 AND next_at > :3", now, step,
           now);
  }
}

void record_capture(sql::Transaction& tx, const model::Submission& submission, const ports::ArchivedRecord& record) {
  const auto noark = record_json<json>(record);
  const auto index =
      audit::append(tx, {"submission.archived", submission.id.str(), submission.source.str(), "step:arkiver",
                         json{{"externalKey", submission.content.external_key.str()},
                              {"fingerprint", submission.fingerprint.hex()},
                              {"documents", document_list(submission.content)},
                              {"noark", noark}}
                             .dump()});
  tx.run("UPDATE submission SET record = :1, capture_idx = :2 WHERE id = :3", noark.dump(), index, submission.id.str());
  open_case_order(tx, submission.id.str());
}

void record_fetched(sql::Transaction& tx, const model::Submission& submission) {
  const auto content = codec::to_json(submission.content);
  tx.run("UPDATE submission SET content = :1 WHERE id = :2", content, submission.id.str());
  audit::append(
      tx, {"submission.fetched", submission.id.str(), submission.source.str(), "step:hent_filer",
           json{{"content", crypto::sha256(content).hex()}, {"documents", document_list(submission.content)}}.dump()});
}

bool retry_parked(sql::Transaction& tx, const model::SubmissionId& id, const std::string& actor) {
  const auto rows = tx.query<std::string, std::string>(
      "UPDATE submission SET state = 'in_flight', attempts = 0, updated_at = :1, next_at = :2 "
      "WHERE id = :3 AND state = 'parked' RETURNING step, traceparent",
      model::to_millis(tx.now()), model::to_millis(tx.now()), id.str());
  if (rows.empty()) return false;
  const auto& [step, traceparent] = rows.front();
  insert_work(tx, id.str(), step, tx.now(), traceparent);
  audit::append(tx, {"submission.retried", id.str(), "", actor, json{{"step", step}}.dump()});
  return true;
}

}  // namespace fangst::store
