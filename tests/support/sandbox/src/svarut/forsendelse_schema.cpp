#include "svarut/forsendelse_schema.hpp"

#include "shared/times.hpp"

#include <algorithm>
#include <cctype>

namespace fangst::sandbox {
namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

bool is_date_time(std::string_view text) { return parse_time(text).has_value(); }

bool is_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || !std::isalpha(static_cast<unsigned char>(text[0]))) return false;
  return text.find_first_of(" <>\"{}|\\^`\n\r\t") == std::string_view::npos;
}

bool is_country_code(std::string_view text) {
  return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_konteringskode(std::string_view text) {
  static constexpr std::string_view kLetters[]{"ø", "æ", "å", "Ø", "Æ", "Å"};
  while (!text.empty()) {
    const unsigned char c = static_cast<unsigned char>(text[0]);
    if (c < 0x80) {
      if (!std::isalnum(c) && c != '_' && c != '-' && c != '.') return false;
      text.remove_prefix(1);
    } else {
      const std::string_view pair = text.substr(0, 2);
      if (std::find(std::begin(kLetters), std::end(kLetters), pair) == std::end(kLetters)) return false;
      text.remove_prefix(2);
    }
  }
  return true;
}

Schema text(std::int64_t least, std::int64_t most, bool (*form)(std::string_view) = nullptr) {
  return {.type = JsonType::text, .least = least, .most = most, .form = form};
}
Schema word(std::vector<std::string_view> values) { return {.type = JsonType::text, .one_of = std::move(values)}; }
Schema formatted(bool (*form)(std::string_view)) { return {.type = JsonType::text, .form = form}; }
Schema flag() { return {.type = JsonType::boolean}; }
Schema whole(std::int64_t least) { return {.type = JsonType::integer, .least = least}; }
Schema object(std::vector<Field> fields) { return {.type = JsonType::object, .fields = std::move(fields)}; }
Schema list(Schema item) { return {.type = JsonType::list, .items = {std::move(item)}}; }
Schema set(Schema item) { return {.type = JsonType::list, .items = {std::move(item)}, .unique = true}; }
Schema short_set(Schema item) {
  return {.type = JsonType::list, .most = 20, .items = {std::move(item)}, .unique = true};
}

constexpr bool kRequired = true;
constexpr bool kOptional = false;

Schema adresse() {
  return object({{"adresselinje1", kRequired, text(1, 70)},
                 {"adresselinje2", kOptional, text(1, 70)},
                 {"adresselinje3", kOptional, text(1, 70)},
                 {"poststed", kRequired, text(1, 70)},
                 {"postnummer", kOptional, text(1, 20)},
                 {"landkode", kOptional, formatted(is_country_code)}});
}

Schema mottaker() {
  return object(
      {{"navn", kRequired, text(1, 100)}, {"digitalId", kRequired, text(9, 11)}, {"adresse", kOptional, adresse()}});
}

Schema postadresse() { return object({{"navn", kRequired, text(1, 100)}, {"adresse", kRequired, adresse()}}); }

Schema svar_sendes_til() {
  return object({{"navn", kRequired, text(1, 100)},
                 {"type", kRequired, word({"PERSON", "ORGANISASJON", "NHN_MOTTAKER"})},
                 {"digitalId", kRequired, text(1, 11, is_digits)},
                 {"adresse", kRequired, adresse()}});
}

Schema metadata_pairs() {
  return short_set(object({{"key", kRequired, text(1, 100)}, {"value", kRequired, text(1, 500)}}));
}

Schema noark_for_import() {
  return object({{"mappeId", kOptional, text(1, 100)},
                 {"mappeSystemId", kOptional, text(1, 100)},
                 {"systemId", kOptional, text(1, 100)},
                 {"registreringsId", kOptional, text(1, 100)},
                 {"sakssekvensnummer", kOptional, whole(1)},
                 {"saksaar", kOptional, whole(1000)},
                 {"journalaar", kOptional, whole(1000)},
                 {"journalsekvensnummer", kOptional, whole(1)},
                 {"journalpostnummer", kOptional, whole(1)},
                 {"journalposttype", kOptional, text(1, 100)},
                 {"journalstatus", kOptional, text(1, 100)},
                 {"dokumentetsDato", kOptional, formatted(is_date_time)},
                 {"tittel", kOptional, text(1, 1000)}});
}

Schema noark_from_sender() {
  return with(noark_for_import(), {{"journaldato", kOptional, formatted(is_date_time)},
                                   {"saksbehandler", kOptional, text(1, 100)},
                                   {"ekstraMetadata", kOptional, metadata_pairs()}});
}

Schema dokument(std::int64_t longest_type) {
  return object({{"filnavn", kRequired, text(1, 226)},
                 {"mimeType", kRequired, text(1, longest_type)},
                 {"giroarkSide", kOptional, whole(1)}});
}

Schema lenker() {
  Schema links = list(object({{"url", kRequired, text(1, 1000, is_uri)},
                              {"tekst", kRequired, text(1, 100)},
                              {"ledetekst", kOptional, text(1, 100)}}));
  links.most = 5;
  return links;
}

Schema common() {
  return object({{"tittel", kRequired, text(1, 1000)},
                 {"avgivendeSystem", kOptional, text(1, 100)},
                 {"avgivendeSystemAktor", kOptional, text(1, 100)},
                 {"konteringskode", kOptional, text(1, 20, is_konteringskode)},
                 {"kryptert", kOptional, flag()},
                 {"utskriftskonfigurasjon", kOptional, object({{"tosidig", kOptional, flag()}})},
                 {"svarSendesTil", kOptional, svar_sendes_til()},
                 {"svarPaForsendelseId", kOptional, formatted(is_uuid)},
                 {"eksternReferanse", kOptional, text(1, 100)},
                 {"korrelasjonsid", kOptional, text(1, 100)}});
}

Schema digital() {
  return with(common(), {{"mottaker", kRequired, mottaker()},
                         {"eksponertFor", kOptional, set(text(0, std::numeric_limits<std::int64_t>::max()))},
                         {"kunDigitalLevering", kOptional, flag()},
                         {"sikkerhetsniva", kOptional, word({"BETYDELIG", "HOYESTE"})},
                         {"lenker", kOptional, lenker()},
                         {"kanSvareViaEdialog", kOptional, flag()}});
}

Schema person() {
  const Schema document =
      with(dokument(127), {{"skalSigneres", kOptional, flag()}, {"skalEkskluderesFraUtskrift", kOptional, flag()}});
  const Schema signing = object({{"signeringUtloper", kRequired, formatted(is_date_time)},
                                 {"signaturType", kRequired, word({"AUTENTISERT_SIGNATUR", "AVANSERT_SIGNATUR"})}});
  return with(digital(), {{"dokumenter", kOptional, list(document)}, {"signering", kOptional, signing}});
}

Schema organisasjon() {
  const Schema document = with(dokument(127), {{"skalEkskluderesFraUtskrift", kOptional, flag()},
                                               {"dokumentType", kOptional, text(1, 100)},
                                               {"ekstraMetadata", kOptional, metadata_pairs()},
                                               {"inneholderPersonsensitivInformasjon", kOptional, flag()}});
  return with(digital(), {{"dokumenter", kOptional, list(document)},
                          {"metadataFraAvleverendeSystem", kOptional, noark_from_sender()},
                          {"metadataForImport", kOptional, noark_for_import()},
                          {"forsendelsestype", kOptional, text(1, 100)},
                          {"taushetsbelagtPost", kOptional, flag()}});
}

Schema print() {
  return with(common(), {{"mottaker", kRequired, postadresse()}, {"dokumenter", kOptional, list(dokument(50))}});
}

}  // namespace

const Schema& forsendelse_schema(ForsendelseKind kind) {
  static const Schema kPerson = person();
  static const Schema kOrganisasjon = organisasjon();
  static const Schema kPrint = print();
  switch (kind) {
    case ForsendelseKind::person:
      return kPerson;
    case ForsendelseKind::organisasjon:
      return kOrganisasjon;
    default:
      return kPrint;
  }
}

const std::vector<std::string_view>& forsendelsestyper() {
  static const std::vector<std::string_view> kTypes{"byggesøknad", "barnevern", "innsyn", "politisk"};
  return kTypes;
}

}  // namespace fangst::sandbox
