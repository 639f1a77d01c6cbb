#include <fangst/audit/log.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/sql/insert.hpp>
#include <fangst/store/archive_orders.hpp>
#include <fangst/store/submissions.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;
using policy::ArchivePhase;

std::optional<std::int64_t> millis(const std::optional<model::Timestamp>& at) {
  return at ? std::optional(model::to_millis(*at)) : std::nullopt;
}

bool write_row(sql::Transaction& tx, const std::string& submission, const StoredOrder& next) {
  const auto now = model::to_millis(tx.now());
  if (next.turn == 0) {
    return sql::insert_row(tx, "archive_order",
                           {{"submission_id", submission},
                            {"order_name", next.order},
                            {"core", next.core},
                            {"turn", 1},
                            {"phase", to_string(next.phase)},
                            {"look_up_at", millis(next.look_up_at)},
                            {"next_write", next.state.next_write},
                            {"state_format", next.state.format},
                            {"state", next.state.text},
                            {"updated_at", now}},
                           "ON CONFLICT (submission_id, order_name) DO NOTHING") == 1;
  }
  return tx.run(
             "UPDATE archive_order SET turn = turn + 1, phase = :1, look_up_at = :2, next_write = :3, state_format = "
             ":4, state = :5, updated_at = :6 WHERE submission_id = :7 AND order_name = :8 AND turn = :9",
             to_string(next.phase), millis(next.look_up_at), next.state.next_write, next.state.format, next.state.text,
             now, submission, next.order, next.turn) == 1;
}

}  // namespace

std::optional<StoredOrder> load_order(sql::Session& session, const model::SubmissionId& submission,
                                      std::string_view order) {
  const auto rows = session.query<std::string, std::int64_t, std::string, std::optional<std::int64_t>, std::string,
                                  std::int64_t, std::string>(
      "SELECT core, turn, phase, look_up_at, next_write, state_format, state FROM archive_order "
      "WHERE submission_id = :1 AND order_name = :2",
      submission.str(), order);
  if (rows.empty()) return std::nullopt;
  const auto& [core, turn, phase, look_up_at, next_write, format, text] = rows.front();
  StoredOrder stored{std::string(order),
                     core,
                     policy::parse_archive_phase(phase).value_or(ArchivePhase::begun),
                     {static_cast<int>(format), next_write, text},
                     std::nullopt,
                     turn};
  if (look_up_at) stored.look_up_at = model::from_millis(*look_up_at);
  return stored;
}

bool keep_order(sql::Transaction& tx, const ports::WorkItem& item, const StoredOrder& next) {
  if (!is_current(tx, item) || !write_row(tx, item.submission.str(), next)) return false;
  json body{{"order", next.order},
            {"core", next.core},
            {"phase", to_string(next.phase)},
            {"nextWrite", next.state.next_write},
            {"format", next.state.format},
            {"state", crypto::sha256(next.state.text).hex()}};
  if (next.look_up_at) body["lookUpAt"] = model::to_millis(*next.look_up_at);
  audit::append(tx,
                {"submission.archive_progress", item.submission.str(), "", audit::actor_of(item.step), body.dump()});
  return true;
}

bool has_unfinished_orders(sql::Session& session) {
  return !session.query<std::string>("SELECT submission_id FROM archive_order WHERE phase <> 'done' LIMIT 1").empty();
}

}  // namespace fangst::store
