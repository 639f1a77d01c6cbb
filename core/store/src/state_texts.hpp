#pragma once

#include <fangst/model/submission_state.hpp>

#include <string>

/// States in the texts of statements, where a partial index needs them to stand in the text itself.
namespace fangst::store {

inline std::string state_is(model::SubmissionState state) { return "state = '" + std::string(to_string(state)) + "'"; }
inline std::string state_is_not(model::SubmissionState state) {
  return "state <> '" + std::string(to_string(state)) + "'";
}

}  // namespace fangst::store
