#include <fangst/codec/text_checks.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/identity_numbers.hpp>
#include <fangst/text/utf8.hpp>

namespace fangst::codec {
namespace {

constexpr std::size_t kMaxExternalKey = 200;
constexpr std::size_t kMaxFilnavn = 200;

bool is_mime_character(char c) {
  return text::is_lower(c) || text::is_digit(c) || std::string_view("!#$&^_.+-").find(c) != std::string_view::npos;
}

bool is_mime_part(std::string_view part) {
  return !part.empty() && part.size() <= 100 && text::all_of(part, is_mime_character);
}

}  // namespace

std::string_view fault_of_external_key(std::string_view key) {
  if (key.empty()) return "Den eksterne nøkkelen mangler.";
  if (!text::is_plain_line(key)) return "Den eksterne nøkkelen kan ikke ha styretegn eller usynlige tegn.";
  if (text::count_characters(key) > kMaxExternalKey) return "Den eksterne nøkkelen kan være på høyst 200 tegn.";
  if (text::names_a_person(key)) {
    return "Den eksterne nøkkelen inneholder et fødselsnummer. Bruk en nøkkel som ikke røper hvem saken gjelder.";
  }
  return {};
}

std::string_view fault_of_filnavn(std::string_view filnavn) {
  if (filnavn.empty()) return "Filnavnet mangler.";
  if (!text::is_plain_line(filnavn)) return "Filnavnet kan ikke ha styretegn eller usynlige tegn.";
  if (text::count_characters(filnavn) > kMaxFilnavn) return "Filnavnet kan være på høyst 200 tegn.";
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
  if (url.size() > 2000 || !text::all_of(url, [](char c) { return text::is_printable(c) && c != ' '; })) {
    return kMessage;
  }
  const auto scheme = url.substr(0, url.find("://"));
  if (scheme.size() == url.size() || (scheme != "https" && scheme != "http")) return kMessage;
  const auto rest = url.substr(scheme.size() + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.empty() || authority.find_first_of("@\\\"<>") != std::string_view::npos) return kMessage;
  if (text::names_a_person(url)) return "Adressen inneholder et fødselsnummer. Bruk en adresse uten.";
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

}  // namespace fangst::codec
