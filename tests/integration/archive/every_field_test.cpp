#include "archive_case.hpp"
#include "table_rows.hpp"

#include <fangst/codec/submission_json.hpp>

namespace fangst::testing {
namespace {

/// Every field of a submission, each with a value that no other has; the people are synthetic.
constexpr std::string_view kEveryField = R"({
 "eksternNoekkel": "K-every", "type": "vedtak",
 "sak": {
  "eksternNoekkel": {"fagsystem": "fagsystem av sak", "noekkel": "S-every"},
  "tittel": "sak tittel", "offentligTittel": "sak offentlig", "arkivdel": "sak arkivdel", "mappetype": "sak mappetype",
  "administrativEnhet": "sak enhet", "saksansvarlig": "sak ansvarlig",
  "klassifikasjon": [
   {"klassifikasjonssystem": "FNR", "klasseID": "14833821238", "tittel": "klasse 1", "erSkjermet": true},
   {"klassifikasjonssystem": "KKF", "klasseID": "G21", "tittel": "klasse 2"}],
  "skjerming": {"tilgangsrestriksjon": "U1", "skjermingshjemmel": "hjemmel 1", "skjermingOpphoererDato": "2086-03-10"},
  "part": [
   {"navn": "part 1", "rolle": "rolle 1", "personidentifikator": "17912099997", "erSkjermet": true},
   {"navn": "part 2", "rolle": "rolle 2", "organisasjonsnummer": "991825827"}]
 },
 "journalpost": {
  "eksternNoekkel": {"fagsystem": "fagsystem av post", "noekkel": "J-every"},
  "tittel": "post tittel", "offentligTittel": "post offentlig", "journalposttype": "I",
  "dokumentetsDato": "2026-03-11", "forfallsdato": "2026-04-07",
  "administrativEnhet": "post enhet", "saksbehandler": "post behandler",
  "skjerming": {"tilgangsrestriksjon": "U2", "skjermingshjemmel": "hjemmel 2", "skjermingOpphoererDato": "2087-04-11"},
  "korrespondansepart": [
   {"korrespondanseparttype": "EA", "navn": "avsender", "personidentifikator": "06868710045", "erSkjermet": true,
    "forsendelsesmaate": "maate 1",
    "adresse": {"adresselinje1": "linje 1", "adresselinje2": "linje 2", "adresselinje3": "linje 3",
                "postnummer": "2630", "poststed": "Ringebu", "landkode": "NO"}},
   {"korrespondanseparttype": "EK", "navn": "kopi", "organisasjonsnummer": "313770001", "forsendelsesmaate": "maate 2"}]
 },
 "dokumenter": [
  {"tittel": "dokument 1", "dokumenttype": "type 1", "tilknyttetRegistreringSom": "H", "variantformat": "A",
   "filnavn": "fil1.pdf", "mimeType": "application/pdf"},
  {"tittel": "dokument 2", "dokumenttype": "type 2", "tilknyttetRegistreringSom": "V", "variantformat": "P",
   "filnavn": "fil2.xml", "mimeType": "application/xml"}],
 "forsendelse": {"ekspeder": false, "innhold": "servicemelding"}
})";

class EveryField : public ArchiveCase {
 protected:
  void SetUp() override {
    ArchiveCase::SetUp();
    if (IsSkipped()) return;
    received_ = now();
    what_ = submission();
    const auto second = submission("K-2", "S-2").content.dokumenter.at(0);
    const auto first = what_.content.dokumenter.at(0);
    auto read = codec::from_json(kEveryField, model::IdentityRealm::synthetic);
    ASSERT_TRUE(read) << read.error().fields().size();
    for (std::size_t i = 0; i < 2; ++i) {
      read->dokumenter[i].sjekksum = (i == 0 ? first : second).sjekksum;
      read->dokumenter[i].filstoerrelse = (i == 0 ? first : second).filstoerrelse;
    }
    // As the pipeline has it: read from what is stored.
    auto stored = codec::from_stored_json(codec::to_json(*read));
    ASSERT_TRUE(stored);
    what_.content = *stored;
    database->clock->advance(std::chrono::hours{26});
    record_ = capture(what_);
  }

  void expect(const std::string& table, const std::string& order, const std::vector<TableRow>& expected) {
    EXPECT_EQ(table_rows(**database, table, order), expected) << table;
  }

  model::Timestamp received_;
  model::Submission what_;
  ports::ArchivedRecord record_;
};
FANGST_ON_BOTH_DATABASES(EveryField);

TEST_P(EveryField, of_the_case_is_archived_in_its_own_column) {
  expect("saksmappe", "system_id",
         {{{"system_id", record_.saksmappe_system_id},
           {"fagsystem", "fagsystem av sak"},
           {"noekkel", "S-every"},
           {"saksaar", "2026"},
           {"sakssekvensnummer", "1"},
           {"saksdato", model::to_rfc3339(now()).substr(0, 10)},
           {"saksstatus", "B"},
           {"tittel", "sak tittel"},
           {"offentlig_tittel", "sak offentlig"},
           {"arkivdel", "sak arkivdel"},
           {"mappetype", "sak mappetype"},
           {"administrativ_enhet", "sak enhet"},
           {"saksansvarlig", "sak ansvarlig"},
           {"tilgangsrestriksjon", "U1"},
           {"skjermingshjemmel", "hjemmel 1"},
           {"skjerming_opphoerer_dato", "2086-03-10"},
           {"opprettet_dato", millis(now())},
           {"opprettet_av", "Fangst/gerica"},
           {"neste_journalpostnummer", "2"}}});
  const auto mappe = record_.saksmappe_system_id;
  expect("klassifikasjon", "rekkefoelge",
         {{{"saksmappe", mappe},
           {"rekkefoelge", "1"},
           {"klassifikasjonssystem", "FNR"},
           {"klasse_id", "14833821238"},
           {"tittel", "klasse 1"},
           {"er_skjermet", "1"}},
          {{"saksmappe", mappe},
           {"rekkefoelge", "2"},
           {"klassifikasjonssystem", "KKF"},
           {"klasse_id", "G21"},
           {"tittel", "klasse 2"},
           {"er_skjermet", "0"}}});
  expect("part", "rekkefoelge",
         {{{"saksmappe", mappe},
           {"rekkefoelge", "1"},
           {"navn", "part 1"},
           {"rolle", "rolle 1"},
           {"personidentifikator", "17912099997"},
           {"organisasjonsnummer", ""},
           {"er_skjermet", "1"}},
          {{"saksmappe", mappe},
           {"rekkefoelge", "2"},
           {"navn", "part 2"},
           {"rolle", "rolle 2"},
           {"personidentifikator", ""},
           {"organisasjonsnummer", "991825827"},
           {"er_skjermet", "0"}}});
}

TEST_P(EveryField, of_the_journalpost_is_archived_in_its_own_column) {
  const auto post = record_.journalpost_system_id;
  expect("journalpost", "system_id",
         {{{"system_id", post},
           {"saksmappe", record_.saksmappe_system_id},
           {"kilde", "gerica"},
           {"kildenoekkel", "K-every"},
           {"fagsystem", "fagsystem av post"},
           {"noekkel", "J-every"},
           {"journalaar", "2026"},
           {"journalsekvensnummer", "1"},
           {"journalpostnummer", "1"},
           {"journalposttype", "I"},
           {"journalstatus", "M"},
           {"journaldato", model::to_rfc3339(now()).substr(0, 10)},
           {"tittel", "post tittel"},
           {"offentlig_tittel", "post offentlig"},
           {"dokumentets_dato", "2026-03-11"},
           {"mottatt_dato", millis(received_)},
           {"sendt_dato", "(null)"},
           {"forfallsdato", "2026-04-07"},
           {"administrativ_enhet", "post enhet"},
           {"saksbehandler", "post behandler"},
           {"tilgangsrestriksjon", "U2"},
           {"skjermingshjemmel", "hjemmel 2"},
           {"skjerming_opphoerer_dato", "2087-04-11"},
           {"opprettet_dato", millis(now())},
           {"opprettet_av", "Fangst/gerica"}}});
  expect("korrespondansepart", "rekkefoelge",
         {{{"journalpost", post},
           {"rekkefoelge", "1"},
           {"korrespondanseparttype", "EA"},
           {"navn", "avsender"},
           {"personidentifikator", "06868710045"},
           {"organisasjonsnummer", ""},
           {"adresselinje1", "linje 1"},
           {"adresselinje2", "linje 2"},
           {"adresselinje3", "linje 3"},
           {"postnummer", "2630"},
           {"poststed", "Ringebu"},
           {"landkode", "NO"},
           {"forsendelsesmaate", "maate 1"},
           {"er_skjermet", "1"}},
          {{"journalpost", post},
           {"rekkefoelge", "2"},
           {"korrespondanseparttype", "EK"},
           {"navn", "kopi"},
           {"personidentifikator", ""},
           {"organisasjonsnummer", "313770001"},
           {"adresselinje1", "(null)"},
           {"adresselinje2", "(null)"},
           {"adresselinje3", "(null)"},
           {"postnummer", "(null)"},
           {"poststed", "(null)"},
           {"landkode", "(null)"},
           {"forsendelsesmaate", "maate 2"},
           {"er_skjermet", "0"}}});
}

TEST_P(EveryField, of_each_document_is_archived_in_its_own_column) {
  const auto ids = rows<std::string>("SELECT system_id FROM dokumentbeskrivelse ORDER BY dokumentnummer");
  const auto objects = rows<std::string>("SELECT system_id FROM dokumentobjekt ORDER BY filnavn");
  ASSERT_EQ(ids.size(), 2U);
  ASSERT_EQ(objects.size(), 2U);
  std::vector<TableRow> descriptions, files;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto number = std::to_string(i + 1);
    const auto& document = what_.content.dokumenter[i];
    descriptions.push_back({{"system_id", std::get<0>(ids[i])},
                            {"journalpost", record_.journalpost_system_id},
                            {"dokumentnummer", number},
                            {"tilknyttet_registrering_som", i == 0 ? "H" : "V"},
                            {"dokumenttype", "type " + number},
                            {"dokumentstatus", "F"},
                            {"tittel", "dokument " + number},
                            {"opprettet_dato", millis(now())},
                            {"opprettet_av", "Fangst/gerica"},
                            {"tilknyttet_dato", millis(now())},
                            {"tilknyttet_av", "Fangst/gerica"}});
    files.push_back({{"system_id", std::get<0>(objects[i])},
                     {"dokumentbeskrivelse", std::get<0>(ids[i])},
                     {"versjonsnummer", "1"},
                     {"variantformat", i == 0 ? "A" : "P"},
                     {"filnavn", i == 0 ? "fil1.pdf" : "fil2.xml"},
                     {"mime_type", i == 0 ? "application/pdf" : "application/xml"},
                     {"sjekksum", document.sjekksum->hex()},
                     {"sjekksum_algoritme", "SHA-256"},
                     {"filstoerrelse", std::to_string(*document.filstoerrelse)},
                     {"opprettet_dato", millis(now())},
                     {"opprettet_av", "Fangst/gerica"}});
  }
  expect("dokumentbeskrivelse", "dokumentnummer", descriptions);
  expect("dokumentobjekt", "filnavn", files);
}

}  // namespace
}  // namespace fangst::testing
