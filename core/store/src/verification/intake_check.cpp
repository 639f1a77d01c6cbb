#include "checks.hpp"

#include <fangst/crypto/hasher.hpp>
#include <fangst/policy/submission_life.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

void check_refusal(sql::Session& session, audit::Faults& faults, const audit::LogEntry& entry,
                   const std::string& outcome) {
  const auto body = json::parse(entry.body, nullptr, false);
  const auto seq = body.is_object() && body.contains("seq") ? body["seq"].get<std::int64_t>() : 0;
  const auto name = "Avvisning " + std::to_string(seq);
  const auto rows = session.query<std::int64_t, std::string, std::string, std::string, std::string, std::string,
                                  std::string, std::string>(
      "SELECT at, source, outcome, format, external_key, code, trace_id, fields FROM intake_refusal WHERE seq = :1",
      seq);
  if (rows.empty()) return faults.add(name + " er slettet.");
  const auto& [at, source, found, format, key, code, trace_id, fields] = rows.front();
  faults.compare(name, {"at", "source", "outcome", "format", "external_key", "code", "trace_id", "fields"},
                 {entry.at, entry.source, outcome, body.value("format", ""), body.value("externalKey", ""),
                  body.value("code", ""), body.value("traceId", ""), body.value("fields", "")},
                 {at, source, found, format, key, code, trace_id, crypto::sha256(fields).hex()});
}

struct NamedDocument {
  std::string sha256;
  std::int64_t size = 0;
};

/// The documents that an entry says are stored: an upload's one, or those of a submission that have come.
std::vector<NamedDocument> documents_named_in(const json& body) {
  std::vector<NamedDocument> documents;
  const auto add = [&documents](const json& document) {
    if (document.contains("sha256") && document.contains("size")) {
      documents.push_back({document["sha256"], document["size"]});
    }
  };
  if (!body.contains("documents")) add(body);
  for (const auto& document : body.value("documents", json::array())) add(document);
  return documents;
}

void check_named_documents(sql::Session& session, audit::Faults& faults, const audit::LogEntry& entry) {
  const auto body = json::parse(entry.body, nullptr, false);
  if (!body.is_object()) return faults.add("Innførsel " + std::to_string(entry.index) + " kan ikke leses.");
  for (const auto& document : documents_named_in(body)) {
    const auto rows = session.query<std::int64_t>("SELECT size FROM document WHERE sha256 = :1", document.sha256);
    if (rows.empty()) {
      faults.add("Dokument " + document.sha256 + " er slettet.");
    } else if (std::get<0>(rows.front()) != document.size) {
      faults.add("Dokument " + document.sha256 + " stemmer ikke med loggen: size.");
    }
  }
}

void check_owner(sql::Session& session, audit::Faults& faults, const audit::LogEntry& entry) {
  const auto body = json::parse(entry.body, nullptr, false);
  const auto sha256 = body.is_object() ? body.value("sha256", "") : "";
  const auto rows = session.query<std::int64_t>(
      "SELECT uploaded_at FROM document_owner WHERE sha256 = :1 AND source = :2", sha256, entry.source);
  if (rows.empty() || std::get<0>(rows.front()) != entry.at) {
    faults.add("Opplastingen av dokument " + sha256 + " fra " + entry.source + " er endret eller slettet.");
  }
}

}  // namespace

void check_refusals(sql::Session& session, audit::Faults& faults) {
  for (const std::string outcome : {"refused", "duplicate", "conflict"}) {
    audit::each_entry(session, "intake." + outcome,
                      [&](const audit::LogEntry& entry) { check_refusal(session, faults, entry, outcome); });
  }
  audit::compare_count(session, faults, "intake_refusal", {"intake.refused", "intake.duplicate", "intake.conflict"});
}

void check_documents(sql::Session& session, audit::Faults& faults) {
  for (const auto kind : {policy::submission_event::Accepted::kLogKind, policy::submission_event::Fetched::kLogKind,
                          std::string_view("document.uploaded")}) {
    audit::each_entry(session, std::string(kind),
                      [&](const audit::LogEntry& entry) { check_named_documents(session, faults, entry); });
  }
  audit::each_entry(session, "document.uploaded",
                    [&](const audit::LogEntry& entry) { check_owner(session, faults, entry); });
  audit::compare_count(session, faults, "document_owner", {"document.uploaded"});
}

}  // namespace fangst::store
