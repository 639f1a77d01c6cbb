#include <fangst/codec/party_fields.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/text/ascii.hpp>

namespace fangst::codec {
namespace {

constexpr std::size_t kLine = 200, kName = 200;

std::string_view fault_of_landkode(std::string_view code) {
  if (code.size() == 2 && text::all_of(code, text::is_upper)) return {};
  return "Landkoden skal være to store bokstaver (ISO 3166-1), for eksempel NO.";
}

bool is_norwegian_postnummer(std::string_view text) { return text.size() == 4 && text::all_of(text, text::is_digit); }

model::Adresse read_lines(JsonObject& in) {
  model::Adresse adresse;
  adresse.adresselinje1 = in.text("adresselinje1", kLine);
  adresse.adresselinje2 = in.text("adresselinje2", kLine);
  adresse.adresselinje3 = in.text("adresselinje3", kLine);
  adresse.landkode = in.checked("landkode", 2, Need::optional, fault_of_landkode);
  const bool is_norwegian = !in.has("landkode") || adresse.landkode == "NO";
  const auto need = is_norwegian && in.doubts() ? Need::required : Need::optional;
  adresse.postnummer = in.text("postnummer", 16, need);
  adresse.poststed = in.text("poststed", kLine, need);
  if (in.doubts() && is_norwegian && !adresse.postnummer.empty() && !is_norwegian_postnummer(adresse.postnummer)) {
    in.fault("postnummer", "Et norsk postnummer har fire siffer.");
  }
  return adresse;
}

}  // namespace

model::PersonIdentifier read_foedselsnummer(JsonObject& in, std::string_view key, Need need,
                                            model::IdentityRealm realm) {
  const auto fault_of = [realm](std::string_view number) { return fault_of_foedselsnummer(number, realm); };
  return model::PersonIdentifier(in.checked(key, 11, need, fault_of));
}

std::string read_organisasjonsnummer(JsonObject& in, std::string_view key, Need need) {
  return in.checked(key, 9, need, fault_of_organisasjonsnummer);
}

std::optional<model::Adresse> read_adresse(JsonObject& in, std::string_view key) {
  std::optional<model::Adresse> adresse;
  in.object(key, Need::optional, [&](JsonObject& lines) { adresse = read_lines(lines); });
  return adresse;
}

model::Korrespondansepart read_aktoer(JsonObject& in, model::IdentityRealm realm) {
  model::Korrespondansepart aktoer;
  const auto type = in.code("type", {"PERSON", "VIRKSOMHET"}, Need::required);
  if (type == "PERSON") {
    aktoer.personidentifikator = read_foedselsnummer(in, "fnr", Need::required, realm);
  } else if (type == "VIRKSOMHET") {
    aktoer.organisasjonsnummer = read_organisasjonsnummer(in, "orgnr", Need::required);
  } else {
    in.pass_over("fnr");
    in.pass_over("orgnr");
  }
  aktoer.navn = in.text("navn", kName, Need::required);
  aktoer.adresse = read_adresse(in, "adresse");
  return aktoer;
}

}  // namespace fangst::codec
