#pragma once

#include <fangst/model/check_digits.hpp>

#include <string_view>

/// Rules for texts from outside. Each fault_of_ function returns a sentence in bokmaal that says what is wrong, or an
/// empty text. Pure functions.
namespace fangst::codec {

std::string_view fault_of_external_key(std::string_view key);
std::string_view fault_of_filnavn(std::string_view filnavn);
std::string_view fault_of_mime_type(std::string_view mime_type);
/// http or https, a host, printable ASCII, no user information and no identity number.
std::string_view fault_of_url(std::string_view url);
std::string_view fault_of_foedselsnummer(std::string_view number, model::IdentityRealm realm);
std::string_view fault_of_organisasjonsnummer(std::string_view number);

}  // namespace fangst::codec
