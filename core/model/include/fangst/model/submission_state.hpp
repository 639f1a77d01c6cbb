#pragma once

#include <optional>
#include <string_view>

namespace fangst::model {

enum class SubmissionState {
  in_flight,        ///< A step is due or running.
  holding,          ///< An earlier submission of the same case is not archived yet.
  waiting,          ///< The step runs again later; nothing has failed.
  retrying,         ///< The step failed and will be tried again.
  unknown_outcome,  ///< A dependency may have acted; the next run looks it up.
  finished,         ///< Final: every step is done.
  closed,           ///< Final: a person ended it, with a reason, before every step was done.
  parked            ///< Stopped until a person acts.
};

std::string_view to_string(SubmissionState state);
std::optional<SubmissionState> parse_submission_state(std::string_view text);

}  // namespace fangst::model
