#include <fangst/codec/text_checks.hpp>

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace fangst::codec {
namespace {

constexpr std::size_t kMaxExternalKey = 200;
constexpr std::size_t kMaxFilnavn = 200;

std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }
bool is_continuation(std::uint8_t byte) { return (byte & 0xC0U) == 0x80U; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of the sequence that begins at `i`, 0 when it is not well formed.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const auto lead = byte_at(text, i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return 0;
  const auto second = byte_at(text, i + 1);
  // Over-long forms, surrogates and what lies above U+10FFFF.
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
      (lead == 0xF4 && second > 0x8F)) {
    return 0;
  }
  for (std::size_t k = 1; k < length; ++k) {
    if (!is_continuation(byte_at(text, i + k))) return 0;
  }
  return length;
}

bool is_forbidden_above_ascii(std::uint32_t point) {
  return (point >= 0x80 && point <= 0x9F) || point == 0x061C || point == 0x200E || point == 0x200F ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0xFFFE ||
         point == 0xFFFF;
}

std::uint32_t two_or_three_bytes(std::string_view text, std::size_t i, std::size_t length) {
  if (length == 2) return (byte_at(text, i) & 0x1FU) << 6U | (byte_at(text, i + 1) & 0x3FU);
  return (byte_at(text, i) & 0x0FU) << 12U | (byte_at(text, i + 1) & 0x3FU) << 6U | (byte_at(text, i + 2) & 0x3FU);
}

bool is_mime_character(char c) {
  return std::islower(static_cast<unsigned char>(c)) != 0 || is_digit(c) ||
         std::string_view("!#$&^_.+-").find(c) != std::string_view::npos;
}

bool is_mime_part(std::string_view part) {
  return !part.empty() && part.size() <= 100 && std::all_of(part.begin(), part.end(), is_mime_character);
}

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

bool is_uuid(std::string_view text) {
  constexpr std::string_view kShape = "00000000-0000-0000-0000-000000000000";
  return std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(),
                    [](char c, char shape) { return shape == '-' ? c == '-' : is_hex(c); });
}

/// How much of the beginning of `text` is an id that a machine made.
std::size_t machine_id_length(std::string_view text) {
  constexpr std::size_t kUuid = 36, kShortestHash = 32;
  if (is_uuid(text.substr(0, kUuid)) && (text.size() == kUuid || !is_alphanumeric(text[kUuid]))) return kUuid;
  const auto word_end = std::find_if_not(text.begin(), text.end(), is_alphanumeric);
  const auto length = static_cast<std::size_t>(word_end - text.begin());
  return length >= kShortestHash && std::all_of(text.begin(), word_end, is_hex) ? length : 0;
}

}  // namespace

bool names_a_person(std::string_view text) {
  if (!model::contains_foedselsnummer(text)) return false;
  std::string rest;
  for (std::size_t i = 0; i < text.size();) {
    const bool begins_word = i == 0 || !is_alphanumeric(text[i - 1]);
    const auto skipped = begins_word ? machine_id_length(text.substr(i)) : 0;
    if (skipped == 0) rest += text[i];
    i += std::max<std::size_t>(skipped, 1);
  }
  return model::contains_foedselsnummer(rest);
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(static_cast<std::uint8_t>(c)); }));
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto length = sequence_length(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::string as_utf8(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto length = text[i] == '\0' ? 0 : sequence_length(text, i);
    valid += length == 0 ? kReplacement : text.substr(i, length);
    i += std::max<std::size_t>(length, 1);
  }
  return valid;
}

bool is_plain_line(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = byte_at(text, i);
    if (lead < 0x20 || lead == 0x7F) return false;
    const auto length = sequence_length(text, i);
    if (length == 0) return false;
    if ((length == 2 || length == 3) && is_forbidden_above_ascii(two_or_three_bytes(text, i, length))) return false;
    i += length;
  }
  return true;
}

bool has_content(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

std::string_view fault_of_external_key(std::string_view key) {
  if (key.empty()) return "Den eksterne nøkkelen mangler.";
  if (!is_plain_line(key)) return "Den eksterne nøkkelen kan ikke ha styretegn eller usynlige tegn.";
  if (count_characters(key) > kMaxExternalKey) return "Den eksterne nøkkelen kan være på høyst 200 tegn.";
  if (names_a_person(key)) {
    return "Den eksterne nøkkelen inneholder et fødselsnummer. Bruk en nøkkel som ikke røper hvem saken gjelder.";
  }
  return {};
}

std::string_view fault_of_filnavn(std::string_view filnavn) {
  if (filnavn.empty()) return "Filnavnet mangler.";
  if (!is_plain_line(filnavn)) return "Filnavnet kan ikke ha styretegn eller usynlige tegn.";
  if (count_characters(filnavn) > kMaxFilnavn) return "Filnavnet kan være på høyst 200 tegn.";
  if (filnavn.find_first_of("/\\") != std::string_view::npos || filnavn == "." || filnavn == "..") {
    return "Oppgi bare filnavnet, uten mappe.";
  }
  return {};
}

std::string_view fault_of_mime_type(std::string_view mime_type) {
  const auto slash = mime_type.find('/');
  if (slash == std::string_view::npos || !is_mime_part(mime_type.substr(0, slash)) ||
      !is_mime_part(mime_type.substr(slash + 1))) {
    return "MIME-typen skal skrives med små bokstaver og uten tillegg, for eksempel application/pdf.";
  }
  return {};
}

std::string_view fault_of_url(std::string_view url) {
  constexpr std::string_view kMessage =
      "Adressen skal være en full http- eller https-adresse uten brukernavn og uten mellomrom.";
  if (url.size() > 2000 || !std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; })) {
    return kMessage;
  }
  const auto scheme = url.substr(0, url.find("://"));
  if (scheme.size() == url.size() || (scheme != "https" && scheme != "http")) return kMessage;
  const auto rest = url.substr(scheme.size() + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.empty() || authority.find_first_of("@\\\"<>") != std::string_view::npos) return kMessage;
  if (names_a_person(url)) return "Adressen inneholder et fødselsnummer. Bruk en adresse uten.";
  return {};
}

std::string_view fault_of_foedselsnummer(std::string_view number, model::IdentityRealm realm) {
  if (!model::has_valid_control_digits(number)) {
    return "Dette er ikke et gyldig fødselsnummer eller D-nummer: 11 siffer der kontrollsifrene stemmer.";
  }
  if (model::is_valid_foedselsnummer(number, realm)) return {};
  return realm == model::IdentityRealm::production
             ? "Dette er et syntetisk fødselsnummer, og slike tas ikke imot i produksjon."
             : "Dette er ikke et syntetisk fødselsnummer. Testmiljøet tar bare imot syntetiske.";
}

std::string_view fault_of_organisasjonsnummer(std::string_view number) {
  return model::is_valid_organisasjonsnummer(number)
             ? std::string_view{}
             : "Dette er ikke et gyldig organisasjonsnummer: 9 siffer der kontrollsifferet stemmer.";
}

std::string mask_digits(std::string_view text) {
  std::string masked(text);
  for (std::size_t i = 0; i < masked.size();) {
    std::size_t end = i;
    while (end < masked.size() && is_digit(masked[end])) ++end;
    if (end - i == 11) std::fill_n(masked.begin() + static_cast<std::ptrdiff_t>(i), 11, '*');
    i = end + 1;
  }
  return masked;
}

}  // namespace fangst::codec
