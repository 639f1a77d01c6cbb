#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace fangst::pipeline {

/// "200ms", "10s", "5m", "1h", "2d": a whole number and a unit, as configuration and pipeline files write it.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace fangst::pipeline
