#include <fangst/model/event_state.hpp>

#include <array>
#include <utility>

namespace fangst::model {
namespace {

using enum EventState;
constexpr std::array<std::pair<EventState, std::string_view>, 7> kNames{{{queued, "queued"},
                                                                         {telling, "telling"},
                                                                         {waiting, "waiting"},
                                                                         {retrying, "retrying"},
                                                                         {told, "told"},
                                                                         {closed, "closed"},
                                                                         {failed, "failed"}}};

}  // namespace

std::string_view to_string(EventState state) {
  for (const auto& [value, name] : kNames) {
    if (value == state) return name;
  }
  return "";
}

std::optional<EventState> parse_event_state(std::string_view text) {
  for (const auto& [value, name] : kNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace fangst::model
