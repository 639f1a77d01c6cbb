#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fangst::crypto {

/// RFC 4648, section 4, with padding.
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  ///< Without padding (RFC 7515).
/// Strict, except that ASCII white space is ignored (XML wraps base64). Empty for text that is not base64.
std::optional<std::string> base64_decode(std::string_view text);
std::optional<std::string> base64url_decode(std::string_view text);
/// Lower case.
std::string hex(std::string_view bytes);

}  // namespace fangst::crypto
