#include "document_list.hpp"
#include "life_entries.hpp"
#include "work_rows.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/audit/row_digest.hpp>
#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/sql/insert.hpp>
#include <fangst/store/submissions.hpp>
#include <fangst/text/identity_numbers.hpp>
#include <fangst/text/trace_context.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

std::optional<AcceptanceOutcome> earlier(sql::Transaction& tx, const Acceptance& acceptance) {
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

/// What never changes of the row; fangst audit verify reads the same columns back.
std::string identity_digest(const Acceptance& acceptance, const std::optional<std::string>& idempotency_key) {
  const auto& submission = acceptance.submission;
  return audit::RowDigest{}
      .add(submission.id.str(), submission.source.str(), submission.content.external_key.str(), idempotency_key,
           submission.content.type, submission.format, submission.pipeline, submission.case_key.str(),
           submission.fingerprint.hex(), acceptance.answer, model::to_millis(submission.received_at),
           submission.traceparent)
      .hex();
}

}  // namespace

AcceptanceOutcome accept(sql::Transaction& tx, const Acceptance& acceptance) {
  const auto& submission = acceptance.submission;
  if (auto found = earlier(tx, acceptance)) {
    record_refusal(tx, {submission.source, found->kind == AcceptanceOutcome::Kind::repeated ? "duplicate" : "conflict",
                        submission.format, submission.content.external_key.str(),
                        found->kind == AcceptanceOutcome::Kind::repeated ? "" : std::string(kOtherContent),
                        std::string(text::trace_id_of(submission.traceparent))});
    return *found;
  }
  const auto ahead = tx.query<std::int64_t>(
      "SELECT seq FROM submission WHERE case_key = :1 AND case_order_open = 1 LIMIT 1", submission.case_key.str());
  const policy::submission_event::Accepted accepted{submission.step, !ahead.empty()};
  auto begun = policy::transition(std::nullopt, {tx.now(), accepted});
  if (!begun) throw sql::BrokenInvariant(std::move(begun).error());
  const auto& life = begun->life;
  const auto key = acceptance.idempotency_key.empty() ? std::nullopt : std::optional(acceptance.idempotency_key);
  const auto content = codec::to_json(submission.content);
  const auto seq = sql::insert_returning<std::int64_t>(tx, "submission", "seq",
                                                       {{"id", submission.id.str()},
                                                        {"source", submission.source.str()},
                                                        {"external_key", submission.content.external_key.str()},
                                                        {"idempotency_key", key},
                                                        {"type", submission.content.type},
                                                        {"format", submission.format},
                                                        {"pipeline", submission.pipeline},
                                                        {"case_key", submission.case_key.str()},
                                                        {"fingerprint", submission.fingerprint.hex()},
                                                        {"content", content},
                                                        {"answer", acceptance.answer},
                                                        {"state", to_string(life.state)},
                                                        {"step", life.step.str()},
                                                        {"attempts", life.attempts},
                                                        {"next_at", model::to_millis(life.next_at)},
                                                        {"received_at", model::to_millis(submission.received_at)},
                                                        {"updated_at", model::to_millis(life.updated_at)},
                                                        {"traceparent", submission.traceparent},
                                                        {"case_order_open", life.case_order_open}});
  if (begun->work == policy::WorkChange::add) {
    insert_work(tx, submission.id.str(), life.step.str(), life.next_at, submission.traceparent);
  }
  auto body = to_body(accepted, life);
  body.update({{"externalKey", submission.content.external_key.str()},
               {"fingerprint", submission.fingerprint.hex()},
               {"format", submission.format},
               {"pipeline", submission.pipeline},
               {"seq", seq},
               {"row", identity_digest(acceptance, key)},
               {"content", crypto::sha256(content).hex()},
               {"documents", document_list(submission.content)}});
  audit::append(tx, {std::string(accepted.kLogKind), submission.id.str(), submission.source.str(),
                     "source:" + submission.source.str(), body.dump()});
  return {AcceptanceOutcome::Kind::accepted, acceptance.answer, submission.id, submission.fingerprint};
}

namespace {

std::string fields_of(const Refusal& refusal) {
  auto list = json::array();
  for (const auto& field : refusal.fields) {
    if (list.size() == Refusal::kMostFields) break;
    // A pointer may name a key that the sender chose.
    list.push_back(
        {{"pointer", text::mask_eleven_digits(field.pointer)}, {"detail", text::mask_eleven_digits(field.message)}});
  }
  return list.dump(-1, ' ', true, json::error_handler_t::replace);
}

}  // namespace

void record_refusal(sql::Transaction& tx, const Refusal& refusal) {
  const auto fields = fields_of(refusal);
  const auto seq = sql::insert_returning<std::int64_t>(tx, "intake_refusal", "seq",
                                                       {{"at", model::to_millis(tx.now())},
                                                        {"source", refusal.source.str()},
                                                        {"outcome", refusal.outcome},
                                                        {"format", refusal.format},
                                                        {"external_key", refusal.external_key},
                                                        {"code", refusal.code},
                                                        {"trace_id", refusal.trace_id},
                                                        {"fields", fields}});
  audit::append(tx, {"intake." + refusal.outcome, "", refusal.source.str(), "source:" + refusal.source.str(),
                     json{{"externalKey", refusal.external_key},
                          {"format", refusal.format},
                          {"code", refusal.code},
                          {"traceId", refusal.trace_id},
                          {"fields", crypto::sha256(fields).hex()},
                          {"seq", seq}}
                         .dump()});
}

bool may_refer_to(sql::Session& session, const model::SourceName& source, const model::Sha256& sha256) {
  return !session
              .query<std::int64_t>("SELECT uploaded_at FROM document_owner WHERE sha256 = :1 AND source = :2",
                                   sha256.hex(), source.str())
              .empty();
}

void record_upload(sql::Transaction& tx, const model::SourceName& source, const model::Sha256& sha256,
                   std::uint64_t size) {
  const auto added = tx.run(
      "INSERT INTO document_owner (sha256, source, uploaded_at) VALUES (:1, :2, :3) ON CONFLICT (sha256, source) DO "
      "NOTHING",
      sha256.hex(), source.str(), model::to_millis(tx.now()));
  if (added == 0) return;
  audit::append(tx, {"document.uploaded", "", source.str(), "source:" + source.str(),
                     json{{"sha256", sha256.hex()}, {"size", size}}.dump()});
}

}  // namespace fangst::store
