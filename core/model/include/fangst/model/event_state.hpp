#pragma once

#include <optional>
#include <string_view>

namespace fangst::model {

/// Where the telling of one event (hendelse) to one receiver stands.
enum class EventState {
  queued,    ///< Due, and nobody tells it yet.
  telling,   ///< A node tells it now.
  waiting,   ///< The receiver's door is closed: nothing has failed.
  retrying,  ///< The receiver did not take it, and will be told again.
  told,
  closed,  ///< Ended by a person, with a reason, without being told.
  failed   ///< Given up: somebody must look at it.
};

std::string_view to_string(EventState state);
std::optional<EventState> parse_event_state(std::string_view text);

}  // namespace fangst::model
