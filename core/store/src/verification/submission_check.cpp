#include "checks.hpp"
#include "history.hpp"

#include <fangst/audit/row_digest.hpp>
#include <fangst/crypto/hasher.hpp>

namespace fangst::store {
namespace {

using OptionalText = std::optional<std::string>;
using OptionalNumber = std::optional<std::int64_t>;

constexpr sql::ColumnType kText = sql::ColumnType::text;
constexpr sql::ColumnType kInteger = sql::ColumnType::integer;

sql::Value to_value(std::optional<model::Timestamp> at) {
  return at ? sql::Value(model::to_millis(*at)) : sql::Value{};
}

/// The row as it stands, beside what the log says.
class SubmissionCheck {
 public:
  SubmissionCheck(sql::Session& session, audit::Faults& faults, std::string id)
      : session_(session), faults_(faults), id_(std::move(id)), name_("Innsending " + id_) {}

  void run() {
    if (!read_history()) return;
    check_identity();
    check_row();
    check_letters();
    check_archive_orders();
    check_work();
  }

 private:
  bool read_history() {
    try {
      for (auto& [index, at, kind, actor, body] :
           session_.query<std::int64_t, std::int64_t, std::string, std::string, std::string>(
               "SELECT idx, at, kind, actor, body FROM audit_entry WHERE submission_id = :1 ORDER BY idx", id_)) {
        if (history_.follow({index, at, kind, id_, "", actor, body})) continue;
        faults_.add(name_ + " har en innførsel i loggen som ikke kan følge etter de før den: " + std::to_string(index) +
                    ".");
        return false;
      }
      return history_.submission().has_value();
    } catch (const nlohmann::json::exception& error) {
      // By its number: the library's text quotes what stands in the entry.
      faults_.add(name_ + " har innførsler i loggen som ikke kan leses (json " + std::to_string(error.id) + ").");
      return false;
    }
  }

  void check_identity() {
    static constexpr sql::ColumnType columns[] = {kText, kText, kText, kText, kText,    kText,
                                                  kText, kText, kText, kText, kInteger, kText};
    const sql::Value parameters[] = {id_};
    const auto rows = session_.fetch(
        "SELECT id, source, external_key, idempotency_key, type, format, pipeline, case_key, fingerprint, answer, "
        "received_at, traceparent FROM submission WHERE id = :1",
        parameters, columns);
    if (rows.empty()) return faults_.add(name_ + " er slettet.");
    if (audit::RowDigest{}.add_row(rows.front()).hex() != history_.identity()) {
      faults_.add(name_ + " er endret etter at den ble tatt imot.");
    }
    traceparent_ = std::get<std::string>(rows.front().back());
  }

  void check_row() {
    const auto rows = session_.query<std::int64_t, std::string, std::string, std::string, std::int64_t, std::int64_t,
                                     std::int64_t, OptionalText, OptionalNumber, std::int64_t, OptionalText,
                                     OptionalText, OptionalText, OptionalText>(
        "SELECT seq, content, state, step, attempts, updated_at, case_order_open, record, capture_idx, next_at, "
        "error_kind, error_code, error_text, error_detail FROM submission WHERE id = :1",
        id_);
    if (rows.empty()) return;
    const auto& [seq, content, state, step, attempts, updated_at, case_order_open, record, capture, next_at, kind, code,
                 text, detail] = rows.front();
    const auto& life = *history_.submission();
    const auto& error = life.error;
    next_at_ = next_at;
    faults_.compare(
        name_,
        {"seq", "content", "state", "step", "attempts", "updated_at", "case_order_open", "record", "capture_idx",
         "error_kind", "error_code", "error_text", "error_detail"},
        {history_.seq(), history_.content(), sql::to_value(to_string(life.state)), life.step.str(),
         sql::to_value(life.attempts), model::to_millis(life.updated_at), sql::to_value(life.case_order_open),
         sql::to_value(life.record), sql::to_value(life.capture_index),
         error ? sql::to_value(to_string(error->kind)) : sql::Value{}, error ? sql::Value(error->code) : sql::Value{},
         error ? sql::Value(error->text) : sql::Value{}, error ? sql::Value(error->detail) : sql::Value{}},
        {seq, crypto::sha256(content).hex(), state, step, attempts, updated_at, case_order_open, sql::to_value(record),
         sql::to_value(capture), sql::to_value(kind), sql::to_value(code), sql::to_value(text),
         detail ? sql::Value(crypto::sha256(*detail).hex()) : sql::Value{}});
    if (!is_under_way() && next_at != model::to_millis(life.next_at)) faults_.add(name_ + " stemmer ikke: next_at.");
  }

  bool is_under_way() const { return policy::is_under_way(history_.submission()->state); }

  void check_letters() {
    auto expected = history_.letters();
    for (auto& [id, part, channel, reason, state, external_id, dependency_status, chosen_at, claimed_by, claimed_at,
                dispatched_at] :
         session_.query<std::string, std::int64_t, OptionalText, std::string, std::string, std::string, std::string,
                        OptionalNumber, std::string, OptionalNumber, OptionalNumber>(
             "SELECT id, part_no, channel, reason, state, external_id, dependency_status, chosen_at, claimed_by, "
             "claimed_at, dispatched_at FROM letter WHERE submission_id = :1 ORDER BY part_no",
             id_)) {
      const auto logged = expected.find(id);
      if (logged == expected.end()) {
        faults_.add("Forsendelse " + id + " står ikke i loggen.");
        continue;
      }
      const auto& is = logged->second;
      faults_.compare("Forsendelse " + id,
                      {"part_no", "channel", "reason", "state", "external_id", "dependency_status", "chosen_at",
                       "claimed_by", "claimed_at", "dispatched_at"},
                      {sql::to_value(is.part_no), sql::to_value(is.channel), is.reason,
                       sql::to_value(to_string(is.state)), is.external_id, is.dependency_status, to_value(is.chosen_at),
                       is.claimed_by, to_value(is.claimed_at), to_value(is.dispatched_at)},
                      {part, sql::to_value(channel), reason, state, external_id, dependency_status,
                       sql::to_value(chosen_at), claimed_by, sql::to_value(claimed_at), sql::to_value(dispatched_at)});
      expected.erase(logged);
    }
    for (const auto& [id, letter] : expected) faults_.add("Forsendelse " + id + " er slettet.");
  }

  void check_archive_orders() {
    auto expected = history_.archive_orders();
    for (auto& [order, core, turn, phase, look_up_at, next_write, format, state, updated_at] :
         session_.query<std::string, std::string, std::int64_t, std::string, OptionalNumber, std::string, std::int64_t,
                        std::string, std::int64_t>(
             "SELECT order_name, core, turn, phase, look_up_at, next_write, state_format, state, updated_at "
             "FROM archive_order WHERE submission_id = :1",
             id_)) {
      const auto logged = expected.find(order);
      if (logged == expected.end()) {
        faults_.add(name_ + " har et arkivoppdrag som loggen ikke kjenner.");
        continue;
      }
      const auto& is = logged->second;
      faults_.compare(
          name_ + " i arkivoppdraget " + order,
          {"core", "turn", "phase", "look_up_at", "next_write", "state_format", "state", "updated_at"},
          {is.core, is.turn, is.phase, sql::to_value(is.look_up_at), is.next_write, is.format, is.state, is.updated_at},
          {core, turn, phase, sql::to_value(look_up_at), next_write, format, crypto::sha256(state).hex(), updated_at});
      expected.erase(logged);
    }
    for (const auto& [order, is] : expected) faults_.add(name_ + " mangler arkivoppdraget " + order + ".");
  }

  /// Whether it is leased, to whom and how often is the queue's own affair; what is to be run, and when, is not.
  void check_work() {
    auto expected = history_.side_work();
    const auto main = is_under_way() ? std::optional(history_.submission()->step.str()) : std::nullopt;
    if (main) expected.insert(*main);
    for (auto& [step, due_at, visible_at, lease_owner, traceparent] :
         session_.query<std::string, std::int64_t, std::int64_t, std::string, std::string>(
             "SELECT step, due_at, visible_at, lease_owner, traceparent FROM work WHERE submission_id = :1", id_)) {
      const auto at = expected.find(step);
      if (at == expected.end()) {
        faults_.add(name_ + " har arbeid i kø som loggen ikke kjenner: " + step + ".");
        continue;
      }
      expected.erase(at);
      const bool is_moved = (step == main && due_at != next_at_) || (lease_owner.empty() && visible_at != due_at);
      if (is_moved) faults_.add(name_ + " har arbeid i kø til feil tid: " + step + ".");
      if (traceparent != traceparent_) faults_.add(name_ + " har arbeid i kø med feil sporing: " + step + ".");
    }
    for (const auto& step : expected) faults_.add(name_ + " mangler arbeid i kø: " + step + ".");
  }

  sql::Session& session_;
  audit::Faults& faults_;
  std::string id_, name_, traceparent_;
  History history_;
  std::int64_t next_at_ = 0;
};

}  // namespace

void check_submissions(sql::Session& session, audit::Faults& faults) {
  const std::string accepted(policy::submission_event::Accepted::kLogKind);
  audit::each_entry(session, accepted,
                    [&](const audit::LogEntry& entry) { SubmissionCheck(session, faults, entry.submission).run(); });
  audit::compare_count(session, faults, "submission", {accepted});
}

}  // namespace fangst::store
