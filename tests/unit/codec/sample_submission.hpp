#pragma once

#include <string>
#include <string_view>

namespace fangst::codec::test {

/// A decision with every optional field in use; the people are synthetic.
inline constexpr std::string_view kVedtak = R"({
 "eksternNoekkel": "GERICA-VEDTAK-2026-001187", "type": "vedtak",
 "sak": {
  "eksternNoekkel": {"fagsystem": "Gerica", "noekkel": "S-2026-00511"},
  "tittel": "Omsorgstjenester - Olga Syntetisk", "offentligTittel": "Omsorgstjenester - *****", "arkivdel": "HELSE",
  "mappetype": "Klientmappe", "administrativEnhet": "Tildelingskontoret", "saksansvarlig": "KABR",
  "klassifikasjon": [{"klassifikasjonssystem": "FNR", "klasseID": "14833821238", "tittel": "Olga Syntetisk", "erSkjermet": true},
                     {"klassifikasjonssystem": "KKF", "klasseID": "G21"}],
  "skjerming": {"tilgangsrestriksjon": "UO", "skjermingshjemmel": "Offl. § 13, jf. hol. § 12-1", "skjermingOpphoererDato": "2086-03-10"},
  "part": [{"navn": "Olga Syntetisk", "rolle": "KLI", "personidentifikator": "14833821238", "erSkjermet": true}]
 },
 "journalpost": {
  "eksternNoekkel": {"fagsystem": "Gerica", "noekkel": "GERICA-VEDTAK-2026-001187"},
  "tittel": "Vedtak om \"hjemmesykepleie\" \\ æøå", "offentligTittel": "Vedtak - *****", "journalposttype": "U",
  "dokumentetsDato": "2026-03-10", "forfallsdato": "2026-04-07", "administrativEnhet": "Tildelingskontoret",
  "saksbehandler": "KABR",
  "skjerming": {"tilgangsrestriksjon": "UO", "skjermingshjemmel": "Offl. § 13, jf. hol. § 12-1"},
  "korrespondansepart": [
   {"korrespondanseparttype": "EM", "navn": "Olga Syntetisk", "personidentifikator": "14833821238", "erSkjermet": true,
    "forsendelsesmaate": "SvarUT",
    "adresse": {"adresselinje1": "Gata 1", "adresselinje2": "c/o Test", "adresselinje3": "3. etasje", "postnummer": "2630", "poststed": "Ringebu", "landkode": "NO"}},
   {"korrespondanseparttype": "EK", "navn": "Testdal skule", "organisasjonsnummer": "313770001"}]
 },
 "dokumenter": [
  {"tittel": "Vedtaksbrev", "dokumenttype": "VEDTAK", "tilknyttetRegistreringSom": "H", "variantformat": "A", "filnavn": "vedtak.pdf",
   "mimeType": "application/pdf", "sjekksum": "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", "filstoerrelse": 91822,
   "url": "https://fagsystem.example.no/filer/1"},
  {"tittel": "Klageskjema", "filnavn": "klage.pdf", "mimeType": "application/pdf"}],
 "forsendelse": {"ekspeder": true, "innhold": "enkeltvedtak"}
})";

/// The fewest fields that are accepted.
inline constexpr std::string_view kSmallest = R"({"eksternNoekkel":"k","type":"notat",
 "sak":{"eksternNoekkel":{"noekkel":"s"},"tittel":"Sak","arkivdel":"A"},
 "journalpost":{"tittel":"Notat","journalposttype":"N"},
 "dokumenter":[{"tittel":"D","filnavn":"d.pdf","mimeType":"application/pdf"}]})";

}  // namespace fangst::codec::test
