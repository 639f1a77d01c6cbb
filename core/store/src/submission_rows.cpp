#include "submission_rows.hpp"

namespace fangst::store {
namespace {

const std::string kSelect =
    "SELECT s.id, s.case_key, s.traceparent, s.state, s.step, s.attempts, s.next_at, s.updated_at, s.case_order_open, "
    "s.record, s.capture_idx, s.error_kind, s.error_code, s.error_text, s.error_detail FROM submission s ";

using OptionalText = std::optional<std::string>;

[[noreturn]] void unreadable(const std::string& id) {
  throw sql::BrokenInvariant({ErrorKind::corrupt, "lager.ukjent_tilstand", "store.submission",
                              PublicText{"Innsendingen står i en tilstand som denne versjonen av Fangst ikke kjenner."},
                              PrivateDetail{id}});
}

std::optional<policy::KeptError> kept_error(const OptionalText& kind, OptionalText& code, OptionalText& text,
                                            OptionalText& detail) {
  if (!kind) return std::nullopt;
  return policy::KeptError{parse_error_kind(*kind).value_or(ErrorKind::internal), code.value_or(""), text.value_or(""),
                           detail.value_or("")};
}

template <class... Parameters>
std::optional<LiveRow> find(sql::Session& session, const std::string& sql, const Parameters&... parameters) {
  auto rows = session.query<std::string, std::string, std::string, std::string, std::string, std::int64_t, std::int64_t,
                            std::int64_t, std::int64_t, OptionalText, std::optional<std::int64_t>, OptionalText,
                            OptionalText, OptionalText, OptionalText>(sql, parameters...);
  if (rows.empty()) return std::nullopt;
  auto& [id, case_key, traceparent, state_name, step, attempts, next_at, updated_at, case_order_open, record, capture,
         kind, code, text, detail] = rows.front();
  const auto state = model::parse_submission_state(state_name);
  if (!state) unreadable(id);
  return LiveRow{
      id,
      case_key,
      traceparent,
      {*state, model::StepName(step), static_cast<int>(attempts), model::from_millis(next_at),
       model::from_millis(updated_at), case_order_open == 1, record, capture, kept_error(kind, code, text, detail)}};
}

}  // namespace

std::optional<LiveRow> find_live(sql::Session& session, const model::SubmissionId& id) {
  static const std::string sql = kSelect + "WHERE s.id = :1";
  return find(session, sql, id.str());
}

std::optional<LiveRow> find_live(sql::Session& session, const ports::WorkItem& item) {
  static const std::string sql = kSelect + "JOIN work w ON w.submission_id = s.id WHERE w.id = :1 AND w.due_at = :2";
  return find(session, sql, item.id, model::to_millis(item.due_at));
}

std::optional<LiveRow> find_first_of_case(sql::Session& session, const std::string& case_key) {
  static const std::string sql = kSelect + "WHERE s.case_key = :1 AND s.case_order_open = 1 ORDER BY s.seq LIMIT 1";
  return find(session, sql, case_key);
}

void write_progress(sql::Transaction& tx, const std::string& id, const policy::SubmissionLife& life) {
  const auto& error = life.error;
  tx.run(
      "UPDATE submission SET state = :1, step = :2, attempts = :3, next_at = :4, updated_at = :5, error_kind = :6, "
      "error_code = :7, error_text = :8, error_detail = :9 WHERE id = :10",
      to_string(life.state), life.step.str(), life.attempts, model::to_millis(life.next_at),
      model::to_millis(life.updated_at), error ? std::optional(to_string(error->kind)) : std::nullopt,
      error ? std::optional(error->code) : std::nullopt, error ? std::optional(error->text) : std::nullopt,
      error ? std::optional(error->detail) : std::nullopt, id);
}

void write_capture(sql::Transaction& tx, const std::string& id, const policy::SubmissionLife& life) {
  tx.run("UPDATE submission SET record = :1, capture_idx = :2, case_order_open = :3 WHERE id = :4", life.record,
         life.capture_index, life.case_order_open, id);
}

void close_case_order(sql::Transaction& tx, const std::string& id) {
  tx.run("UPDATE submission SET case_order_open = 0 WHERE id = :1", id);
}

}  // namespace fangst::store
