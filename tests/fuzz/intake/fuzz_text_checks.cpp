#include "accepted.hpp"

#include <fangst/codec/text_checks.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/text/identity_numbers.hpp>
#include <fangst/text/utf8.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fangst;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto masked = text::mask_eleven_digits(text);
  fuzz::require(masked.size() == text.size() && !text::contains_foedselsnummer(masked), "masked");
  fuzz::require(!text::is_plain_line(text) || text::is_utf8(text), "a plain line is UTF-8");
  fuzz::require(!text::names_a_person(text) || text::contains_foedselsnummer(text), "a person is an identity number");
  if (codec::fault_of_filnavn(text).empty()) {
    fuzz::require(text.find('/') == std::string_view::npos && text::is_utf8(text), "a file name");
  }
  codec::fault_of_url(text);
  codec::fault_of_external_key(text);
  codec::fault_of_mime_type(text);
  codec::fault_of_foedselsnummer(text, model::IdentityRealm::synthetic);
  if (const auto bytes = crypto::base64_decode(text)) {
    fuzz::require(crypto::base64_decode(crypto::base64(*bytes)) == bytes, "base64 there and back");
  }
  return 0;
}
