#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::config {

/// "200ms", "10s", "5m", "1h", "2d": a whole number and a unit, as configuration and pipeline files write it.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// As parse_duration reads it, in the largest unit that is exact.
std::string duration_text(std::chrono::milliseconds duration);

}  // namespace fangst::config
