#pragma once

#include <string_view>

namespace fangst::http {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
/// Any of U+0000 to U+001F, or U+007F.
bool has_control_character(std::string_view text);

}  // namespace fangst::http
