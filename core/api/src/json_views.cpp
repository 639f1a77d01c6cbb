#include "json_views.hpp"

#include <fangst/store/record_json.hpp>

namespace fangst::api {

using nlohmann::json;

namespace {

json view(const model::Letter& letter) {
  json object{{"id", letter.id.str()},
              {"part", letter.part_no},
              {"channel", letter.channel ? letter.channel->str() : ""},
              {"reason", letter.reason},
              {"state", to_string(letter.state)},
              {"externalId", letter.external_id},
              {"dependencyStatus", letter.dependency_status}};
  if (letter.dispatched_at) object["dispatchedAt"] = model::to_rfc3339(*letter.dispatched_at);
  return object;
}

}  // namespace

json view(const store::StoredSubmission& stored) {
  const auto& submission = stored.submission;
  json object{{"id", submission.id.str()},
              {"source", submission.source.str()},
              {"externalKey", submission.content.external_key.str()},
              {"format", submission.format},
              {"type", submission.content.type},
              {"pipeline", submission.pipeline},
              {"state", to_string(submission.state)},
              {"step", submission.step.str()},
              {"attempts", submission.attempts},
              {"receivedAt", model::to_rfc3339(submission.received_at)},
              {"updatedAt", model::to_rfc3339(stored.updated_at)},
              {"fingerprint", submission.fingerprint.hex()},
              {"documents", json::array()},
              {"letters", json::array()}};
  for (const auto& document : submission.content.dokumenter) {
    json entry{{"filnavn", document.filnavn}, {"variantformat", document.variantformat}};
    if (document.sjekksum) entry["sha256"] = document.sjekksum->hex();
    if (document.filstoerrelse) entry["size"] = *document.filstoerrelse;
    object["documents"].push_back(std::move(entry));
  }
  for (const auto& letter : stored.letters) object["letters"].push_back(view(letter));
  if (stored.record) object["noark"] = store::record_json<json>(*stored.record);
  if (policy::account_of(submission.state) == policy::Account::in_flight)
    object["nextAt"] = model::to_rfc3339(stored.next_at);
  if (!stored.error_code.empty()) {
    object["error"] = {{"kind", stored.error_kind}, {"code", stored.error_code}, {"text", stored.error_text}};
  }
  return object;
}

json view(const store::SubmissionSummary& summary) {
  json object{{"id", summary.id},
              {"source", summary.source},
              {"externalKey", summary.external_key},
              {"type", summary.type},
              {"state", summary.state},
              {"step", summary.step},
              {"receivedAt", model::to_rfc3339(summary.received_at)},
              {"updatedAt", model::to_rfc3339(summary.updated_at)}};
  if (!summary.error_code.empty()) object["error"] = {{"code", summary.error_code}, {"text", summary.error_text}};
  return object;
}

json view(const audit::LoggedEvent& event) {
  return {{"index", event.index},
          {"at", model::to_rfc3339(event.at)},
          {"kind", event.kind},
          {"actor", event.actor},
          {"details", json::parse(event.body, nullptr, false)}};
}

json view(const store::Backlog& backlog) {
  return {{"pipeline", backlog.pipeline},
          {"step", backlog.step},
          {"state", backlog.state},
          {"count", backlog.count},
          {"oldest", model::to_rfc3339(backlog.oldest)}};
}

json view(const store::ParkedGroup& group) {
  return {{"step", group.step},
          {"code", group.code},
          {"text", group.text},
          {"count", group.count},
          {"first", model::to_rfc3339(group.first)},
          {"last", model::to_rfc3339(group.last)},
          {"examples", group.examples}};
}

json view(const store::Balance& balance) {
  return {{"source", balance.source},      {"day", balance.day},         {"received", balance.received},
          {"finished", balance.finished},  {"refused", balance.refused}, {"duplicate", balance.duplicate},
          {"inFlight", balance.in_flight}, {"parked", balance.parked},   {"holds", balance.holds()}};
}

json view(const store::RefusalSummary& refusal) {
  return {{"at", model::to_rfc3339(refusal.at)}, {"source", refusal.source},
          {"outcome", refusal.outcome},          {"format", refusal.format},
          {"externalKey", refusal.external_key}, {"code", refusal.code},
          {"traceId", refusal.trace_id},         {"errors", json::parse(refusal.fields, nullptr, false)}};
}

json view(const store::LetterSummary& summary) {
  return {{"channel", summary.channel}, {"state", summary.state}, {"count", summary.count}};
}

json view(const store::RetryJob& job) {
  json object{{"id", job.id}, {"at", model::to_rfc3339(job.at)}, {"actor", job.actor}, {"items", json::array()}};
  for (const auto& item : job.items) {
    object["items"].push_back({{"submission", item.submission}, {"result", item.result}});
  }
  return object;
}

}  // namespace fangst::api
