#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 (RFC 3629). A character is a Unicode code point, as JSON Schema and XML Schema count. Pure and thread-safe.
namespace fangst::text {

/// Well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF, no cut-off sequence.
bool is_utf8(std::string_view text);

/// Replaces each byte that belongs to no well-formed character, and each NUL, with U+FFFD: the result is accepted by
/// every database and JSON writer in use.
std::string as_utf8(std::string_view text);

/// `text` must be UTF-8.
std::size_t count_characters(std::string_view text);

/// The longest beginning of at most `most` characters. `text` must be UTF-8.
std::string_view first_characters(std::string_view text, std::size_t most);

/// The longest beginning of at most `most` bytes that cuts no character. `text` must be UTF-8.
std::string_view first_bytes(std::string_view text, std::size_t most);

/// True when the text can be a Noark text field of one line: UTF-8 without control characters, without characters that
/// change the direction of writing (they can make a name look like another), and without those that XML 1.0 forbids.
bool is_plain_line(std::string_view text);

/// True when it holds anything but ASCII white space.
bool has_content(std::string_view text);

/// Any of U+0000 to U+001F, or U+007F.
bool has_control_character(std::string_view text);

}  // namespace fangst::text
