#include <fangst/text/http_date.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

namespace fangst::text {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<model::Timestamp> instant(int year, int month, int day, int hours, int minutes, int seconds) {
  if (hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
         std::chrono::seconds(seconds);
}

/// By a format of std::get_time; the whole text must match.
std::optional<model::Timestamp> parse_as(const char* format, std::string_view text) {
  std::istringstream in{std::string(text)};
  in.imbue(std::locale::classic());
  std::tm at{};
  in >> std::get_time(&at, format);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return instant(at.tm_year + 1900, at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec);
}

}  // namespace

std::string http_date(model::Timestamp at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  std::array<char, 40> text{};
  const int length = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   kDays.at(std::chrono::weekday(day).c_encoding()).data(), unsigned(date.day()),
                                   kMonths.at(unsigned(date.month()) - 1).data(), int(date.year()),
                                   int(time.hours().count()), int(time.minutes().count()), int(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<model::Timestamp> parse_imf_fixdate(std::string_view text) {
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hours = number(text.substr(17, 2));
  const auto minutes = number(text.substr(20, 2));
  const auto seconds = number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hours || !minutes || !seconds) return std::nullopt;
  const auto at = instant(*year, static_cast<int>(month - kMonths.begin()) + 1, *day, *hours, *minutes, *seconds);
  if (!at || (*seconds < 60 && http_date(*at) != text)) return std::nullopt;
  return at;
}

std::optional<model::Timestamp> parse_http_date(std::string_view text) {
  if (const auto at = parse_imf_fixdate(text)) return at;
  // std::get_time is content with a text that ends before the format does.
  if (text.ends_with(" GMT")) return parse_as("%A, %d-%b-%y %H:%M:%S GMT", text);
  constexpr std::size_t kAsctime = 24;
  return text.size() == kAsctime ? parse_as("%a %b %e %H:%M:%S %Y", text) : std::nullopt;
}

}  // namespace fangst::text
