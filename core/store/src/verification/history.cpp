#include "history.hpp"

namespace fangst::store {
namespace {

using nlohmann::json;

/// "step:send" gives "send".
std::string step_of(const std::string& actor) { return actor.substr(actor.find(':') + 1); }

}  // namespace

void History::follow(const audit::LogEntry& entry) {
  const auto body = json::parse(entry.body);
  const auto dot = entry.kind.find('.');
  const auto subject = entry.kind.substr(0, dot);
  const auto what = entry.kind.substr(dot + 1);
  if (subject == "submission") follow_submission(entry, what, body);
  if (subject == "letter") follow_letter(entry, what, body);
  if (subject == "work") follow_work(entry, what, body);
}

void History::follow_submission(const audit::LogEntry& entry, const std::string& what, const json& body) {
  if (what == "archive_progress") {
    follow_archive_order(entry, body);
  } else if (what == "archived") {
    submission_.record = body.at("noark").dump();
    submission_.capture_index = entry.index;
    submission_.case_order_open = 0;
  } else if (what == "fetched") {
    submission_.content = body.at("content");
  } else if (what == "accepted") {
    accept(body);
    change_state(body.at("holding").get<bool>() ? "holding" : "in_flight", entry.at);
  } else if (what == "moved") {
    submission_.step = body.at("next");
    forget_failure();
    change_state("in_flight", entry.at);
  } else if (what == "again") {
    forget_failure();
    change_state("in_flight", entry.at);
  } else if (what == "turn") {
    change_state("in_flight", entry.at);
  } else if (what == "retried") {
    submission_.attempts = 0;
    change_state("in_flight", entry.at);
  } else if (what == "finished") {
    submission_.case_order_open = 0;
    forget_failure();
    change_state("finished", entry.at);
  } else if (what == "waiting") {
    change_state("waiting", entry.at);
  } else {  // retrying, unknown_outcome, parked
    if (what == "parked") submission_.case_order_open = 0;
    fail(body);
    change_state(what, entry.at);
  }
}

void History::accept(const json& body) {
  submission_.seq = body.at("seq");
  submission_.identity = body.at("row");
  submission_.content = body.at("content");
  submission_.step = body.at("step");
  submission_.case_order_open = 1;
}

void History::fail(const json& body) {
  submission_.attempts = body.at("attempts");
  submission_.error_kind = body.at("kind").get<std::string>();
  submission_.error_code = body.at("code").get<std::string>();
  submission_.error_text = body.at("text").get<std::string>();
  submission_.error_detail = body.at("detail").get<std::string>();
}

void History::change_state(const std::string& state, std::int64_t at) {
  submission_.state = state;
  submission_.updated_at = at;
}

void History::forget_failure() {
  submission_.attempts = 0;
  submission_.error_kind = submission_.error_code = submission_.error_text = submission_.error_detail = std::nullopt;
}

void History::follow_letter(const audit::LogEntry& entry, const std::string& what, const json& body) {
  if (what == "none") return;
  const std::string id = body.at("letter");
  if (what == "withdrawn") {
    letters_.erase(id);
    return;
  }
  auto& letter = letters_[id];
  if (what == "planned") {
    letter.part = body.at("part");
    letter.channel = body.contains("channel") ? std::optional(body["channel"].get<std::string>()) : std::nullopt;
    letter.reason = body.at("reason");
    letter.chosen_at = body.contains("chosenAt") ? std::optional(body["chosenAt"].get<std::int64_t>()) : std::nullopt;
    letter.state = "planned";
  } else if (what == "sending") {
    letter.state = "unknown_outcome";
    letter.claimed_by = body.at("node");
    letter.claimed_at = entry.at;
  } else if (what == "not_sent") {
    letter.state = "planned";
    letter.claimed_by.clear();
    letter.claimed_at.reset();
  } else {  // dispatched, delivered, refused: the peer's word at sending, or later
    letter.state = what;
    letter.peer_status = body.at("peerStatus");
    if (!body.contains("externalId")) return;
    letter.external_id = body["externalId"];
    letter.dispatched_at = entry.at;
  }
}

void History::follow_archive_order(const audit::LogEntry& entry, const json& body) {
  auto& order = archive_orders_[body.at("order")];
  order.core = body.at("core");
  order.phase = body.at("phase");
  order.next_write = body.at("nextWrite");
  order.format = body.at("format");
  order.state = body.at("state");
  order.look_up_at = body.contains("lookUpAt") ? std::optional(body["lookUpAt"].get<std::int64_t>()) : std::nullopt;
  order.updated_at = entry.at;
  ++order.turn;
}

void History::follow_work(const audit::LogEntry& entry, const std::string& what, const json& body) {
  if (what == "added") {
    side_work_.insert(body.at("step").get<std::string>());
  } else if (const auto done = side_work_.find(step_of(entry.actor)); done != side_work_.end()) {  // done, given_up
    side_work_.erase(done);
  }
}

}  // namespace fangst::store
