#pragma once

#include <fangst/model/check_digits.hpp>

#include <string_view>

/// What a text must be to be taken in. Each fault_of_ function answers with a sentence in bokmaal, empty when all is
/// well.
namespace fangst::codec {

std::string_view fault_of_external_key(std::string_view key);
std::string_view fault_of_filnavn(std::string_view filnavn);
std::string_view fault_of_mime_type(std::string_view mime_type);
/// http or https, a host, printable ASCII, no user information and no identity number.
std::string_view fault_of_url(std::string_view url);
std::string_view fault_of_foedselsnummer(std::string_view number, model::IdentityRealm realm);
std::string_view fault_of_organisasjonsnummer(std::string_view number);

}  // namespace fangst::codec
