#include <fangst/text/ascii.hpp>
#include <fangst/text/utf8.hpp>

#include <simdjson.h>

#include <algorithm>
#include <cstdint>

namespace fangst::text {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }
bool is_continuation(char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U; }

/// How many bytes the character that begins with `lead` has, when it is well formed.
std::size_t length_by(std::uint8_t lead) { return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1; }

/// The well-formed character at `i`; empty when there is none.
std::string_view character_at(std::string_view text, std::size_t i) {
  const auto character = text.substr(i, length_by(byte_at(text, i)));
  return is_utf8(character) ? character : std::string_view();
}

/// Of a well-formed character of two or three bytes.
std::uint32_t code_point(std::string_view text, std::size_t i, std::size_t length) {
  if (length == 2) return (byte_at(text, i) & 0x1FU) << 6U | (byte_at(text, i + 1) & 0x3FU);
  return (byte_at(text, i) & 0x0FU) << 12U | (byte_at(text, i + 1) & 0x3FU) << 6U | (byte_at(text, i + 2) & 0x3FU);
}

/// C1 controls, marks and overrides of direction, line and paragraph separators, and what XML 1.0 leaves out.
bool is_forbidden_above_ascii(std::uint32_t point) {
  return (point >= 0x80 && point <= 0x9F) || point == 0x061C || point == 0x200E || point == 0x200F ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFFFE ||
         point == 0xFFFF;
}

}  // namespace

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::string as_utf8(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  if (text.find('\0') == std::string_view::npos && is_utf8(text)) return std::string(text);
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto character = text[i] == '\0' ? std::string_view() : character_at(text, i);
    valid += character.empty() ? kReplacement : character;
    i += std::max<std::size_t>(character.size(), 1);
  }
  return valid;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_continuation(text[i]) && ++count > most) return text.substr(0, i);
  }
  return text;
}

std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && is_continuation(text[most])) --most;
  return text.substr(0, most);
}

bool is_plain_line(std::string_view text) {
  if (has_control_character(text) || !is_utf8(text)) return false;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = length_by(byte_at(text, i));
    if ((length == 2 || length == 3) && is_forbidden_above_ascii(code_point(text, i, length))) return false;
    i += length;
  }
  return true;
}

bool has_content(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

bool has_control_character(std::string_view text) { return std::any_of(text.begin(), text.end(), is_control); }

}  // namespace fangst::text
