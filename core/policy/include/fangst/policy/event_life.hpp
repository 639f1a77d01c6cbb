#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/event_state.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/policy/life.hpp>

#include <optional>
#include <string>
#include <variant>

namespace fangst::policy {

/// One event (hendelse) for one receiver. Its outcome never parks a submission. It keeps one id in every try, so that
/// the receiver can recognise a repeat; after an unclear outcome it is therefore sent again without a look-up.
struct EventLife {
  model::EventState state = model::EventState::queued;
  int attempts = 0;             ///< Failed tries; an outage of the receiver is not counted (invariant 12).
  model::Timestamp next_at;     ///< When it is due; when nothing is due, the same as updated_at.
  model::Timestamp updated_at;  ///< The last change of state.
  std::string claimed_by;       ///< The node that is sending it.
  std::optional<model::Timestamp> told_at;
  std::optional<KeptError> error;  ///< Kept until it is told.
  bool operator==(const EventLife&) const = default;
};

/// What happens to an event.
namespace telling_event {

struct Queued {
  static constexpr std::string_view kLogKind = "event.queued";
};
/// `node` begins to send it, or takes it over from a node that has stopped.
struct Begun {
  static constexpr std::string_view kLogKind = "event.telling";
  std::string node;
};
struct Told {
  static constexpr std::string_view kLogKind = "event.told";
};
/// The receiver is paused or its circuit is open: nothing was sent.
struct Waiting {
  static constexpr std::string_view kLogKind = "event.waiting";
  model::Timestamp until;
};
struct Retrying {
  static constexpr std::string_view kLogKind = "event.retrying";
  model::Timestamp next_at;
  KeptError error;
};
/// Given up: the receiver refuses it, or the retry ladder is used up.
struct Failed {
  static constexpr std::string_view kLogKind = "event.failed";
  KeptError error;
};
/// A person, or the receiver itself, asks for it to be sent once more.
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
  bool is_logged = true;  ///< False when a waiting event goes on waiting: its state is the same.
};

/// The life after the event. An empty `life` is an event that has not been queued. The error has the code kNotAllowed.
Result<EventChange> transition(const std::optional<EventLife>& life, const TellingEvent& event);

/// True when it is to be sent at next_at.
bool is_due(model::EventState state);
/// True when only a person or the receiver can change it.
bool is_at_rest(model::EventState state);

}  // namespace fangst::policy
