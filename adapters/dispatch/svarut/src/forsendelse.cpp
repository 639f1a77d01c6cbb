#include "forsendelse.hpp"

#include <fangst/text/ascii.hpp>
#include <fangst/text/utf8.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace fangst::svarut {
namespace {

using Json = nlohmann::json;

// Limits of the OpenAPI of Send v3, in characters.
constexpr std::size_t kMaxTitle = 1000;
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxAddressLine = 70;
constexpr std::size_t kMaxFileName = 226;
constexpr std::uint64_t kMaxPrintable = 350ULL * 1024 * 1024;
constexpr const char* kPdf = "application/pdf";

Failure missing(const char* code, const char* text) {
  return Failure(Error{ErrorKind::invalid_input, code, "svarut.send", PublicText{text}});
}

void put_unless_empty(Json& object, const char* key, const std::string& value, std::size_t most) {
  if (!value.empty()) object[key] = text::first_characters(value, most);
}

/// A letter must not go to Norway because its country cannot be read.
bool has_faulty_country(const model::Adresse& adresse) {
  const auto code = text::upper(adresse.landkode);
  const bool is_code = code.size() == 2 && text::all_of(code, text::is_upper);
  return !code.empty() && !is_code;
}

/// Null when SvarUt could not use it: adresselinje1 and poststed are required.
Json address_of(const model::Adresse& adresse) {
  std::vector<std::string> lines;
  for (const auto* line : {&adresse.adresselinje1, &adresse.adresselinje2, &adresse.adresselinje3}) {
    if (text::has_content(*line)) lines.emplace_back(text::first_characters(*line, kMaxAddressLine));
  }
  if (lines.empty() || !text::has_content(adresse.poststed)) return nullptr;
  Json json = {{"adresselinje1", lines[0]}};
  if (lines.size() > 1) json["adresselinje2"] = lines[1];
  if (lines.size() > 2) json["adresselinje3"] = lines[2];
  put_unless_empty(json, "postnummer", adresse.postnummer, 20);
  json["poststed"] = text::first_characters(adresse.poststed, kMaxAddressLine);
  if (!adresse.landkode.empty()) json["landkode"] = text::upper(adresse.landkode);
  return json;
}

/// No character that SvarUt forbids, no name twice (upper and lower case are the same to it), not too long. The name is
/// only a label here: what is archived keeps its own.
class FileNames {
 public:
  std::string fit(const std::string& filnavn) {
    std::string name = filnavn;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return kForbidden.find(c) != kForbidden.npos; }, '_');
    const auto dot = std::min(name.rfind('.'), name.size());
    const auto extension = name.size() - dot <= 10 ? name.substr(dot) : std::string();
    const auto stem = name.substr(0, name.size() - extension.size());
    for (int copy = 1;; ++copy) {
      const auto suffix = (copy == 1 ? "" : " (" + std::to_string(copy) + ")") + extension;
      auto fitted = std::string(text::first_characters(stem, kMaxFileName - text::count_characters(suffix))) + suffix;
      if (used_.insert(lower(fitted)).second) return fitted;
    }
  }

 private:
  static constexpr std::string_view kForbidden = "*:\"\\/<>|?";
  /// Also Æ, Ø and Å, which are two bytes with the same first one in UTF-8.
  static std::string lower(std::string text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto code = static_cast<unsigned char>(text[i]);
      const bool is_latin1_capital = i > 0 && text[i - 1] == '\xC3' && code >= 0x80 && code <= 0x9E && code != 0x97;
      if (text::is_upper(text[i]) || is_latin1_capital) text[i] = static_cast<char>(code + 32);
    }
    return text;
  }
  std::set<std::string> used_;
};

std::string digital_id(const model::Korrespondansepart& mottaker) {
  return mottaker.personidentifikator.empty() ? mottaker.organisasjonsnummer : mottaker.personidentifikator.reveal();
}

Result<void> check(const ports::OutgoingLetter& letter) {
  if (!text::has_content(letter.tittel)) return missing("svarut.mangler_tittel", "Brevet mangler tittel.");
  if (!text::has_content(letter.mottaker.navn)) {
    return missing("svarut.mangler_navn", "Brevet mangler navn på mottakeren. Legg inn navnet i fagsystemet.");
  }
  if (letter.dokumenter.empty()) return missing("svarut.mangler_dokument", "Brevet har ingen dokumenter.");
  if (letter.mottaker.adresse && has_faulty_country(*letter.mottaker.adresse)) {
    return missing("svarut.ugyldig_landkode", "Landkoden i mottakerens adresse må være to bokstaver, for eksempel NO.");
  }
  if (!letter.is_paper) {
    if (!digital_id(letter.mottaker).empty()) return {};
    return missing("svarut.mangler_mottaker_id",
                   "Mottakeren mangler fødselsnummer eller organisasjonsnummer. Legg det inn i fagsystemet.");
  }
  if (!letter.mottaker.adresse || address_of(*letter.mottaker.adresse).is_null()) {
    return missing("svarut.mangler_adresse",
                   "Brevet skal skrives ut, men mottakeren mangler adresse. Legg inn adresselinje og poststed.");
  }
  const bool all_pdf = std::all_of(letter.dokumenter.begin(), letter.dokumenter.end(),
                                   [](const auto& document) { return document.mime_type == kPdf; });
  if (all_pdf) return {};
  return missing("svarut.kan_ikke_skrives_ut", "Bare PDF kan skrives ut. Lever dokumentene som PDF.");
}

Result<void> check_size(const ports::OutgoingLetter& letter) {
  std::uint64_t printable = 0;
  for (const auto& document : letter.dokumenter) {
    if (document.mime_type == kPdf) printable += document.size;
  }
  if (printable <= kMaxPrintable) return {};
  return Failure(Error{ErrorKind::too_large, "svarut.for_stort", "svarut.send",
                       PublicText{"Dokumentene er til sammen større enn SvarUt kan skrive ut (350 MB)."}});
}

Json recipient_of(const ports::OutgoingLetter& letter) {
  Json json = {{"navn", text::first_characters(letter.mottaker.navn, kMaxName)}};
  if (!letter.is_paper) json["digitalId"] = digital_id(letter.mottaker);
  if (!letter.mottaker.adresse) return json;
  // Print may be SvarUt's own choice: the address goes with every letter that has one.
  if (auto address = address_of(*letter.mottaker.adresse); !address.is_null()) json["adresse"] = std::move(address);
  return json;
}

Json documents_of(const ports::OutgoingLetter& letter, std::vector<std::string>& filnavn) {
  FileNames names;
  Json list = Json::array();
  for (const auto& document : letter.dokumenter) {
    filnavn.push_back(names.fit(document.filnavn));
    Json json = {{"filnavn", filnavn.back()}, {"mimeType", document.mime_type}};
    if (!letter.is_paper && document.mime_type != kPdf) json["skalEkskluderesFraUtskrift"] = true;
    list.push_back(std::move(json));
  }
  return list;
}

void add_return_address(Json& json, const ports::OutgoingLetter& letter, const Settings& settings) {
  auto address = address_of(letter.retur);
  if (settings.organisasjonsnummer.empty() || address.is_null() || letter.avsender_navn.empty()) return;
  json["svarSendesTil"] = {{"navn", text::first_characters(letter.avsender_navn, kMaxName)},
                           {"type", "ORGANISASJON"},
                           {"digitalId", settings.organisasjonsnummer},
                           {"adresse", std::move(address)}};
}

}  // namespace

Result<Forsendelse> make_forsendelse(const ports::OutgoingLetter& letter, const Settings& settings) {
  FANGST_CHECK(check(letter));
  FANGST_CHECK(check_size(letter));
  Forsendelse forsendelse;
  const bool is_person = !letter.mottaker.personidentifikator.empty();
  forsendelse.kind = letter.is_paper ? "print" : is_person ? "person" : "organisasjon";
  Json json = {{"tittel", text::first_characters(letter.tittel, kMaxTitle)},
               {"mottaker", recipient_of(letter)},
               {"avgivendeSystem", settings.avgivende_system},
               {"utskriftskonfigurasjon", {{"tosidig", settings.tosidig_utskrift}}},
               {"eksternReferanse", letter.key.str()},
               {"dokumenter", documents_of(letter, forsendelse.filnavn)}};
  put_unless_empty(json, "konteringskode", settings.konteringskode, 20);
  add_return_address(json, letter, settings);
  forsendelse.json = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return forsendelse;
}

}  // namespace fangst::svarut
