#pragma once

#include <fangst/norkart/hendelse_format.hpp>
#include <fangst/support/json_messages.hpp>
#include <fangst/support/parsed_messages.hpp>

#include <nlohmann/json.hpp>

/// An event with every field in use, each with a value that no other has; the person is synthetic. And what is made of
/// an event.
namespace fangst::norkart::test {

using Json = nlohmann::json;

constexpr const char* kInspection = "no.kommune.brannvern.tilsyn.utfort.v1";
constexpr const char* kClosed = "no.kommune.brannvern.avvik.lukket.v1";
constexpr const char* kOrder = "no.kommune.brannvern.palegg.fattet.v1";

inline Json whole_event(const char* type = kInspection) {
  auto event = Json::parse(R"({
   "specversion": "1.0", "id": "hendelse-1", "source": "urn:kilde",
   "data": {
    "oppdragId": "oppdrag", "oppdragstype": "oppdragstype", "versjon": 3, "utfortDato": "2026-05-06", "utfortAv": "utfører",
    "eiendom": {"matrikkelId": "34390004100870012003", "kommunenr": "3439", "gnr": 41, "bnr": 87, "fnr": 12, "snr": 3, "bygningsnr": 7,
                "adresse": "Veg 1"},
    "eier": {"type": "PERSON", "fnr": "30867230137", "navn": "Torgeir",
     "adresse": {"adresselinje1": "linje 1", "adresselinje2": "linje 2", "adresselinje3": "linje 3", "postnummer": "2630", "poststed": "Ringebu", "landkode": "NO"}},
    "resultat": "AVVIK",
    "avvik": [{"nr": 12, "kategori": "PIPE", "beskrivelse": "beskrivelse", "frist": "2026-07-01", "hjemmel": "hjemmel"},
              {"nr": 2, "kategori": "ILDSTED", "beskrivelse": "b", "frist": "2026-06-01"},
              {"nr": 30, "kategori": "PIPE", "beskrivelse": "b", "frist": "2026-08-01"}],
    "rapport": {"tittel": "rapport", "filnavn": "r.pdf", "mimeType": "application/pdf"},
    "vedlegg": [
     {"tittel": "bilde", "filnavn": "b.jpg", "mimeType": "image/jpeg"},
     {"tittel": "notat", "filnavn": "n.pdf", "mimeType": "application/pdf"},
     {"tittel": "tegning", "filnavn": "t.png", "mimeType": "image/png"}]
   }})");
  event["type"] = type;
  auto& data = event["data"];
  data["rapport"].update(support::sample_file(1));
  for (std::size_t i = 0; i < 3; ++i) data["vedlegg"][i].update(support::sample_file(i + 2));
  return event;
}

/// So many deviations, each of a category of its own.
inline Json deviations(std::size_t count) {
  Json list = Json::array();
  for (std::size_t i = 1; i <= count; ++i)
    list.push_back({{"nr", i}, {"kategori", "K" + std::to_string(i)}, {"beskrivelse", "b"}, {"frist", "2026-06-01"}});
  return list;
}

inline ports::SourceProfile source_of(const std::map<std::string, ports::SettingValue>& settings = {}) {
  return support::source_of(HendelseFormat(), settings);
}

inline model::SubmissionContent made_of(const Json& event, const ports::SourceProfile& profile = source_of()) {
  return support::accepted(HendelseFormat(), event.dump(), profile).content;
}

inline std::vector<std::string> faults_of(const Json& event, const ports::SourceProfile& profile = source_of()) {
  return support::faulty_fields(HendelseFormat(), event.dump(), profile);
}

}  // namespace fangst::norkart::test
