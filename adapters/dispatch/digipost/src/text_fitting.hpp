#pragma once

#include <fangst/codec/text_checks.hpp>

#include <string>
#include <string_view>

namespace fangst::digipost {

inline bool fits(std::string_view text, std::size_t characters) {
  return codec::is_utf8(text) && codec::count_characters(text) <= characters;
}

/// One line that XML can carry, at most so many characters; "…" marks where it was cut. `text` must be UTF-8.
inline std::string one_line(std::string_view text, std::size_t characters) {
  std::string line;
  const bool cut = codec::count_characters(text) > characters;
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool begins_character = (byte & 0xC0U) != 0x80U;
    if (begins_character && cut && count + 1 == characters) break;
    if (begins_character) ++count;
    line += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  return cut ? line + "…" : line;
}

}  // namespace fangst::digipost
