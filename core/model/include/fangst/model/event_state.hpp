#pragma once

#include <optional>
#include <string_view>

namespace fangst::model {

/// The state of one event (hendelse) that is sent to one receiver.
enum class EventState {
  queued,    ///< Due, and no node has begun to send it.
  telling,   ///< A node is sending it.
  waiting,   ///< The receiver is paused or its circuit is open; nothing has failed.
  retrying,  ///< The receiver did not take it; it will be sent again.
  told,      ///< Final: the receiver has taken it.
  closed,    ///< Final: a person ended it with a reason, and it was not sent.
  failed     ///< Given up: a person must act.
};

std::string_view to_string(EventState state);
std::optional<EventState> parse_event_state(std::string_view text);

}  // namespace fangst::model
