#include <fangst/audit/log.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/store/deliveries.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

std::optional<model::Timestamp> to_time(std::optional<std::int64_t> millis) {
  if (!millis) return std::nullopt;
  return model::from_millis(*millis);
}

std::optional<std::int64_t> to_column(std::optional<model::Timestamp> at) {
  if (!at) return std::nullopt;
  return model::to_millis(*at);
}

void audit(sql::Transaction& tx, const model::Delivery& delivery, const std::string& kind, nlohmann::json body) {
  body["delivery"] = delivery.id.str();
  if (delivery.channel) body["channel"] = to_string(*delivery.channel);
  audit::append(tx, {kind, delivery.submission.str(), "", "step:send", body.dump()});
}

}  // namespace

std::vector<model::Delivery> load_deliveries(sql::Session& session, const model::SubmissionId& submission) {
  std::vector<model::Delivery> deliveries;
  using OptionalText = std::optional<std::string>;
  using OptionalTime = std::optional<std::int64_t>;
  for (auto& [id, part, channel, reason, state, external_id, peer_status, chosen_at, claimed_by, claimed_at,
              dispatched_at] :
       session.query<std::string, std::int64_t, OptionalText, std::string, std::string, std::string, std::string,
                     OptionalTime, std::string, OptionalTime, OptionalTime>(
           "SELECT id, part_no, channel, reason, state, external_id, peer_status, chosen_at, claimed_by, claimed_at, "
           "dispatched_at FROM delivery WHERE submission_id = :1 ORDER BY part_no",
           submission.str())) {
    auto& delivery = deliveries.emplace_back();
    delivery.id = model::DeliveryId(id);
    delivery.submission = submission;
    delivery.part_no = static_cast<int>(part);
    if (channel) delivery.channel = model::parse_channel(*channel);
    delivery.reason = reason;
    delivery.state = model::parse_delivery_state(state).value_or(model::DeliveryState::planned);
    delivery.external_id = external_id;
    delivery.peer_status = peer_status;
    delivery.chosen_at = to_time(chosen_at);
    delivery.claimed_by = claimed_by;
    delivery.claimed_at = to_time(claimed_at);
    delivery.dispatched_at = to_time(dispatched_at);
  }
  return deliveries;
}

void plan_delivery(sql::Transaction& tx, const model::Delivery& delivery) {
  const auto channel = delivery.channel ? std::optional(std::string(to_string(*delivery.channel))) : std::nullopt;
  const auto changed = tx.run(
      "INSERT INTO delivery (id, submission_id, part_no, channel, reason, state, external_id, peer_status, chosen_at, "
      "claimed_by, claimed_at, dispatched_at) VALUES (:1, :2, :3, :4, :5, 'planned', '', '', :6, '', NULL, NULL) "
      "ON CONFLICT (submission_id, part_no) DO UPDATE SET channel = excluded.channel, reason = excluded.reason, "
      "chosen_at = excluded.chosen_at WHERE delivery.state = 'planned'",
      delivery.id.str(), delivery.submission.str(), delivery.part_no, channel, delivery.reason,
      to_column(delivery.chosen_at));
  if (changed == 0) return;
  nlohmann::json body{{"reason", delivery.reason}, {"part", delivery.part_no}};
  if (const auto chosen_at = to_column(delivery.chosen_at)) body["chosenAt"] = *chosen_at;
  audit(tx, delivery, "delivery.planned", std::move(body));
}

void withdraw_delivery(sql::Transaction& tx, const model::Delivery& delivery, const std::string& reason) {
  const auto changed = tx.run("DELETE FROM delivery WHERE id = :1 AND state = 'planned'", delivery.id.str());
  if (changed > 0) audit(tx, delivery, "delivery.withdrawn", {{"reason", reason}, {"part", delivery.part_no}});
}

bool claim_delivery(sql::Transaction& tx, const model::DeliveryId& id, const std::string& node) {
  const auto claimed = tx.query<std::string>(
      "UPDATE delivery SET state = 'unknown_outcome', claimed_by = :1, claimed_at = :2 "
      "WHERE id = :3 AND state = 'planned' RETURNING submission_id",
      node, model::to_millis(tx.now()), id.str());
  if (claimed.empty()) return false;
  model::Delivery delivery;
  delivery.id = id;
  delivery.submission = model::SubmissionId(std::get<0>(claimed.front()));
  audit(tx, delivery, "delivery.sending", {{"node", node}});
  return true;
}

bool reclaim_delivery(sql::Transaction& tx, const model::Delivery& seen, const std::string& node) {
  const auto changed = tx.run(
      "UPDATE delivery SET claimed_by = :1, claimed_at = :2 "
      "WHERE id = :3 AND state = 'unknown_outcome' AND claimed_by = :4",
      node, model::to_millis(tx.now()), seen.id.str(), seen.claimed_by);
  if (changed > 0) audit(tx, seen, "delivery.sending", {{"node", node}, {"again", true}});
  return changed == 1;
}

void unclaim_delivery(sql::Transaction& tx, const model::Delivery& delivery) {
  const auto changed = tx.run(
      "UPDATE delivery SET state = 'planned', claimed_by = '', claimed_at = NULL WHERE id = :1 AND state = "
      "'unknown_outcome'",
      delivery.id.str());
  if (changed > 0) audit(tx, delivery, "delivery.not_sent", nlohmann::json::object());
}

void record_dispatched(sql::Transaction& tx, const model::Delivery& delivery, const std::string& peer_id,
                       const std::string& peer_word) {
  // What a peer wrote may be no text at all.
  const auto external_id = codec::as_utf8(peer_id);
  const auto peer_status = codec::as_utf8(peer_word);
  tx.run(
      "UPDATE delivery SET state = 'dispatched', external_id = :1, peer_status = :2, dispatched_at = :3 WHERE id = :4",
      external_id, peer_status, model::to_millis(tx.now()), delivery.id.str());
  audit(tx, delivery, "delivery.dispatched", {{"externalId", external_id}, {"peerStatus", peer_status}});
}

void record_progress(sql::Transaction& tx, const model::Delivery& delivery, model::DeliveryState state,
                     const std::string& peer_word) {
  const auto peer_status = codec::as_utf8(peer_word);
  if (delivery.state == state && delivery.peer_status == peer_status) return;
  tx.run("UPDATE delivery SET state = :1, peer_status = :2 WHERE id = :3", to_string(state), peer_status,
         delivery.id.str());
  audit(tx, delivery, "delivery." + std::string(to_string(state)), {{"peerStatus", peer_status}});
}

}  // namespace fangst::store
