#include "life_entries.hpp"

#include <fangst/crypto/hasher.hpp>

namespace fangst::store {
namespace {

using nlohmann::json;

std::optional<std::string> text_of(const json& body, const char* name) {
  return body.contains(name) ? std::optional(body[name].get<std::string>()) : std::nullopt;
}

policy::KeptError error_of(const json& body) {
  return {parse_error_kind(body.at("kind").get<std::string>()).value_or(ErrorKind::internal), body.at("code"),
          body.at("text"), body.at("detail")};
}

struct SubmissionBody {
  const policy::SubmissionLife& after;

  json operator()(const policy::submission_event::Accepted& event) const {
    return {{"step", event.step.str()}, {"holding", event.holding}};
  }
  json operator()(const policy::submission_event::Turn&) const { return {{"step", after.step.str()}}; }
  json operator()(const policy::submission_event::Moved& event) const { return {{"next", event.next.str()}}; }
  json operator()(const policy::submission_event::Again&) const { return json::object(); }
  json operator()(const policy::submission_event::Waiting& event) const { return {{"reason", event.reason}}; }
  json operator()(const policy::submission_event::Retrying& event) const { return failed(event); }
  json operator()(const policy::submission_event::UnknownOutcome& event) const { return failed(event); }
  json operator()(const policy::submission_event::Parked& event) const { return failed(event); }
  json operator()(const policy::submission_event::Retried&) const { return {{"step", after.step.str()}}; }
  json operator()(const policy::submission_event::Finished&) const { return json::object(); }
  json operator()(const policy::submission_event::Archived& event) const {
    return {{"noark", json::parse(event.record)}};
  }
  json operator()(const policy::submission_event::Fetched&) const { return json::object(); }
  json operator()(const policy::submission_event::Corrected& event) const { return {{"step", event.step.str()}}; }
  json operator()(const policy::submission_event::Closed& event) const { return {{"reason", event.reason}}; }

  template <class Failure>
  json failed(const Failure& event) const {
    auto body = to_body(event.error);
    if (event.made_progress) body["progress"] = true;
    body["attempts"] = after.attempts;
    return body;
  }
};

struct LetterBody {
  json operator()(const policy::letter_event::Planned& event) const {
    json body{{"reason", event.reason}, {"part", event.part_no}};
    if (event.channel) body["channel"] = *event.channel;
    if (event.chosen_at) body["chosenAt"] = model::to_millis(*event.chosen_at);
    return body;
  }
  json operator()(const policy::letter_event::Withdrawn& event) const { return {{"reason", event.reason}}; }
  json operator()(const policy::letter_event::None& event) const { return {{"reason", event.reason}}; }
  json operator()(const policy::letter_event::Sending& event) const {
    json body{{"node", event.node}};
    if (event.again) body["again"] = true;
    return body;
  }
  json operator()(const policy::letter_event::NotSent&) const { return json::object(); }
  json operator()(const policy::letter_event::Dispatched& event) const {
    return {{"externalId", event.external_id}, {"dependencyStatus", event.dependency_status}};
  }
  json operator()(const policy::letter_event::Followed& event) const { return status(event.dependency_status); }
  json operator()(const policy::letter_event::Delivered& event) const { return status(event.dependency_status); }
  json operator()(const policy::letter_event::Refused& event) const { return status(event.dependency_status); }
  json operator()(const policy::letter_event::SentAgain&) const { return json::object(); }
  json operator()(const policy::letter_event::OnPaper& event) const {
    return {{"channel", event.channel}, {"reason", event.reason}};
  }
  json operator()(const policy::letter_event::DoneByHand& event) const { return {{"reason", event.reason}}; }
  json operator()(const policy::letter_event::Closed& event) const { return {{"reason", event.reason}}; }

  static json status(const std::string& word) { return {{"dependencyStatus", word}}; }
};

/// Fills an event from the body of its entry.
struct ReadSubmission {
  const json& body;
  const audit::LogEntry& entry;
  model::Timestamp at;

  void operator()(policy::submission_event::Accepted& event) const {
    event.step = model::StepName(body.at("step"));
    event.holding = body.at("holding");
  }
  void operator()(policy::submission_event::Turn&) const {}
  void operator()(policy::submission_event::Moved& event) const { event.next = model::StepName(body.at("next")); }
  void operator()(policy::submission_event::Again& event) const { event.due = at; }
  void operator()(policy::submission_event::Waiting& event) const {
    event.until = at;
    event.reason = body.at("reason");
  }
  void operator()(policy::submission_event::Retrying& event) const {
    event.next_at = at;
    read_failure(event);
  }
  void operator()(policy::submission_event::UnknownOutcome& event) const {
    event.next_at = at;
    read_failure(event);
  }
  void operator()(policy::submission_event::Parked& event) const { read_failure(event); }
  void operator()(policy::submission_event::Retried&) const {}
  void operator()(policy::submission_event::Finished&) const {}
  void operator()(policy::submission_event::Archived& event) const {
    event.record = body.at("noark").dump();
    event.capture_index = entry.index;
  }
  void operator()(policy::submission_event::Fetched&) const {}
  void operator()(policy::submission_event::Corrected& event) const { event.step = model::StepName(body.at("step")); }
  void operator()(policy::submission_event::Closed& event) const { event.reason = body.at("reason"); }

  template <class Failure>
  void read_failure(Failure& event) const {
    event.error = error_of(body);
    event.made_progress = body.value("progress", false);
  }
};

struct ReadLetter {
  const json& body;

  void operator()(policy::letter_event::Planned& event) const {
    event.part_no = body.at("part");
    event.channel = text_of(body, "channel");
    event.reason = body.at("reason");
    if (body.contains("chosenAt")) event.chosen_at = model::from_millis(body["chosenAt"].get<std::int64_t>());
  }
  void operator()(policy::letter_event::Withdrawn& event) const { event.reason = body.at("reason"); }
  void operator()(policy::letter_event::None& event) const { event.reason = body.at("reason"); }
  void operator()(policy::letter_event::Sending& event) const {
    event.node = body.at("node");
    event.again = body.value("again", false);
  }
  void operator()(policy::letter_event::NotSent&) const {}
  void operator()(policy::letter_event::Dispatched& event) const {
    event.external_id = body.at("externalId");
    event.dependency_status = body.at("dependencyStatus");
  }
  void operator()(policy::letter_event::Followed& event) const {
    event.dependency_status = body.at("dependencyStatus");
  }
  void operator()(policy::letter_event::Delivered& event) const {
    event.dependency_status = body.at("dependencyStatus");
  }
  void operator()(policy::letter_event::Refused& event) const { event.dependency_status = body.at("dependencyStatus"); }
  void operator()(policy::letter_event::SentAgain&) const {}
  void operator()(policy::letter_event::OnPaper& event) const {
    event.channel = body.at("channel");
    event.reason = body.at("reason");
  }
  void operator()(policy::letter_event::DoneByHand& event) const { event.reason = body.at("reason"); }
  void operator()(policy::letter_event::Closed& event) const { event.reason = body.at("reason"); }
};

/// The event whose kind in the log it is, empty.
template <class What, std::size_t I = 0>
std::optional<What> of_kind(std::string_view kind) {
  if constexpr (I == std::variant_size_v<What>) {
    return std::nullopt;
  } else {
    if (std::variant_alternative_t<I, What>::kLogKind == kind) return What(std::in_place_index<I>);
    return of_kind<What, I + 1>(kind);
  }
}

}  // namespace

json to_body(const policy::KeptError& error) {
  return {{"kind", to_string(error.kind)},
          {"code", error.code},
          {"text", error.text},
          {"detail", crypto::sha256(error.detail).hex()}};
}

json to_body(const policy::SubmissionEvent::What& what, const policy::SubmissionLife& after) {
  return std::visit(SubmissionBody{after}, what);
}

json to_body(const policy::LetterEvent::What& what) { return std::visit(LetterBody{}, what); }

std::optional<policy::SubmissionEvent> submission_event_of(const audit::LogEntry& entry, const json& body) {
  auto what = of_kind<policy::SubmissionEvent::What>(entry.kind);
  if (!what) return std::nullopt;
  const auto at = model::from_millis(entry.at);
  std::visit(ReadSubmission{body, entry, at}, *what);
  return policy::SubmissionEvent{at, std::move(*what)};
}

std::optional<policy::LetterEvent> letter_event_of(const audit::LogEntry& entry, const json& body) {
  auto what = of_kind<policy::LetterEvent::What>(entry.kind);
  if (!what) return std::nullopt;
  std::visit(ReadLetter{body}, *what);
  return policy::LetterEvent{model::from_millis(entry.at), std::move(*what)};
}

}  // namespace fangst::store
