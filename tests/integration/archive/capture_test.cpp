#include "archive_case.hpp"

namespace fangst::testing {
namespace {

using OptionalText = std::optional<std::string>;

class Capture : public ArchiveCase {
 protected:
  model::Submission full_submission() {
    auto what = submission();
    auto& sak = what.content.sak;
    sak.offentlig_tittel = "Omsorgstjenester - *****";
    sak.mappetype = "Klientmappe";
    sak.administrativ_enhet = "Tildelingskontoret";
    sak.saksansvarlig = "KABR";
    sak.skjerming = model::Skjerming{"UO", "Offl. § 13", model::Date{std::chrono::year{2086} / 3 / 10}};
    sak.klassifikasjon = {{"FNR", "14833821238", "Olga Syntetisk", true}, {"KKF", "G21", "", false}};
    model::Part part;
    part.navn = "Olga Syntetisk";
    part.rolle = "KLI";
    part.personidentifikator = model::PersonIdentifier("14833821238");
    part.er_skjermet = true;
    sak.part = {part};
    auto& post = what.content.journalpost;
    post.ekstern_noekkel = {"Gerica", "V-1"};
    post.offentlig_tittel = "Vedtak - *****";
    post.dokumentets_dato = model::Date{std::chrono::year{2026} / 3 / 10};
    post.skjerming = model::Skjerming{"UO", "Offl. § 13", {}};
    model::Korrespondansepart person;
    person.korrespondanseparttype = "EM";
    person.navn = "Olga Syntetisk";
    person.personidentifikator = model::PersonIdentifier("14833821238");
    person.adresse = model::Adresse{"Gata 1", "c/o Test", "", "2630", "Ringebu", "NO"};
    person.er_skjermet = true;
    model::Korrespondansepart office;
    office.korrespondanseparttype = "EK";
    office.navn = "Testdal skule";
    office.organisasjonsnummer = "313770001";
    post.korrespondansepart = {person, office};
    auto second = what.content.dokumenter[0];
    second.tittel = "Klageskjema";
    second.filnavn = "klage.pdf";
    second.tilknyttet_registrering_som = "V";
    what.content.dokumenter.push_back(second);
    return what;
  }

  void expect_nothing_archived() {
    for (const auto* table : {"saksmappe", "journalpost", "korrespondansepart", "dokumentbeskrivelse", "dokumentobjekt",
                              "klassifikasjon", "part", "nummerserie", "endringslogg"}) {
      EXPECT_EQ(count(table), 0) << table;
    }
  }
};
FANGST_ON_BOTH_DATABASES(Capture);

TEST_P(Capture, writes_the_case_with_shielding_classes_and_parties) {
  const auto record = capture(full_submission());
  using Row = std::tuple<std::string, std::string, std::string, std::string, std::string, OptionalText, OptionalText,
                         OptionalText, std::string>;
  EXPECT_EQ(
      (rows<std::string, std::string, std::string, std::string, std::string, OptionalText, OptionalText, OptionalText,
            std::string>("SELECT system_id, fagsystem, noekkel, tittel, offentlig_tittel, tilgangsrestriksjon, "
                         "skjermingshjemmel, skjerming_opphoerer_dato, saksstatus FROM saksmappe")),
      (std::vector<Row>{{record.saksmappe_system_id, "Gerica", "S-1", "Omsorgstjenester", "Omsorgstjenester - *****",
                         "UO", "Offl. § 13", "2086-03-10", "B"}}));
  using Class = std::tuple<std::int64_t, std::string, std::string, std::int64_t>;
  EXPECT_EQ((rows<std::int64_t, std::string, std::string, std::int64_t>(
                "SELECT rekkefoelge, klassifikasjonssystem, klasse_id, er_skjermet FROM klassifikasjon "
                "ORDER BY rekkefoelge")),
            (std::vector<Class>{{1, "FNR", "14833821238", 1}, {2, "KKF", "G21", 0}}));
  using Party = std::tuple<std::string, std::string, std::int64_t>;
  EXPECT_EQ((rows<std::string, std::string, std::int64_t>("SELECT navn, rolle, er_skjermet FROM part")),
            (std::vector<Party>{{"Olga Syntetisk", "KLI", 1}}));
}

TEST_P(Capture, writes_the_journalpost_with_shielding_dates_and_correspondents) {
  const auto record = capture(full_submission());
  using Row = std::tuple<std::string, std::string, std::string, std::string, std::string, OptionalText, OptionalText,
                         OptionalText>;
  EXPECT_EQ(
      (rows<std::string, std::string, std::string, std::string, std::string, OptionalText, OptionalText, OptionalText>(
          "SELECT system_id, kildenoekkel, noekkel, journalstatus, journaldato, dokumentets_dato, "
          "skjermingshjemmel, skjerming_opphoerer_dato FROM journalpost")),
      (std::vector<Row>{
          {record.journalpost_system_id, "K-1", "V-1", "R", "2026-09-21", "2026-03-10", "Offl. § 13", std::nullopt}}));
  using Party = std::tuple<std::int64_t, std::string, std::string, std::string, OptionalText, std::int64_t>;
  EXPECT_EQ((rows<std::int64_t, std::string, std::string, std::string, OptionalText, std::int64_t>(
                "SELECT rekkefoelge, korrespondanseparttype, personidentifikator, organisasjonsnummer, postnummer, "
                "er_skjermet FROM korrespondansepart ORDER BY rekkefoelge")),
            (std::vector<Party>{{1, "EM", "14833821238", "", "2630", 1}, {2, "EK", "", "313770001", std::nullopt, 0}}));
}

TEST_P(Capture, writes_each_document_with_the_size_and_hash_of_its_stored_bytes) {
  const auto what = full_submission();
  capture(what);
  using Row = std::tuple<std::int64_t, std::string, std::string, std::string, std::string, std::int64_t>;
  const auto hash = what.content.dokumenter[0].sjekksum->hex();
  EXPECT_EQ(
      (rows<std::int64_t, std::string, std::string, std::string, std::string, std::int64_t>(
          "SELECT b.dokumentnummer, b.tilknyttet_registrering_som, o.filnavn, o.sjekksum, o.sjekksum_algoritme, "
          "o.filstoerrelse FROM dokumentbeskrivelse b JOIN dokumentobjekt o ON o.dokumentbeskrivelse = "
          "b.system_id ORDER BY b.dokumentnummer")),
      (std::vector<Row>{{1, "H", "vedtak.pdf", hash, "SHA-256", 11}, {2, "V", "klage.pdf", hash, "SHA-256", 11}}));
}

TEST_P(Capture, finds_the_case_by_its_external_key) {
  const auto first = capture(submission("K-1", "S-1"));
  const auto second = capture(submission("K-2", "S-1"));
  const auto other = capture(submission("K-3", "S-2"));
  EXPECT_EQ(first.saksmappe_system_id, second.saksmappe_system_id);
  EXPECT_NE(first.saksmappe_system_id, other.saksmappe_system_id);
  auto same_number_elsewhere = submission("K-4", "S-1");
  same_number_elsewhere.content.sak.ekstern_noekkel.fagsystem = "Visma";
  EXPECT_NE(capture(same_number_elsewhere).saksmappe_system_id, first.saksmappe_system_id);
}

TEST_P(Capture, gives_the_same_record_the_second_time) {
  const auto what = submission();
  const auto first = capture(what);
  const auto second = capture(what);
  EXPECT_EQ(first.journalpost_system_id, second.journalpost_system_id);
  EXPECT_EQ(first.journalsekvensnummer, second.journalsekvensnummer);
  EXPECT_EQ(first.journalpostnummer, second.journalpostnummer);
  EXPECT_EQ(first.saksmappe_system_id, second.saksmappe_system_id);
  EXPECT_EQ(first.saksnummer(), second.saksnummer());
  EXPECT_EQ(count("journalpost"), 1);
  EXPECT_EQ(count("dokumentobjekt"), 1);
}

TEST_P(Capture, tells_the_same_key_of_two_sources_apart) {
  auto other = submission();
  const auto first = capture(other);
  other.source = model::SourceName("visma");
  EXPECT_NE(capture(other).journalpost_system_id, first.journalpost_system_id);
}

TEST_P(Capture, refuses_a_closed_case_and_archives_nothing) {
  capture(submission("K-1"));
  for (const auto* status : {"A", "U"}) {
    change("UPDATE saksmappe SET saksstatus = '" + std::string(status) + "'");
    const auto refused = core->capture(submission("K-2"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::conflict);
    EXPECT_EQ(refused.error().code(), "arkiv.sak_avsluttet");
    EXPECT_EQ(count("journalpost"), 1);
  }
  change("UPDATE saksmappe SET saksstatus = 'B'");
  EXPECT_EQ(capture(submission("K-2")).journalpostnummer, 2);
}

TEST_P(Capture, knows_what_is_archived_though_the_case_has_been_closed_since) {
  const auto what = submission();
  const auto first = capture(what);
  change("UPDATE saksmappe SET saksstatus = 'A'");
  EXPECT_EQ(capture(what).journalpost_system_id, first.journalpost_system_id);
}

TEST_P(Capture, archives_nothing_when_a_document_has_no_bytes) {
  auto what = full_submission();
  what.content.dokumenter[1].sjekksum.reset();
  EXPECT_EQ(core->capture(what).error().code(), "arkiv.dokument_mangler");
  expect_nothing_archived();
}

TEST_P(Capture, archives_nothing_when_a_document_is_not_in_the_store) {
  auto what = full_submission();
  what.content.dokumenter[1].sjekksum = model::Sha256{};
  const auto refused = core->capture(what);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::corrupt);
  expect_nothing_archived();
}

}  // namespace
}  // namespace fangst::testing
