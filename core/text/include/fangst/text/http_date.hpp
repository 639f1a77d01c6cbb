#pragma once

#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>

/// The dates of HTTP (RFC 9110, 5.6.7): whole seconds, always in GMT, English whatever the locale.
namespace fangst::text {

/// "Sat, 21 Nov 2026 11:00:00 GMT" (IMF-fixdate); what is less than a second is cut off.
std::string http_date(model::Timestamp at);

/// An IMF-fixdate written exactly as http_date writes it (the right day of the week, two digits for the day); a leap
/// second is taken. For dates that are signed over, where another form is another text.
std::optional<model::Timestamp> parse_imf_fixdate(std::string_view text);

/// Any of the three forms that a recipient must take: IMF-fixdate, RFC 850 ("Sunday, 06-Nov-94 08:49:37 GMT"; 69 to 99
/// are of the last century) and asctime ("Sun Nov  6 08:49:37 1994").
std::optional<model::Timestamp> parse_http_date(std::string_view text);

}  // namespace fangst::text
