#pragma once

#include <fangst/support/json_messages.hpp>
#include <fangst/support/parsed_messages.hpp>
#include <fangst/visma/hendelse_format.hpp>

#include <nlohmann/json.hpp>

/// An event with every field in use, each with a value that no other has; the people are synthetic. And what is made of
/// an event.
namespace fangst::visma::test {

using Json = nlohmann::json;

inline Json whole_event(const char* retning = "UT") {
  auto event = Json::parse(R"({
   "specversion": "1.0", "id": "hendelse-1", "source": "urn:kilde", "type": "no.kommune.skole.dokument.ferdigstilt.v1",
   "data": {
    "tenant": "3439",
    "sak": {"id": "sak-1", "type": "sakstype", "opprettet": "2026-02-03", "status": "status", "tittel": "sakstittel",
            "enhet": "enhet", "saksbehandler": "saksbehandler"},
    "gjelder": {"fnr": "02891461340", "fornavn": "Eira", "etternavn": "Solhaug", "rolle": "rolle"},
    "dokument": {"id": "dok-1", "versjon": 3, "dato": "2026-04-14", "type": "BREV", "tittel": "dokumenttittel", "signertAv": "signert",
     "filer": [
      {"filnavn": "v1.jpg", "mimeType": "image/jpeg", "rolle": "VEDLEGG", "tittel": "vedlegg 1"},
      {"filnavn": "hoved.pdf", "mimeType": "application/pdf", "rolle": "HOVEDDOKUMENT", "tittel": "hovedtittel"},
      {"filnavn": "v2.png", "mimeType": "image/png", "rolle": "VEDLEGG", "tittel": "vedlegg 2"}]},
    "taushetsplikt": {"unntattOffentlighet": true, "hjemmel": "hjemmel"}
   }})");
  auto& data = event["data"];
  data["dokument"]["retning"] = retning;
  for (std::size_t i = 0; i < 3; ++i) data["dokument"]["filer"][i].update(support::sample_file(i + 1));
  auto people = Json::parse(R"([
   {"type": "PERSON", "fnr": "23918511849", "navn": "Jonas", "relasjon": "FORESATT",
    "adresse": {"adresselinje1": "linje 1", "adresselinje2": "linje 2", "adresselinje3": "linje 3", "postnummer": "2630", "poststed": "Ringebu", "landkode": "NO"}},
   {"type": "VIRKSOMHET", "orgnr": "313770001", "navn": "Skulen", "relasjon": "KOPI",
    "adresse": {"adresselinje1": "gata 1", "postnummer": "0037", "poststed": "Oslo"}},
   {"type": "PERSON", "fnr": "14833821238", "navn": "Olga"}])");
  if (data["dokument"]["retning"] == "UT") data["mottakere"] = people;
  if (data["dokument"]["retning"] == "INN") data["avsender"] = people[0];
  return event;
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

}  // namespace fangst::visma::test
