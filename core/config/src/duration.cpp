#include <fangst/config/duration.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace fangst::config {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kUnits{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || number < 0 || number > 1'000'000'000) return std::nullopt;
  const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  for (const auto& [name, millis] : kUnits) {
    if (unit == name) return std::chrono::milliseconds{number * millis};
  }
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds duration) {
  for (const auto& [name, millis] : kUnits) {
    // Days read worse than hours when there is only one: "24h".
    const bool is_whole = duration.count() % millis == 0 && duration.count() >= (name == "d" ? 2 : 1) * millis;
    if (is_whole) return std::to_string(duration.count() / millis).append(name);
  }
  return "0s";
}

}  // namespace fangst::config
