#include <fangst/model/letter.hpp>

#include <array>
#include <utility>

namespace fangst::model {
namespace {

constexpr std::array<std::pair<LetterState, std::string_view>, 7> kStates{
    {{LetterState::planned, "planned"},
     {LetterState::unknown_outcome, "unknown_outcome"},
     {LetterState::dispatched, "dispatched"},
     {LetterState::delivered, "delivered"},
     {LetterState::done_by_hand, "done_by_hand"},
     {LetterState::closed, "closed"},
     {LetterState::refused, "refused"}}};

}  // namespace

std::string_view to_string(LetterState state) {
  for (const auto& [value, name] : kStates) {
    if (value == state) return name;
  }
  return "";
}

std::optional<LetterState> parse_letter_state(std::string_view text) {
  for (const auto& [value, name] : kStates) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace fangst::model
