#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The percent-encoding of URIs (RFC 3986, 2.1).
namespace fangst::text {

/// Everything but the unreserved characters (letters, digits, "-._~") as %XX: fit for one path segment, a name or a
/// value in a query.
std::string percent_encode(std::string_view text);

enum class Plus { is_plus, is_space };  ///< is_space: application/x-www-form-urlencoded.

/// Empty when a '%' is not followed by two hexadecimal digits. The result may be any bytes, NUL among them.
std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::is_plus);

}  // namespace fangst::text
