#pragma once

#include "shared/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fangst::sandbox {

/// "2026-11-21T20:15:03.120Z"
std::string to_utc_text(TimePoint at);
/// "2026-11-21T22:15:03+02": an offset of hours alone, as KRR sends it.
std::string to_hour_offset_text(TimePoint at);
/// "2026-11-21T22:15:03.120+01:00"
std::string to_offset_text(TimePoint at);
/// RFC 3339, and nothing looser: seconds and offset are demanded.
std::optional<TimePoint> parse_time(std::string_view text);
bool is_date(std::string_view text);

/// "Wed, 29 Jun 2011 14:58:11 GMT"
std::string to_http_date(TimePoint at);
std::optional<TimePoint> parse_http_date(std::string_view text);

/// The same time of day that many calendar months earlier; the last day of the month when there is no such day.
TimePoint months_before(TimePoint at, int months);

}  // namespace fangst::sandbox
