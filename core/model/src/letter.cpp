#include <fangst/model/letter.hpp>

#include <array>
#include <utility>

namespace fangst::model {
namespace {

constexpr std::array<std::pair<Channel, std::string_view>, 4> kChannels{{{Channel::digipost, "digipost"},
                                                                         {Channel::svarut, "svarut"},
                                                                         {Channel::svarut_print, "svarut_print"},
                                                                         {Channel::digipost_print, "digipost_print"}}};

constexpr std::array<std::pair<LetterState, std::string_view>, 5> kStates{
    {{LetterState::planned, "planned"},
     {LetterState::unknown_outcome, "unknown_outcome"},
     {LetterState::dispatched, "dispatched"},
     {LetterState::delivered, "delivered"},
     {LetterState::refused, "refused"}}};

template <class Table, class Value>
std::string_view name_of(const Table& table, Value wanted) {
  for (const auto& [value, name] : table) {
    if (value == wanted) return name;
  }
  return "";
}

template <class Value, class Table>
std::optional<Value> value_of(const Table& table, std::string_view wanted) {
  for (const auto& [value, name] : table) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Channel channel) { return name_of(kChannels, channel); }
std::optional<Channel> parse_channel(std::string_view text) { return value_of<Channel>(kChannels, text); }
std::string_view to_string(LetterState state) { return name_of(kStates, state); }
std::optional<LetterState> parse_letter_state(std::string_view text) { return value_of<LetterState>(kStates, text); }

}  // namespace fangst::model
