#include <fangst/digipost/signing.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <map>

namespace fangst::digipost {
namespace {

constexpr std::array<std::string_view, 4> kSigned{"content-md5", "date", "x-content-sha256", "x-digipost-userid"};
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string signed_headers(const ports::HttpHeaders& headers) {
  std::map<std::string, std::string_view> present;
  for (const auto& [name, value] : headers) {
    // ASCII only: Digipost's clients fold by Java's and .NET's rules, which agree nowhere else.
    auto key = text::lower(name);
    if (std::find(kSigned.begin(), kSigned.end(), key) != kSigned.end()) present.emplace(std::move(key), value);
  }
  std::string lines;
  for (const auto& [name, value] : present) lines.append(name).append(": ").append(value).push_back('\n');
  return lines;
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::string canonical_request(std::string_view method, std::string_view path, const ports::HttpHeaders& headers,
                              std::string_view query) {
  return std::string(method) + "\n" + text::lower(path) + "\n" + signed_headers(headers) + text::lower(query) + "\n";
}

std::string canonical_response(int status, std::string_view path, const ports::HttpHeaders& headers) {
  return std::to_string(status) + "\n" + text::lower(path) + "\n" + signed_headers(headers);
}

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

std::optional<model::Timestamp> parse_http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hours = number(text.substr(17, 2));
  const auto minutes = number(text.substr(20, 2));
  const auto seconds = number(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hours || !minutes || !seconds) return std::nullopt;
  if (*hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(unsigned(month - kMonths.begin() + 1)),
                                         std::chrono::day(unsigned(*day)));
  if (!date.ok()) return std::nullopt;
  const model::Timestamp at = std::chrono::sys_days(date) + std::chrono::hours(*hours) +
                              std::chrono::minutes(*minutes) + std::chrono::seconds(*seconds);
  // A date that is not written as it should be may have been signed over in another form.
  if (*seconds < 60 && http_date(at) != text) return std::nullopt;
  return at;
}

}  // namespace fangst::digipost
