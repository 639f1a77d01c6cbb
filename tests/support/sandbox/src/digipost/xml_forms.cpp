#include "digipost/content_model.hpp"
#include "shared/times.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace fangst::sandbox {
namespace {

template <class Number>
bool is_number(std::string_view text, Number least) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || (text[0] != '-' && !std::isdigit(static_cast<unsigned char>(text[0])))) return false;
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= least;
}

/// The text without "Z", "+hh:mm" or "-hh:mm" at its end; false when what stands there is not one.
bool take_zone(std::string_view& text) {
  if (text.ends_with('Z')) {
    text.remove_suffix(1);
    return true;
  }
  if (text.size() < 6 || text[text.size() - 3] != ':') return true;
  const std::string_view zone = text.substr(text.size() - 6);
  if (zone[0] != '+' && zone[0] != '-') return true;
  const auto digit = [&zone](std::size_t at) { return std::isdigit(static_cast<unsigned char>(zone[at])) != 0; };
  if (!digit(1) || !digit(2) || !digit(4) || !digit(5)) return false;
  const int hours = (zone[1] - '0') * 10 + (zone[2] - '0');
  const int minutes = (zone[4] - '0') * 10 + (zone[5] - '0');
  text.remove_suffix(6);
  return minutes < 60 && (hours < 14 || (hours == 14 && minutes == 0));
}

}  // namespace

bool is_xml_string(std::string_view) { return true; }

bool is_xml_long(std::string_view text) {
  return is_number<std::int64_t>(text, std::numeric_limits<std::int64_t>::min());
}

bool is_xml_int(std::string_view text) {
  return is_number<std::int32_t>(text, std::numeric_limits<std::int32_t>::min());
}

bool is_xml_count(std::string_view text) { return is_number<std::int32_t>(text, 0); }

bool is_xml_boolean(std::string_view text) { return text == "true" || text == "false" || text == "1" || text == "0"; }

bool is_xml_date_time(std::string_view text) {
  if (!take_zone(text) || text.size() < 19 || text[10] != 'T' || text.substr(17, 2) == "60") return false;
  return parse_time(std::string(text) + "Z").has_value();
}

bool is_xml_date(std::string_view text) { return take_zone(text) && is_date(text); }

bool is_xml_decimal(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const auto digits = std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  const auto points = std::count(text.begin(), text.end(), '.');
  return digits > 0 && points <= 1 && std::size_t(digits + points) == text.size();
}

}  // namespace fangst::sandbox
