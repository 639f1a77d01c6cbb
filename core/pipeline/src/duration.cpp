#include <fangst/pipeline/duration.hpp>

#include <array>
#include <charconv>
#include <utility>

namespace fangst::pipeline {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{
      {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || number < 0 || number > 1'000'000'000) return std::nullopt;
  const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  for (const auto& [name, millis] : units) {
    if (unit == name) return std::chrono::milliseconds{number * millis};
  }
  return std::nullopt;
}

}  // namespace fangst::pipeline
