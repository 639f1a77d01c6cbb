#include "document_list.hpp"
#include "life_entries.hpp"
#include "state_texts.hpp"
#include "submission_rows.hpp"
#include "work_rows.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/store/record_json.hpp>
#include <fangst/store/submissions.hpp>
#include <fangst/text/utf8.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

namespace happens = policy::submission_event;
using nlohmann::json;

void reschedule_work(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp due) {
  tx.run("UPDATE work SET due_at = :1, visible_at = :2, lease_owner = '', handouts = 0, begun = 0 WHERE id = :3",
         model::to_millis(due), model::to_millis(due), item.id);
}

void drop_work(sql::Transaction& tx, const ports::WorkItem& item) { tx.run("DELETE FROM work WHERE id = :1", item.id); }

void audit_work(sql::Transaction& tx, const ports::WorkItem& item, const std::string& kind, const json& body) {
  audit::append(tx, {kind, item.submission.str(), "", audit::actor_of(item.step), body.dump()});
}

/// What a dependency wrote may be no text at all.
policy::KeptError kept(const Error& error) {
  return {error.kind(), error.code(), error.public_text(), text::as_utf8(error.private_detail())};
}

policy::SubmissionChange allowed(const LiveRow& row, sql::Transaction& tx, const policy::SubmissionEvent::What& what) {
  auto change = policy::transition(row.life, {tx.now(), what});
  if (!change) throw sql::BrokenInvariant(std::move(change).error());
  return *std::move(change);
}

void add_work(sql::Transaction& tx, const LiveRow& row, const policy::SubmissionLife& life) {
  insert_work(tx, row.id, life.step.str(), life.next_at, row.traceparent);
}

void change_work(sql::Transaction& tx, const ports::WorkItem& item, const LiveRow& row,
                 const policy::SubmissionChange& change) {
  switch (change.work) {
    case policy::WorkChange::keep:
      return;
    case policy::WorkChange::add:
      return add_work(tx, row, change.life);
    case policy::WorkChange::reschedule:
      return reschedule_work(tx, item, change.life.next_at);
    case policy::WorkChange::replace:
      drop_work(tx, item);
      return add_work(tx, row, change.life);
    case policy::WorkChange::drop:
      return drop_work(tx, item);
  }
}

/// Invariant 7. The one that is first may be under way already: then nobody's turn has come.
void give_turn_to_next(sql::Transaction& tx, const std::string& case_key) {
  const auto next = find_first_of_case(tx, case_key);
  if (!next) return;
  const auto turn = policy::transition(next->life, {tx.now(), happens::Turn{}});
  if (!turn) return;
  write_progress(tx, next->id, turn->life);
  add_work(tx, *next, turn->life);
  audit::append(
      tx, {std::string(happens::Turn::kLogKind), next->id, "", "engine", to_body(happens::Turn{}, turn->life).dump()});
}

/// Takes the submission through what its work came to: the work, the row, the log and the case order. `where` is where
/// an error arose.
void change(sql::Transaction& tx, const CurrentWork& work, const policy::SubmissionEvent::What& what,
            const std::string& where = {}) {
  const auto& item = work.item;
  const LiveRow row{item.submission.str(), work.case_key.str(), item.traceparent, work.life};
  const auto changed = allowed(row, tx, what);
  change_work(tx, item, row, changed);
  write_progress(tx, row.id, changed.life);
  if (changed.is_logged) {
    auto body = to_body(what, changed.life);
    if (!where.empty()) body["where"] = where;
    audit_work(tx, item, std::string(policy::log_kind(what)), body);
  }
  if (!changed.opens_case_order) return;
  close_case_order(tx, row.id);
  give_turn_to_next(tx, row.case_key);
}

LiveRow live(sql::Transaction& tx, const model::SubmissionId& id) {
  auto row = find_live(tx, id);
  if (!row) throw sql::BrokenInvariant(policy::not_allowed("a change", "not accepted"));
  return *std::move(row);
}

}  // namespace

std::optional<CurrentWork> find_current(sql::Session& session, const ports::WorkItem& item) {
  auto row = find_live(session, item);
  if (!row) return std::nullopt;
  return CurrentWork{item, std::move(row->life), model::CaseKey(std::move(row->case_key))};
}

std::int64_t note_begun(sql::Transaction& tx, const ports::WorkItem& item) {
  const auto rows =
      tx.query<std::int64_t>("UPDATE work SET begun = begun + 1 WHERE id = :1 AND due_at = :2 RETURNING begun", item.id,
                             model::to_millis(item.due_at));
  return rows.empty() ? 0 : std::get<0>(rows.front());
}

void move_to(sql::Transaction& tx, const CurrentWork& work, const model::StepName& next) {
  change(tx, work, happens::Moved{next});
}

void wait_until(sql::Transaction& tx, const CurrentWork& work, model::Timestamp until, const std::string& reason) {
  change(tx, work, happens::Waiting{until, reason});
}

void run_again(sql::Transaction& tx, const CurrentWork& work) {
  // Later than this time's, by which the work that is under way is known.
  change(tx, work, happens::Again{std::max(tx.now(), work.item.due_at + std::chrono::milliseconds{1})});
}

void retry_at(sql::Transaction& tx, const CurrentWork& work, model::Timestamp at, const Error& error,
              bool made_progress) {
  change(tx, work, happens::Retrying{at, kept(error), made_progress}, error.where());
}

void await_lookup(sql::Transaction& tx, const CurrentWork& work, model::Timestamp at, const Error& error,
                  bool made_progress) {
  change(tx, work, happens::UnknownOutcome{at, kept(error), made_progress}, error.where());
}

void finish(sql::Transaction& tx, const CurrentWork& work) { change(tx, work, happens::Finished{}); }

void park(sql::Transaction& tx, const CurrentWork& work, const Error& error, bool made_progress) {
  change(tx, work, happens::Parked{kept(error), made_progress}, error.where());
}

void end_side_work(sql::Transaction& tx, const ports::WorkItem& item) {
  drop_work(tx, item);
  audit_work(tx, item, "work.done", json::object());
}

void give_up_work(sql::Transaction& tx, const ports::WorkItem& item, const Error& error) {
  drop_work(tx, item);
  auto body = to_body(kept(error));
  body["where"] = error.where();
  audit_work(tx, item, "work.given_up", body);
}

void postpone_work(sql::Transaction& tx, const ports::WorkItem& item, model::Timestamp at) {
  reschedule_work(tx, item, at);
}

void add_side_work(sql::Transaction& tx, const ports::WorkItem& item, const model::StepName& step) {
  insert_work(tx, item.submission.str(), step.str(), tx.now(), item.traceparent);
  audit_work(tx, item, "work.added", {{"step", step.str()}});
}

void wake_waiting(sql::Transaction& tx, const std::vector<std::string>& steps) {
  // A partial index leaves out what is finished: the text must say so by itself. What is at rest has no time to come.
  static const auto wake = "UPDATE submission SET next_at = :1 WHERE " +
                           state_is_not(model::SubmissionState::finished) + " AND step = :2 AND next_at > :3";
  const auto now = model::to_millis(tx.now());
  for (const auto& step : steps) {
    // One that the broker holds is handed out anew: what it holds is then no longer current.
    tx.run("UPDATE work SET due_at = :1, visible_at = :2, lease_owner = '' WHERE step = :3 AND due_at > :4", now, now,
           step, now);
    tx.run(wake, now, step, now);
  }
}

void record_capture(sql::Transaction& tx, const model::Submission& submission, const ports::ArchivedRecord& record,
                    const model::StepName& step) {
  const auto row = live(tx, submission.id);
  happens::Archived archived{record_json<json>(record).dump(), 0};
  auto body = to_body(archived, row.life);
  body["externalKey"] = submission.content.external_key.str();
  body["fingerprint"] = submission.fingerprint.hex();
  body["documents"] = document_list(submission.content);
  archived.capture_index = audit::append(tx, {std::string(archived.kLogKind), submission.id.str(),
                                              submission.source.str(), audit::actor_of(step), body.dump()});
  const auto changed = allowed(row, tx, archived);
  write_capture(tx, row.id, changed.life);
  if (changed.opens_case_order) give_turn_to_next(tx, row.case_key);
}

void record_fetched(sql::Transaction& tx, const model::Submission& submission, const model::StepName& step) {
  const auto row = live(tx, submission.id);
  const auto changed = allowed(row, tx, happens::Fetched{});
  const auto content = codec::to_json(submission.content);
  tx.run("UPDATE submission SET content = :1 WHERE id = :2", content, row.id);
  auto body = to_body(happens::Fetched{}, changed.life);
  body["content"] = crypto::sha256(content).hex();
  body["documents"] = document_list(submission.content);
  audit::append(tx, {std::string(happens::Fetched::kLogKind), row.id, submission.source.str(), audit::actor_of(step),
                     body.dump()});
}

bool retry_parked(sql::Transaction& tx, const model::SubmissionId& id, const std::string& actor) {
  const auto row = find_live(tx, id);
  if (!row) return false;
  const auto changed = policy::transition(row->life, {tx.now(), happens::Retried{}});
  if (!changed) return false;
  write_progress(tx, row->id, changed->life);
  add_work(tx, *row, changed->life);
  audit::append(tx, {std::string(happens::Retried::kLogKind), row->id, "", actor,
                     to_body(happens::Retried{}, changed->life).dump()});
  return true;
}

}  // namespace fangst::store
