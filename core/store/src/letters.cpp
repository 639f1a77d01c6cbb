#include <fangst/audit/log.hpp>
#include <fangst/sql/insert.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/text/utf8.hpp>

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

void audit(sql::Transaction& tx, const model::Letter& letter, const std::string& kind, nlohmann::json body) {
  body["letter"] = letter.id.str();
  if (letter.channel) body["channel"] = letter.channel->str();
  audit::append(tx, {kind, letter.submission.str(), "", "step:send", body.dump()});
}

}  // namespace

std::vector<model::Letter> load_letters(sql::Session& session, const model::SubmissionId& submission) {
  std::vector<model::Letter> letters;
  using OptionalText = std::optional<std::string>;
  using OptionalTime = std::optional<std::int64_t>;
  for (auto& [id, part, channel, reason, state, external_id, peer_status, chosen_at, claimed_by, claimed_at,
              dispatched_at] :
       session.query<std::string, std::int64_t, OptionalText, std::string, std::string, std::string, std::string,
                     OptionalTime, std::string, OptionalTime, OptionalTime>(
           "SELECT id, part_no, channel, reason, state, external_id, peer_status, chosen_at, claimed_by, claimed_at, "
           "dispatched_at FROM letter WHERE submission_id = :1 ORDER BY part_no",
           submission.str())) {
    auto& letter = letters.emplace_back();
    letter.id = model::LetterId(id);
    letter.submission = submission;
    letter.part_no = static_cast<int>(part);
    if (channel) letter.channel = model::Channel(*channel);
    letter.reason = reason;
    letter.state = model::parse_letter_state(state).value_or(model::LetterState::planned);
    letter.external_id = external_id;
    letter.peer_status = peer_status;
    letter.chosen_at = to_time(chosen_at);
    letter.claimed_by = claimed_by;
    letter.claimed_at = to_time(claimed_at);
    letter.dispatched_at = to_time(dispatched_at);
  }
  return letters;
}

void plan_letter(sql::Transaction& tx, const model::Letter& letter) {
  const auto channel = letter.channel ? std::optional(letter.channel->str()) : std::nullopt;
  const auto changed = sql::insert_row(
      tx, "letter",
      {{"id", letter.id.str()},
       {"submission_id", letter.submission.str()},
       {"part_no", letter.part_no},
       {"channel", channel},
       {"reason", letter.reason},
       {"state", "planned"},
       {"external_id", ""},
       {"peer_status", ""},
       {"chosen_at", to_column(letter.chosen_at)},
       {"claimed_by", ""},
       {"claimed_at", std::nullopt},
       {"dispatched_at", std::nullopt}},
      "ON CONFLICT (submission_id, part_no) DO UPDATE SET channel = excluded.channel, reason = excluded.reason, "
      "chosen_at = excluded.chosen_at WHERE letter.state = 'planned'");
  if (changed == 0) return;
  nlohmann::json body{{"reason", letter.reason}, {"part", letter.part_no}};
  if (const auto chosen_at = to_column(letter.chosen_at)) body["chosenAt"] = *chosen_at;
  audit(tx, letter, "letter.planned", std::move(body));
}

void withdraw_letter(sql::Transaction& tx, const model::Letter& letter, const std::string& reason) {
  const auto changed = tx.run("DELETE FROM letter WHERE id = :1 AND state = 'planned'", letter.id.str());
  if (changed > 0) audit(tx, letter, "letter.withdrawn", {{"reason", reason}, {"part", letter.part_no}});
}

bool claim_letter(sql::Transaction& tx, const model::LetterId& id, const std::string& node) {
  const auto claimed = tx.query<std::string>(
      "UPDATE letter SET state = 'unknown_outcome', claimed_by = :1, claimed_at = :2 "
      "WHERE id = :3 AND state = 'planned' RETURNING submission_id",
      node, model::to_millis(tx.now()), id.str());
  if (claimed.empty()) return false;
  model::Letter letter;
  letter.id = id;
  letter.submission = model::SubmissionId(std::get<0>(claimed.front()));
  audit(tx, letter, "letter.sending", {{"node", node}});
  return true;
}

bool reclaim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node) {
  const auto changed = tx.run(
      "UPDATE letter SET claimed_by = :1, claimed_at = :2 "
      "WHERE id = :3 AND state = 'unknown_outcome' AND claimed_by = :4",
      node, model::to_millis(tx.now()), seen.id.str(), seen.claimed_by);
  if (changed > 0) audit(tx, seen, "letter.sending", {{"node", node}, {"again", true}});
  return changed == 1;
}

void unclaim_letter(sql::Transaction& tx, const model::Letter& letter) {
  const auto changed = tx.run(
      "UPDATE letter SET state = 'planned', claimed_by = '', claimed_at = NULL WHERE id = :1 AND state = "
      "'unknown_outcome'",
      letter.id.str());
  if (changed > 0) audit(tx, letter, "letter.not_sent", nlohmann::json::object());
}

void record_dispatched(sql::Transaction& tx, const model::Letter& letter, const std::string& peer_id,
                       const std::string& peer_word) {
  // What a peer wrote may be no text at all.
  const auto external_id = text::as_utf8(peer_id);
  const auto peer_status = text::as_utf8(peer_word);
  tx.run("UPDATE letter SET state = 'dispatched', external_id = :1, peer_status = :2, dispatched_at = :3 WHERE id = :4",
         external_id, peer_status, model::to_millis(tx.now()), letter.id.str());
  audit(tx, letter, "letter.dispatched", {{"externalId", external_id}, {"peerStatus", peer_status}});
}

void record_progress(sql::Transaction& tx, const model::Letter& letter, model::LetterState state,
                     const std::string& peer_word) {
  const auto peer_status = text::as_utf8(peer_word);
  if (letter.state == state && letter.peer_status == peer_status) return;
  tx.run("UPDATE letter SET state = :1, peer_status = :2 WHERE id = :3", to_string(state), peer_status,
         letter.id.str());
  audit(tx, letter, "letter." + std::string(to_string(state)), {{"peerStatus", peer_status}});
}

}  // namespace fangst::store
