#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/event_state.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/policy/life.hpp>

#include <optional>
#include <string>
#include <variant>

namespace fangst::policy {

/// One event (hendelse) on its way to one receiver. Whatever becomes of it, no submission is parked for it. It has one
/// id whatever happens, so that a receiver that is told twice can see it: an unclear outcome is simply told again.
struct EventLife {
  model::EventState state = model::EventState::queued;
  int attempts = 0;             ///< Failed tries; a receiver's outage is none (invariant 12).
  model::Timestamp next_at;     ///< When it is due; when nothing is due, the same as updated_at.
  model::Timestamp updated_at;  ///< The last change of state.
  std::string claimed_by;       ///< The node that tells it now.
  std::optional<model::Timestamp> told_at;
  std::optional<KeptError> error;  ///< Kept until it is told.
  bool operator==(const EventLife&) const = default;
};

/// What happens to an event.
namespace telling_event {

struct Queued {
  static constexpr std::string_view kLogKind = "event.queued";
};
/// `node` begins to tell, or takes it over from a node that is gone.
struct Begun {
  static constexpr std::string_view kLogKind = "event.telling";
  std::string node;
};
struct Told {
  static constexpr std::string_view kLogKind = "event.told";
};
/// The receiver's door is closed: it was not asked.
struct Waiting {
  static constexpr std::string_view kLogKind = "event.waiting";
  model::Timestamp until;
};
struct Retrying {
  static constexpr std::string_view kLogKind = "event.retrying";
  model::Timestamp next_at;
  KeptError error;
};
/// Given up: the receiver will not take it, or has been asked often enough.
struct Failed {
  static constexpr std::string_view kLogKind = "event.failed";
  KeptError error;
};
/// A person, or the receiver itself, has it told once more.
struct Replayed {
  static constexpr std::string_view kLogKind = "event.replayed";
};
/// A person ends it (invariant 14).
struct Closed {
  static constexpr std::string_view kLogKind = "event.closed";
  std::string reason;
};

}  // namespace telling_event

struct TellingEvent {
  using What =
      std::variant<telling_event::Queued, telling_event::Begun, telling_event::Told, telling_event::Waiting,
                   telling_event::Retrying, telling_event::Failed, telling_event::Replayed, telling_event::Closed>;
  model::Timestamp at;
  What what;
};

struct EventChange {
  EventLife life;
  bool is_logged = true;  ///< False for waiting on: it changes no state.
};

/// The life after the event. Nothing stands for one that has not been queued. Fails with kNotAllowed.
Result<EventChange> transition(const std::optional<EventLife>& life, const TellingEvent& event);

/// It is to be told when its time comes.
bool is_due(model::EventState state);
/// Nothing happens any more without a person or the receiver.
bool is_at_rest(model::EventState state);

}  // namespace fangst::policy
