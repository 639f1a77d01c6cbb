#pragma once

#include <fangst/model/check_digits.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// What a text must be to be taken in. Each fault_of_ function answers with a sentence in bokmaal, empty when all is
/// well.
namespace fangst::codec {

/// Unicode code points, as JSON Schema counts; `text` must be UTF-8.
std::size_t count_characters(std::string_view text);

/// True for well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view text);

/// True when the text has no control character, no character that turns the direction of writing (it could make a name
/// read as another), and none that XML 1.0 cannot carry: a Noark text field of one line. `text` must be UTF-8.
bool is_plain_line(std::string_view text);

/// True when there is something else than white space in it.
bool has_content(std::string_view text);

/// As model::contains_foedselsnummer, but UUIDs and long hexadecimal numbers are passed over: one in some thousands of
/// them holds eleven digits that would pass for a person.
bool names_a_person(std::string_view text);

std::string_view fault_of_external_key(std::string_view key);
std::string_view fault_of_filnavn(std::string_view filnavn);
std::string_view fault_of_mime_type(std::string_view mime_type);
/// http or https, a host, printable ASCII, no user information and no identity number.
std::string_view fault_of_url(std::string_view url);
std::string_view fault_of_foedselsnummer(std::string_view number, model::IdentityRealm realm);
std::string_view fault_of_organisasjonsnummer(std::string_view number);

/// What any database and any JSON writer takes: each byte that is not well-formed UTF-8, and each NUL, becomes U+FFFD.
std::string as_utf8(std::string_view text);

/// Replaces every run of 11 digits, so that a text from a peer may stand in a pointer or in a private detail.
std::string mask_digits(std::string_view text);

}  // namespace fangst::codec
