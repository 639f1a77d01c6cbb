#include <fangst/codec/submission_json.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/policy/error_mapping.hpp>
#include <fangst/store/submissions.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

Error no_such_submission() {
  return {ErrorKind::not_found, "innsending.ukjent", "store.submission",
          PublicText{"Vi kjenner ingen innsending med denne id-en."}};
}

void insert_work(Transaction& tx, const std::string& submission, const std::string& step, model::Timestamp due,
                 const std::string& traceparent) {
  tx.run(
      "INSERT INTO work (submission_id, step, due_at, visible_at, lease_owner, deliveries, traceparent) "
      "VALUES (:1, :2, :3, :4, '', 0, :5)",
      submission, step, model::to_millis(due), model::to_millis(due), traceparent);
}

void reschedule_work(Transaction& tx, const ports::WorkItem& item, model::Timestamp due) {
  tx.run("UPDATE work SET due_at = :1, visible_at = :2, lease_owner = '', deliveries = 0, begun = 0 WHERE id = :3",
         model::to_millis(due), model::to_millis(due), item.id);
}

void audit_step(Transaction& tx, const ports::WorkItem& item, const std::string& kind, const json& body) {
  tx.audit({kind, item.submission.str(), "", "step:" + item.step.str(), body.dump()});
}

json error_body(const Error& error) {
  return {{"kind", to_string(error.kind())},
          {"code", error.code()},
          {"where", error.where()},
          {"text", error.public_text()}};
}

void set_failed(Transaction& tx, const ports::WorkItem& item, model::SubmissionState state, model::Timestamp next,
                const Error& error) {
  // A peer that is away uses up no attempts (invariant 12). What a peer wrote may be no text at all.
  tx.run(
      "UPDATE submission SET state = :1, attempts = attempts + :2, next_at = :3, updated_at = :4, error_kind = :5, "
      "error_code = :6, error_text = :7, error_detail = :8 WHERE id = :9",
      to_string(state), policy::is_outage(error.kind()) ? 0 : 1, model::to_millis(next), model::to_millis(tx.now()),
      to_string(error.kind()), error.code(), error.public_text(), codec::as_utf8(error.private_detail()),
      item.submission.str());
}

/// The next submission of the case that waits for its turn may go on (invariant 7).
void open_lane_for_next(Transaction& tx, const std::string& submission) {
  const auto closed = tx.query<std::string>(
      "UPDATE submission SET lane_open = 0 WHERE id = :1 AND lane_open = 1 RETURNING case_key", submission);
  if (closed.empty()) return;
  const auto next = tx.query<std::string, std::string, std::string, std::string>(
      "SELECT id, state, step, traceparent FROM submission WHERE case_key = :1 AND lane_open = 1 ORDER BY seq LIMIT 1",
      std::get<0>(closed.front()));
  if (next.empty() || std::get<1>(next.front()) != "holding") return;
  const auto& [id, state, step, traceparent] = next.front();
  tx.run("UPDATE submission SET state = 'in_flight', updated_at = :1 WHERE id = :2", model::to_millis(tx.now()), id);
  insert_work(tx, id, step, tx.now(), traceparent);
  tx.audit({"submission.turn", id, "", "engine", json{{"step", step}}.dump()});
}

std::optional<AcceptanceOutcome> earlier(Transaction& tx, const Acceptance& acceptance) {
  const auto& submission = acceptance.submission;
  const auto by_key =
      "SELECT id, external_key, fingerprint, answer FROM submission WHERE source = :1 AND external_key = :2";
  const auto by_idempotency =
      "SELECT id, external_key, fingerprint, answer FROM submission WHERE source = :1 AND idempotency_key = :2";
  auto rows = tx.query<std::string, std::string, std::string, std::string>(by_key, submission.source.str(),
                                                                           submission.content.external_key.str());
  if (rows.empty() && !acceptance.idempotency_key.empty()) {
    rows = tx.query<std::string, std::string, std::string, std::string>(by_idempotency, submission.source.str(),
                                                                        acceptance.idempotency_key);
  }
  if (rows.empty()) return std::nullopt;
  auto& [id, key, fingerprint, answer] = rows.front();
  AcceptanceOutcome outcome;
  outcome.id = model::SubmissionId(id);
  outcome.answer = answer;
  outcome.stored_fingerprint = model::Sha256::from_hex(fingerprint).value_or(model::Sha256{});
  const bool same =
      outcome.stored_fingerprint == submission.fingerprint && key == submission.content.external_key.str();
  outcome.kind = same ? AcceptanceOutcome::Kind::repeated : AcceptanceOutcome::Kind::conflict;
  return outcome;
}

json document_list(const model::SubmissionContent& content) {
  auto list = json::array();
  for (const auto& document : content.dokumenter) {
    json entry{{"variantformat", document.variantformat}};
    if (document.sjekksum) entry["sha256"] = document.sjekksum->hex();
    if (document.filstoerrelse) entry["size"] = *document.filstoerrelse;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

AcceptanceOutcome accept(Transaction& tx, const Acceptance& acceptance) {
  const auto& submission = acceptance.submission;
  if (auto found = earlier(tx, acceptance)) {
    record_refusal(tx, {submission.source, found->kind == AcceptanceOutcome::Kind::repeated ? "duplicate" : "conflict",
                        submission.format, submission.content.external_key.str(), ""});
    return *found;
  }
  const auto ahead = tx.query<std::int64_t>("SELECT seq FROM submission WHERE case_key = :1 AND lane_open = 1 LIMIT 1",
                                            submission.case_key.str());
  const bool holds = !ahead.empty();
  const auto now = model::to_millis(tx.now());
  const auto key = acceptance.idempotency_key.empty() ? std::nullopt : std::optional(acceptance.idempotency_key);
  tx.run(
      "INSERT INTO submission (id, source, external_key, idempotency_key, type, format, pipeline, case_key, "
      "fingerprint, "
      "content, answer, state, step, attempts, next_at, received_at, updated_at, traceparent, lane_open) "
      "VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13, 0, :14, :15, :16, :17, 1)",
      submission.id.str(), submission.source.str(), submission.content.external_key.str(), key, submission.content.type,
      submission.format, submission.pipeline, submission.case_key.str(), submission.fingerprint.hex(),
      codec::to_json(submission.content), acceptance.answer, holds ? "holding" : "in_flight", submission.step.str(),
      now, model::to_millis(submission.received_at), now, submission.traceparent);
  if (!holds) insert_work(tx, submission.id.str(), submission.step.str(), tx.now(), submission.traceparent);
  tx.audit({"submission.accepted", submission.id.str(), submission.source.str(), "source:" + submission.source.str(),
            json{{"externalKey", submission.content.external_key.str()},
                 {"fingerprint", submission.fingerprint.hex()},
                 {"format", submission.format},
                 {"holding", holds},
                 {"pipeline", submission.pipeline},
                 {"documents", document_list(submission.content)}}
                .dump()});
  return {AcceptanceOutcome::Kind::accepted, acceptance.answer, submission.id, submission.fingerprint};
}

void record_refusal(Transaction& tx, const Refusal& refusal) {
  tx.run("INSERT INTO intake_refusal (at, source, outcome, format, external_key, code) VALUES (:1, :2, :3, :4, :5, :6)",
         model::to_millis(tx.now()), refusal.source.str(), refusal.outcome, refusal.format, refusal.external_key,
         refusal.code);
  tx.audit({"intake." + refusal.outcome, "", refusal.source.str(), "source:" + refusal.source.str(),
            json{{"externalKey", refusal.external_key}, {"format", refusal.format}, {"code", refusal.code}}.dump()});
}

bool may_refer_to(Session& session, const model::SourceName& source, const model::Sha256& sha256) {
  return !session
              .query<std::int64_t>("SELECT uploaded_at FROM document_owner WHERE sha256 = :1 AND source = :2",
                                   sha256.hex(), source.str())
              .empty();
}

void record_upload(Transaction& tx, const model::SourceName& source, const model::Sha256& sha256, std::uint64_t size) {
  const auto added = tx.run(
      "INSERT INTO document_owner (sha256, source, uploaded_at) VALUES (:1, :2, :3) ON CONFLICT (sha256, source) DO "
      "NOTHING",
      sha256.hex(), source.str(), model::to_millis(tx.now()));
  if (added == 0) return;
  tx.audit({"document.uploaded", "", source.str(), "source:" + source.str(),
            json{{"sha256", sha256.hex()}, {"size", size}}.dump()});
}

Result<StoredSubmission> load(Session& session, const model::SubmissionId& id) {
  using OptionalText = std::optional<std::string>;
  const auto head =
      session.query<std::int64_t, std::string, std::string, std::string, std::string, std::string, std::string,
                    std::string, std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string>(
          "SELECT seq, source, format, pipeline, case_key, fingerprint, content, state, step, attempts, next_at, "
          "received_at, "
          "updated_at, traceparent FROM submission WHERE id = :1",
          id.str());
  if (head.empty()) return Failure(no_such_submission());
  const auto& [seq, source, format, pipeline, case_key, fingerprint, content, state, step, attempts, next_at,
               received_at, updated_at, traceparent] = head.front();
  StoredSubmission stored;
  stored.seq = seq;
  stored.next_at = model::from_millis(next_at);
  stored.updated_at = model::from_millis(updated_at);
  auto& submission = stored.submission;
  submission.id = id;
  submission.source = model::SourceName(source);
  submission.format = format;
  submission.pipeline = pipeline;
  submission.case_key = model::CaseKey(case_key);
  submission.received_at = model::from_millis(received_at);
  submission.traceparent = traceparent;
  submission.fingerprint = model::Sha256::from_hex(fingerprint).value_or(model::Sha256{});
  submission.state = model::parse_submission_state(state).value_or(model::SubmissionState::parked);
  submission.step = model::StepName(step);
  submission.attempts = static_cast<int>(attempts);
  FANGST_TRY(submission.content, codec::from_stored_json(content));

  const auto rest =
      session.query<OptionalText, std::optional<std::int64_t>, OptionalText, OptionalText, OptionalText, OptionalText>(
          "SELECT record, capture_idx, error_kind, error_code, error_text, error_detail FROM submission WHERE id = :1",
          id.str());
  if (rest.empty()) return Failure(no_such_submission());
  const auto& [record, capture, kind, code, text, detail] = rest.front();
  if (record) {
    const auto fields = json::parse(*record);
    stored.record =
        ports::ArchivedRecord{fields.at("saksmappe"),        fields.at("saksaar"),    fields.at("sakssekvensnummer"),
                              fields.at("journalpost"),      fields.at("journalaar"), fields.at("journalsekvensnummer"),
                              fields.at("journalpostnummer")};
  }
  stored.capture_index = capture;
  stored.error_kind = kind.value_or("");
  stored.error_code = code.value_or("");
  stored.error_text = text.value_or("");
  stored.error_detail = detail.value_or("");
  return stored;
}

bool is_current(Session& session, const ports::WorkItem& item) {
  return !session
              .query<std::int64_t>("SELECT id FROM work WHERE id = :1 AND due_at = :2", item.id,
                                   model::to_millis(item.due_at))
              .empty();
}

std::int64_t note_begun(Transaction& tx, const ports::WorkItem& item) {
  const auto rows = tx.query<std::int64_t>("UPDATE work SET begun = begun + 1 WHERE id = :1 RETURNING begun", item.id);
  return rows.empty() ? 0 : std::get<0>(rows.front());
}

void move_to(Transaction& tx, const ports::WorkItem& item, const model::StepName& next) {
  drop_work(tx, item);
  tx.run(
      "UPDATE submission SET state = 'in_flight', step = :1, attempts = 0, next_at = :2, updated_at = :3, "
      "error_kind = NULL, error_code = NULL, error_text = NULL, error_detail = NULL WHERE id = :4",
      next.str(), model::to_millis(tx.now()), model::to_millis(tx.now()), item.submission.str());
  insert_work(tx, item.submission.str(), next.str(), tx.now(), item.traceparent);
  audit_step(tx, item, "submission.moved", {{"next", next.str()}});
}

void wait_until(Transaction& tx, const ports::WorkItem& item, model::Timestamp until, const std::string& reason) {
  reschedule_work(tx, item, until);
  const auto first_time =
      tx.run("UPDATE submission SET state = 'waiting' WHERE id = :1 AND state <> 'waiting'", item.submission.str());
  tx.run("UPDATE submission SET next_at = :1, updated_at = :2 WHERE id = :3", model::to_millis(until),
         model::to_millis(tx.now()), item.submission.str());
  if (first_time == 1) audit_step(tx, item, "submission.waiting", {{"reason", reason}});
}

void retry_at(Transaction& tx, const ports::WorkItem& item, model::Timestamp at, const Error& error) {
  reschedule_work(tx, item, at);
  set_failed(tx, item, model::SubmissionState::retrying, at, error);
  audit_step(tx, item, "submission.retrying", error_body(error));
}

void await_lookup(Transaction& tx, const ports::WorkItem& item, model::Timestamp at, const Error& error) {
  reschedule_work(tx, item, at);
  set_failed(tx, item, model::SubmissionState::unknown_outcome, at, error);
  audit_step(tx, item, "submission.unknown_outcome", error_body(error));
}

void finish(Transaction& tx, const ports::WorkItem& item) {
  drop_work(tx, item);
  tx.run(
      "UPDATE submission SET state = 'finished', attempts = 0, updated_at = :1, error_kind = NULL, error_code = NULL, "
      "error_text = NULL, error_detail = NULL WHERE id = :2",
      model::to_millis(tx.now()), item.submission.str());
  audit_step(tx, item, "submission.finished", json::object());
  open_lane_for_next(tx, item.submission.str());
}

void park(Transaction& tx, const ports::WorkItem& item, const Error& error, const model::StepName& tell_step) {
  drop_work(tx, item);
  set_failed(tx, item, model::SubmissionState::parked, tx.now(), error);
  audit_step(tx, item, "submission.parked", error_body(error));
  open_lane_for_next(tx, item.submission.str());
  if (!tell_step.empty() && tell_step != item.step) {
    insert_work(tx, item.submission.str(), tell_step.str(), tx.now(), item.traceparent);
  }
}

void drop_work(Transaction& tx, const ports::WorkItem& item) { tx.run("DELETE FROM work WHERE id = :1", item.id); }

void give_up_work(Transaction& tx, const ports::WorkItem& item, const Error& error) {
  drop_work(tx, item);
  audit_step(tx, item, "work.given_up", error_body(error));
}

void postpone_work(Transaction& tx, const ports::WorkItem& item, model::Timestamp at) { reschedule_work(tx, item, at); }

void add_side_work(Transaction& tx, const ports::WorkItem& item, const model::StepName& step) {
  insert_work(tx, item.submission.str(), step.str(), tx.now(), item.traceparent);
}

void wake_waiting(Transaction& tx, const std::vector<std::string>& steps) {
  const auto now = model::to_millis(tx.now());
  for (const auto& step : steps) {
    tx.run("UPDATE work SET due_at = :1, visible_at = :2 WHERE step = :3 AND lease_owner = '' AND visible_at > :4", now,
           now, step, now);
  }
}

void record_capture(Transaction& tx, const model::Submission& submission, const ports::ArchivedRecord& record) {
  const auto index = tx.audit({"submission.archived", submission.id.str(), submission.source.str(), "step:arkiver",
                               json{{"externalKey", submission.content.external_key.str()},
                                    {"fingerprint", submission.fingerprint.hex()},
                                    {"documents", document_list(submission.content)},
                                    {"noark", json::parse(record_to_json(record))}}
                                   .dump()});
  tx.run("UPDATE submission SET record = :1, capture_idx = :2 WHERE id = :3", record_to_json(record), index,
         submission.id.str());
  open_lane_for_next(tx, submission.id.str());
}

void record_fetched(Transaction& tx, const model::Submission& submission) {
  tx.run("UPDATE submission SET content = :1 WHERE id = :2", codec::to_json(submission.content), submission.id.str());
  tx.audit({"submission.fetched", submission.id.str(), submission.source.str(), "step:hent_filer",
            json{{"documents", document_list(submission.content)}}.dump()});
}

bool retry_parked(Transaction& tx, const model::SubmissionId& id, const std::string& actor) {
  const auto rows = tx.query<std::string, std::string>(
      "UPDATE submission SET state = 'in_flight', attempts = 0, updated_at = :1, next_at = :2 "
      "WHERE id = :3 AND state = 'parked' RETURNING step, traceparent",
      model::to_millis(tx.now()), model::to_millis(tx.now()), id.str());
  if (rows.empty()) return false;
  const auto& [step, traceparent] = rows.front();
  insert_work(tx, id.str(), step, tx.now(), traceparent);
  tx.audit({"submission.retried", id.str(), "", actor, json{{"step", step}}.dump()});
  return true;
}

std::string record_to_json(const ports::ArchivedRecord& record) {
  return json{{"saksmappe", record.saksmappe_system_id},
              {"saksaar", record.saksaar},
              {"sakssekvensnummer", record.sakssekvensnummer},
              {"saksnummer", record.saksnummer()},
              {"journalpost", record.journalpost_system_id},
              {"journalaar", record.journalaar},
              {"journalsekvensnummer", record.journalsekvensnummer},
              {"journalpostnummer", record.journalpostnummer}}
      .dump();
}

}  // namespace fangst::store
