#include "shared/times.hpp"

#include <array>
#include <cctype>
#include <cstdio>

namespace fangst::sandbox {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Civil {
  int year, month, day, hour, minute, second, millisecond, weekday;
};

Civil civil_of(TimePoint at) {
  const auto day = floor<days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<milliseconds> time(at - day);
  return {int(date.year()),
          int(unsigned(date.month())),
          int(unsigned(date.day())),
          int(time.hours().count()),
          int(time.minutes().count()),
          int(time.seconds().count()),
          int(time.subseconds().count()),
          int(std::chrono::weekday(day).c_encoding())};
}

std::string seconds_text(const Civil& c) {
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute, c.second);
  return text;
}

std::string millis_text(const Civil& c) {
  char text[16];
  std::snprintf(text, sizeof text, ".%03d", c.millisecond);
  return seconds_text(c) + text;
}

/// Reads exactly `count` digits at `at`; -1 when they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<TimePoint> moment(int year, int month, int day, int hour, int minute, int second) {
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                         std::chrono::day(unsigned(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return TimePoint(std::chrono::sys_days(date)) + hours(hour) + minutes(minute) + seconds(second);
}

/// Passes over ".123"; false when a point has no digit after it.
bool take_fraction(std::string_view text, std::size_t& at, int& millis) {
  if (at >= text.size() || text[at] != '.') return true;
  ++at;
  int weight = 100;
  const std::size_t first = at;
  for (; at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])); ++at, weight /= 10) {
    millis += (text[at] - '0') * weight;
  }
  return at > first;
}

}  // namespace

std::string to_utc_text(TimePoint at) { return millis_text(civil_of(at)) + "Z"; }

std::string to_hour_offset_text(TimePoint at) { return seconds_text(civil_of(at + hours(2))) + "+02"; }

std::string to_offset_text(TimePoint at) { return millis_text(civil_of(at + hours(1))) + "+01:00"; }

std::optional<TimePoint> parse_time(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const auto local = moment(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2),
                            digits(text, 14, 2), digits(text, 17, 2));
  std::size_t at = 19;
  int millis = 0;
  if (!local || !take_fraction(text, at, millis)) return std::nullopt;
  const TimePoint precise = *local + milliseconds(millis);
  const std::string_view offset = text.substr(at);
  if (offset == "Z" || offset == "z") return precise;
  if (offset.size() != 6 || (offset[0] != '+' && offset[0] != '-') || offset[3] != ':') return std::nullopt;
  const int hour = digits(offset, 1, 2);
  const int minute = digits(offset, 4, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  const auto shift = hours(hour) + minutes(minute);
  return offset[0] == '+' ? precise - shift : precise + shift;
}

bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
         moment(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), 0, 0, 0).has_value();
}

std::string to_http_date(TimePoint at) {
  const Civil c = civil_of(at);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[std::size_t(c.weekday)].data(), c.day,
                kMonths[std::size_t(c.month - 1)].data(), c.year, c.hour, c.minute, c.second);
  return text;
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  if (text.size() != 29 || text[3] != ',' || text.substr(25) != " GMT" || text[19] != ':' || text[22] != ':') {
    return std::nullopt;
  }
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (text.substr(8, 3) != kMonths[month]) continue;
    const auto at = moment(digits(text, 12, 4), int(month + 1), digits(text, 5, 2), digits(text, 17, 2),
                           digits(text, 20, 2), digits(text, 23, 2));
    // A day name that does not fit the date is a sign of a hand-made header.
    if (at && text.substr(0, 3) == kDays[std::size_t(civil_of(*at).weekday)]) return at;
  }
  return std::nullopt;
}

TimePoint months_before(TimePoint at, int months) {
  const auto day = floor<days>(at);
  std::chrono::year_month_day date(day);
  date -= std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return TimePoint(std::chrono::sys_days(date)) + (at - day);
}

}  // namespace fangst::sandbox
