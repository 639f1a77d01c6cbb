#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::model {

/// A moment in UTC with millisecond precision: what is stored, logged and sent.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The absolute moment, on the monotonic clock, at which a call must have ended. A call passes its own deadline on to
/// the calls that it makes.
using Deadline = std::chrono::steady_clock::time_point;

std::int64_t to_millis(Timestamp at);
Timestamp from_millis(std::int64_t millis);

/// RFC 3339 in UTC, e.g. "2026-11-21T20:15:03.120Z".
std::string to_rfc3339(Timestamp at);

/// RFC 3339, and the variants that the registries send: the offset as Z, +HH, +HHMM or +HH:MM, and 0 to 9 fraction
/// digits. Empty for a text without an offset, since its moment is not known.
std::optional<Timestamp> parse_timestamp(std::string_view text);

}  // namespace fangst::model
