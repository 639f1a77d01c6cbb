#include "hendelse_sample.hpp"

#include <gmock/gmock.h>

namespace fangst::norkart {
namespace {

using support::json_of;
using test::deviations;
using test::Json;
using test::made_of;
using test::source_of;
using test::whole_event;
using testing::ElementsAre;

/// What the event is, and what becomes of it.
struct Row {
  const char *event, *key, *type, *post_type, *title, *public_title, *dokumenttype, *role, *deadline;
  bool is_sent;
};
const Row kRows[] = {
    {test::kInspection, "oppdrag/tilsyn.utfort/v3", "tilsynsrapport", "U", "Tilsynsrapport, avvik PIPE, ILDSTED",
     "Tilsynsrapport - *****", "TILSYN", "EM", "2026-06-01", true},
    {test::kClosed, "oppdrag/avvik.lukket/2-12-30/v3", "dokumentasjon", "I", "Avvik lukket - PIPE, ILDSTED",
     "Avvik lukket - *****", "KORR", "EA", nullptr, false},
    {test::kOrder, "oppdrag/palegg.fattet/2-12-30/v3", "vedtak", "U", "Pålegg - PIPE, ILDSTED", "Pålegg - *****",
     "VEDTAK", "EM", "2026-06-01", true}};

Json expected_documents(const char* dokumenttype) {
  Json files = Json::array();
  const auto add = [&files](const char* type, const char* title, const char* name, const char* mime) {
    files.push_back({{"tilknyttetRegistreringSom", files.empty() ? "H" : "V"},
                     {"dokumenttype", type},
                     {"tittel", title},
                     {"filnavn", name},
                     {"mimeType", mime},
                     {"variantformat", "A"}});
    files.back().update(support::sample_document(files.size()));
  };
  add(dokumenttype, "rapport", "r.pdf", "application/pdf");
  add("FOTO", "bilde", "b.jpg", "image/jpeg");
  add("VEDLEGG", "notat", "n.pdf", "application/pdf");
  add("FOTO", "tegning", "t.png", "image/png");
  return files;
}

/// As an open source has it.
Json expected(const Row& row) {
  const Json address = {{"adresselinje1", "linje 1"}, {"adresselinje2", "linje 2"}, {"adresselinje3", "linje 3"},
                        {"postnummer", "2630"},       {"poststed", "Ringebu"},      {"landkode", "NO"}};
  const Json sak = {{"eksternNoekkel", {{"fagsystem", "fagsystem"}, {"noekkel", "oppdrag"}}},
                    {"tittel", "Tilsyn fyringsanlegg - Veg 1"},
                    {"arkivdel", "arkivdel"},
                    {"mappetype", "mappetype"},
                    {"administrativEnhet", "enhet"},
                    {"klassifikasjon",
                     {{{"klassifikasjonssystem", "GNR"}, {"klasseID", "3439-41/87/12/3"}, {"tittel", "Veg 1"}},
                      {{"klassifikasjonssystem", "KKF"}, {"klasseID", "kkf"}}}},
                    {"part", {{{"navn", "Torgeir"}, {"rolle", "EIER"}, {"personidentifikator", "30867230137"}}}}};
  Json post = {{"eksternNoekkel", {{"fagsystem", "fagsystem"}, {"noekkel", row.key}}},
               {"tittel", row.title},
               {"journalposttype", row.post_type},
               {"dokumentetsDato", "2026-05-06"},
               {"administrativEnhet", "enhet"},
               {"saksbehandler", "utfører"},
               {"korrespondansepart",
                {{{"korrespondanseparttype", row.role},
                  {"navn", "Torgeir"},
                  {"personidentifikator", "30867230137"},
                  {"adresse", address}}}}};
  if (row.deadline != nullptr) post["forfallsdato"] = row.deadline;
  return {{"eksternNoekkel", row.key},
          {"type", row.type},
          {"sak", sak},
          {"journalpost", post},
          {"dokumenter", expected_documents(row.dokumenttype)},
          {"forsendelse", {{"ekspeder", row.is_sent}, {"innhold", "enkeltvedtak"}}}};
}

std::map<std::string, ports::SettingValue> whole_settings() {
  return {{"kommunenr", std::vector<std::string>{"0520", "3439"}},
          {"hendelseskilde", "urn:kilde"},
          {"arkivdel", "arkivdel"},
          {"mappetype", "mappetype"},
          {"administrativ_enhet", "enhet"},
          {"kkf", "kkf"}};
}

TEST(NorkartEveryField, of_each_event_has_its_place) {
  for (const auto& row : kRows)
    EXPECT_EQ(json_of(made_of(whole_event(row.event), source_of(whole_settings()))), expected(row)) << row.event;
}

TEST(NorkartEveryField, that_tells_who_or_where_is_shielded_when_the_source_is) {
  const Json shielding = {
      {"tilgangsrestriksjon", "UO"}, {"skjermingshjemmel", "Offl. § 13"}, {"skjermingOpphoererDato", "2086-05-06"}};
  auto settings = whole_settings();
  settings["skjermingshjemmel"] = "Offl. § 13";
  for (const bool is_required : {false, true}) {
    auto profile = source_of(settings);
    profile.requires_skjerming = is_required;
    for (const auto& row : kRows) {
      auto shielded = expected(row);
      shielded["sak"]["skjerming"] = shielded["journalpost"]["skjerming"] = shielding;
      shielded["sak"]["offentligTittel"] = "Tilsyn fyringsanlegg - *****";
      shielded["journalpost"]["offentligTittel"] = row.public_title;
      shielded["sak"]["klassifikasjon"][0]["erSkjermet"] = true;
      shielded["sak"]["part"][0]["erSkjermet"] = true;
      shielded["journalpost"]["korrespondansepart"][0]["erSkjermet"] = true;
      EXPECT_EQ(json_of(made_of(whole_event(row.event), profile)), shielded) << row.event;
    }
  }
}

TEST(NorkartEveryField, that_is_left_out_is_not_made_up) {
  auto event = whole_event();
  for (const auto* key : {"oppdragstype", "versjon", "utfortAv", "resultat", "avvik", "vedlegg"})
    event["data"].erase(key);
  for (const auto* key : {"matrikkelId", "fnr", "snr", "bygningsnr"}) event["data"]["eiendom"].erase(key);
  event["data"]["eier"].erase("adresse");
  const auto content = made_of(event);
  EXPECT_EQ(content.external_key.str(), "oppdrag/tilsyn.utfort");
  EXPECT_EQ(content.journalpost.tittel, "Tilsynsrapport");
  EXPECT_FALSE(content.journalpost.forfallsdato);
  EXPECT_EQ(content.journalpost.saksbehandler + content.journalpost.administrativ_enhet, "");
  EXPECT_EQ(content.sak.mappetype + content.sak.administrativ_enhet, "");
  EXPECT_EQ(content.sak.arkivdel, "BRANN");
  ASSERT_EQ(content.sak.klassifikasjon.size(), 1U);
  EXPECT_EQ(content.sak.klassifikasjon[0].klasse_id, "3439-41/87/0/0");
  EXPECT_FALSE(content.journalpost.korrespondansepart.at(0).adresse);
}

TEST(NorkartEveryField, of_a_company_that_owns_has_its_place) {
  for (const auto& row : kRows) {
    auto event = whole_event(row.event);
    event["data"]["eier"] = {{"type", "VIRKSOMHET"}, {"orgnr", "313770001"}, {"navn", "Borettslaget"}};
    const auto content = made_of(event);
    const auto& part = content.sak.part.at(0);
    EXPECT_EQ(part.organisasjonsnummer + part.personidentifikator.reveal(), "313770001");
    const auto& party = content.journalpost.korrespondansepart.at(0);
    EXPECT_EQ(party.organisasjonsnummer + party.personidentifikator.reveal(), "313770001");
    EXPECT_EQ(party.korrespondanseparttype, row.role);
  }
}

TEST(NorkartTitle, names_eight_categories_and_says_when_there_are_more) {
  auto event = whole_event();
  event["data"]["avvik"] = deviations(8);
  EXPECT_EQ(made_of(event).journalpost.tittel, "Tilsynsrapport, avvik K1, K2, K3, K4, K5, K6, K7, K8");
  event["data"]["avvik"] = deviations(9);
  EXPECT_EQ(made_of(event).journalpost.tittel, "Tilsynsrapport, avvik K1, K2, K3, K4, K5, K6, K7, K8 m.fl.");
}

TEST(NorkartDeviations, are_as_many_as_the_kind_of_event_allows) {
  for (const auto* type : {test::kClosed, test::kOrder}) {
    auto event = whole_event(type);
    for (const std::size_t count : {1U, 20U}) {
      event["data"]["avvik"] = deviations(count);
      made_of(event);
    }
    for (const std::size_t count : {0U, 21U, 100U}) {
      event["data"]["avvik"] = deviations(count);
      EXPECT_THAT(test::faults_of(event), testing::Contains("/data/avvik")) << type << count;
    }
  }
  auto event = whole_event();
  event["data"]["avvik"] = deviations(100);
  made_of(event);
  event["data"]["avvik"] = deviations(0);
  EXPECT_THAT(test::faults_of(event), ElementsAre("/data/avvik"));
  event["data"]["resultat"] = "INGEN_AVVIK";
  made_of(event);
  event["data"]["avvik"] = deviations(1);
  EXPECT_THAT(test::faults_of(event), ElementsAre("/data/avvik"));
}

TEST(NorkartDeviations, of_an_order_have_a_deadline_on_one_of_them_whichever) {
  for (std::size_t with = 0; with < 3; ++with) {
    auto event = whole_event(test::kOrder);
    for (std::size_t i = 0; i < 3; ++i) {
      if (i != with) event["data"]["avvik"][i].erase("frist");
    }
    EXPECT_EQ(model::to_string(made_of(event).journalpost.forfallsdato.value()),
              event["data"]["avvik"][with]["frist"].get<std::string>());
    event["data"]["avvik"][with].erase("frist");
    EXPECT_THAT(test::faults_of(event), ElementsAre("/data/avvik"));
    event["type"] = test::kClosed;
    made_of(event);
  }
}

TEST(NorkartDeviations, have_a_category_that_is_a_code) {
  for (const auto* code : {"A", "PIPE_2", "A-B", "9", "_", "AZ09"}) {
    auto event = whole_event();
    event["data"]["avvik"] = Json::array({{{"nr", 1}, {"kategori", code}, {"beskrivelse", "b"}}});
    EXPECT_EQ(made_of(event).journalpost.tittel, std::string("Tilsynsrapport, avvik ") + code);
  }
  for (const auto* text : {"a", "A B", "Å", "A.", "A/B", "A,B", "14833821238"}) {
    auto event = whole_event();
    event["data"]["avvik"][1]["kategori"] = text;
    EXPECT_THAT(test::faults_of(event), ElementsAre("/data/avvik/1/kategori")) << text;
  }
}

TEST(NorkartProperty, agrees_with_its_matrikkel_id_in_every_part) {
  for (const auto& [part, value] :
       {std::pair{"kommunenr", Json("0520")}, std::pair{"gnr", Json(42)}, std::pair{"bnr", Json(88)},
        std::pair{"fnr", Json(13)}, std::pair{"snr", Json(4)}}) {
    auto event = whole_event();
    event["data"]["eiendom"][part] = value;
    EXPECT_THAT(test::faults_of(event), ElementsAre("/data/eiendom/matrikkelId")) << part;
  }
  auto event = whole_event();
  auto& eiendom = event["data"]["eiendom"];
  eiendom = {{"kommunenr", "0301"}, {"gnr", 99999}, {"bnr", 9999}, {"fnr", 9999}, {"snr", 999}, {"adresse", "A"}};
  eiendom["matrikkelId"] = "03019999999999999999";
  EXPECT_EQ(made_of(event).sak.klassifikasjon.at(0).klasse_id, "0301-99999/9999/9999/999");
  eiendom = {{"kommunenr", "0301"}, {"gnr", 1}, {"bnr", 0}, {"adresse", "A"}, {"matrikkelId", "03010000100000000000"}};
  EXPECT_EQ(made_of(event).sak.klassifikasjon.at(0).klasse_id, "0301-1/0/0/0");
}

TEST(NorkartProperty, lies_in_one_of_the_municipalities_when_some_are_set_up) {
  auto event = whole_event();
  event["data"]["eiendom"].erase("matrikkelId");
  const auto ours = source_of({{"kommunenr", std::vector<std::string>{"0520", "3439", "3440"}}});
  for (const auto* number : {"0520", "3439", "3440"}) {
    event["data"]["eiendom"]["kommunenr"] = number;
    made_of(event, ours);
  }
  event["data"]["eiendom"]["kommunenr"] = "3441";
  EXPECT_THAT(test::faults_of(event, ours), ElementsAre("/data/eiendom/kommunenr"));
  made_of(event);
}

TEST(NorkartEvent, of_another_source_is_refused_when_one_is_set_up) {
  EXPECT_THAT(test::faults_of(whole_event(), source_of({{"hendelseskilde", "urn:kilde:2"}})), ElementsAre("/source"));
  made_of(whole_event(), source_of({{"hendelseskilde", "urn:kilde"}}));
}

TEST(NorkartEvent, that_is_faulty_is_refused_as_such) {
  EXPECT_EQ(support::refusal_code(HendelseFormat(), "{}", source_of()), "norkart.ugyldig");
  EXPECT_EQ(support::refusal_code(HendelseFormat(), "<xml/>", source_of()), "norkart.ikke_json");
}

TEST(NorkartSettings, take_municipalities_of_four_digits) {
  const auto fault = [](const char* value) { return support::setting_fault(HendelseFormat(), "kommunenr", value); };
  for (const auto* good : {"0301", "3439"}) EXPECT_EQ(fault(good), "");
  for (const auto* bad : {"", "343", "34391", "343a"}) EXPECT_NE(fault(bad), "") << bad;
}

TEST(NorkartFormat, has_the_name_and_the_media_type_that_sources_use) {
  EXPECT_EQ(HendelseFormat().name(), "norkart-hendelse");
  EXPECT_EQ(HendelseFormat().content_type(), "application/cloudevents+json");
}

}  // namespace
}  // namespace fangst::norkart
