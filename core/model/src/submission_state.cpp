#include <fangst/model/submission_state.hpp>

#include <array>
#include <utility>

namespace fangst::model {
namespace {

using enum SubmissionState;
constexpr std::array<std::pair<SubmissionState, std::string_view>, 8> kNames{{{in_flight, "in_flight"},
                                                                              {holding, "holding"},
                                                                              {waiting, "waiting"},
                                                                              {retrying, "retrying"},
                                                                              {unknown_outcome, "unknown_outcome"},
                                                                              {finished, "finished"},
                                                                              {closed, "closed"},
                                                                              {parked, "parked"}}};

}  // namespace

std::string_view to_string(SubmissionState state) {
  for (const auto& [value, name] : kNames) {
    if (value == state) return name;
  }
  return "";
}

std::optional<SubmissionState> parse_submission_state(std::string_view text) {
  for (const auto& [value, name] : kNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace fangst::model
