#pragma once

#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>

/// The dates of HTTP (RFC 9110, 5.6.7): whole seconds, always in GMT, English whatever the locale.
namespace fangst::text {

/// "Sat, 21 Nov 2026 11:00:00 GMT" (IMF-fixdate), rounded down to a whole second.
std::string http_date(model::Timestamp at);

/// Reads an IMF-fixdate in exactly the form that http_date writes (the right day of the week, two digits for the day);
/// a leap second is accepted. Empty for every other text. For dates that a signature covers.
std::optional<model::Timestamp> parse_imf_fixdate(std::string_view text);

/// Reads any of the three forms that a recipient must accept: IMF-fixdate, RFC 850 ("Sunday, 06-Nov-94 08:49:37 GMT";
/// the years 69 to 99 are 1969 to 1999) and asctime ("Sun Nov  6 08:49:37 1994").
std::optional<model::Timestamp> parse_http_date(std::string_view text);

}  // namespace fangst::text
