#include <fangst/codec/submission_json.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/store/submissions.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

Error no_such_submission() {
  return {ErrorKind::not_found, "innsending.ukjent", "store.submission",
          PublicText{"Vi kjenner ingen innsending med denne id-en."}};
}

}  // namespace

Result<StoredSubmission> load(sql::Session& session, const model::SubmissionId& id) {
  using OptionalText = std::optional<std::string>;
  const auto rows =
      session.query<std::int64_t, std::string, std::string, std::string, std::string, std::string, std::string,
                    std::string, std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string,
                    OptionalText, std::optional<std::int64_t>, OptionalText, OptionalText, OptionalText, OptionalText>(
          "SELECT seq, source, format, pipeline, case_key, fingerprint, content, state, step, attempts, next_at, "
          "received_at, updated_at, traceparent, record, capture_idx, error_kind, error_code, error_text, error_detail "
          "FROM submission WHERE id = :1",
          id.str());
  if (rows.empty()) return Failure(no_such_submission());
  const auto& [seq, source, format, pipeline, case_key, fingerprint, content, state, step, attempts, next_at,
               received_at, updated_at, traceparent, record, capture, kind, code, text, detail] = rows.front();
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

  if (record) {
    const auto fields = json::parse(*record);
    stored.record = ports::ArchivedRecord{fields.at("saksmappe"), fields.at("saksaar"), fields.at("sakssekvensnummer"),
                                          fields.at("journalpost"), fields.at("journalaar"),
                                          fields.at("journalsekvensnummer"), fields.at("journalpostnummer"),
                                          // Records that are older than the choice of core lie in the embedded one.
                                          fields.value("core", std::string(ports::kEmbeddedCore))};
  }
  stored.capture_index = capture;
  stored.error_kind = kind.value_or("");
  stored.error_code = code.value_or("");
  stored.error_text = text.value_or("");
  stored.error_detail = detail.value_or("");
  stored.letters = load_letters(session, id);
  return stored;
}

bool is_current(sql::Session& session, const ports::WorkItem& item) {
  return !session
              .query<std::int64_t>("SELECT id FROM work WHERE id = :1 AND due_at = :2", item.id,
                                   model::to_millis(item.due_at))
              .empty();
}

}  // namespace fangst::store
