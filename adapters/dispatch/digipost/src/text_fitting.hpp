#pragma once

#include <fangst/text/ascii.hpp>
#include <fangst/text/utf8.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace fangst::digipost {

inline bool fits(std::string_view text, std::size_t characters) {
  return text::is_utf8(text) && text::count_characters(text) <= characters;
}

/// One line that XML can carry, at most so many characters (one or more); "…" marks where it was cut. `text` must be
/// UTF-8.
inline std::string one_line(std::string_view text, std::size_t characters) {
  const bool cut = text::count_characters(text) > characters;
  std::string line(cut ? text::first_characters(text, characters - 1) : text);
  std::replace_if(line.begin(), line.end(), text::is_control, ' ');
  return cut ? line + "…" : line;
}

}  // namespace fangst::digipost
