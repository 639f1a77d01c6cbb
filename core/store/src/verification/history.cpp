#include "history.hpp"

#include "../life_entries.hpp"

namespace fangst::store {
namespace {

using nlohmann::json;

/// "step:send" gives "send".
std::string step_of(const std::string& actor) { return actor.substr(actor.find(':') + 1); }

}  // namespace

bool History::follow(const audit::LogEntry& entry) {
  const auto body = json::parse(entry.body);
  if (const auto event = submission_event_of(entry, body)) return follow_submission(*event, body);
  if (const auto event = letter_event_of(entry, body)) return follow_letter(*event, body.value("letter", ""));
  if (entry.kind == "submission.archive_progress") {
    follow_archive_order(entry, body);
  } else {
    follow_work(entry, body);
  }
  return true;
}

bool History::follow_submission(const policy::SubmissionEvent& event, const json& body) {
  auto change = policy::transition(submission_, event);
  if (!change) return false;
  submission_ = std::move(change->life);
  if (std::holds_alternative<policy::submission_event::Accepted>(event.what)) {
    seq_ = body.at("seq");
    identity_ = body.at("row");
  }
  if (body.contains("content")) content_ = body["content"];
  return true;
}

bool History::follow_letter(const policy::LetterEvent& event, const std::string& id) {
  const auto before = letters_.find(id);
  auto change = policy::transition(before == letters_.end() ? std::nullopt : std::optional(before->second), event);
  if (!change) return false;
  if (change->life) {
    letters_[id] = std::move(*change->life);
  } else if (before != letters_.end()) {
    letters_.erase(before);
  }
  return true;
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

void History::follow_work(const audit::LogEntry& entry, const json& body) {
  if (entry.kind == "work.added") {
    side_work_.insert(body.at("step").get<std::string>());
  } else if (entry.kind == "work.done" || entry.kind == "work.given_up") {
    if (const auto done = side_work_.find(step_of(entry.actor)); done != side_work_.end()) side_work_.erase(done);
  }
}

}  // namespace fangst::store
