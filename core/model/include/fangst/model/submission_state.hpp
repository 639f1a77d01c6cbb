#pragma once

#include <optional>
#include <string_view>

namespace fangst::model {

enum class SubmissionState {
  in_flight,        ///< A step is due or running.
  holding,          ///< Waits for an earlier submission of the same case to be archived.
  waiting,          ///< A step asked to be run again later, without anything having failed.
  retrying,         ///< A step failed and will be tried again.
  unknown_outcome,  ///< A peer may or may not have acted; a look-up will tell.
  finished,
  closed,  ///< Ended by a person, with a reason, without being finished.
  parked   ///< Dead letter: somebody must look at it.
};

std::string_view to_string(SubmissionState state);
std::optional<SubmissionState> parse_submission_state(std::string_view text);

}  // namespace fangst::model
