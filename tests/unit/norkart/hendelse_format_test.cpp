#include <fangst/codec/submission_json.hpp>
#include <fangst/norkart/hendelse_format.hpp>
#include <fangst/support/parsed_messages.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace fangst::norkart {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Json sample() { return Json::parse(std::ifstream(FANGST_SAMPLES "/n3_komtek_tilsyn.json")); }

ports::SourceProfile source() {
  ports::SourceProfile profile;
  profile.name = model::SourceName("komtek");
  profile.fagsystem = "KOMTEK";
  profile.realm = model::IdentityRealm::synthetic;
  profile.settings = ports::SettingValues(HendelseFormat().settings(),
                                          {{"kommunenr", std::vector<std::string>{"0520", "3439"}}, {"kkf", "M84"}});
  return profile;
}

model::SubmissionContent accept(const Json& json, const ports::SourceProfile& profile = source()) {
  return support::accepted(HendelseFormat(), json.dump(), profile).content;
}

std::vector<std::string> faults(const Json& json, const ports::SourceProfile& profile = source()) {
  return support::faulty_fields(HendelseFormat(), json.dump(), profile);
}

TEST(NorkartHendelse, maps_the_sample_as_the_table_says) {
  const auto content = accept(sample());
  EXPECT_EQ(content.external_key.str(), "2026-004417/tilsyn.utfort");
  EXPECT_EQ(content.type, "tilsynsrapport");
  EXPECT_EQ(content.sak.ekstern_noekkel.noekkel, "2026-004417");
  EXPECT_EQ(content.sak.ekstern_noekkel.fagsystem, "KOMTEK");
  EXPECT_EQ(content.sak.tittel, "Tilsyn fyringsanlegg - Jønndalsvegen 12, 2630 Ringebu");
  EXPECT_EQ(content.sak.offentlig_tittel, "");
  EXPECT_EQ(content.sak.arkivdel, "BRANN");
  EXPECT_EQ(content.sak.klassifikasjon.at(0).klassifikasjonssystem, "GNR");
  EXPECT_EQ(content.sak.klassifikasjon.at(0).klasse_id, "3439-41/87/0/0");
  EXPECT_EQ(content.sak.klassifikasjon.at(1).klasse_id, "M84");
  EXPECT_FALSE(content.sak.skjerming);
  EXPECT_EQ(content.sak.part.at(0).personidentifikator.reveal(), "30867230137");
  const auto& journalpost = content.journalpost;
  EXPECT_EQ(journalpost.ekstern_noekkel.noekkel, "2026-004417/tilsyn.utfort");
  EXPECT_EQ(journalpost.tittel, "Tilsynsrapport, avvik SKORSTEIN");
  EXPECT_EQ(journalpost.journalposttype, "U");
  EXPECT_EQ(model::to_string(*journalpost.dokumentets_dato), "2026-05-06");
  EXPECT_EQ(model::to_string(*journalpost.forfallsdato), "2026-06-15");
  EXPECT_EQ(journalpost.korrespondansepart.at(0).korrespondanseparttype, "EM");
  EXPECT_EQ(journalpost.korrespondansepart.at(0).navn, "Torgeir Fiktiv Bergum");
  EXPECT_EQ(content.dokumenter.at(0).dokumenttype, "TILSYN");
  EXPECT_EQ(content.dokumenter.at(0).url, "https://komtek.example.no/filer/2026-004417");
  EXPECT_TRUE(content.forsendelse.ekspeder);
}

TEST(NorkartHendelse, the_earliest_deadline_counts_and_each_category_is_named_once) {
  auto json = sample();
  auto& avvik = json["data"]["avvik"];
  avvik.push_back({{"nr", 2}, {"kategori", "ILDSTED"}, {"beskrivelse", "b"}, {"frist", "2026-06-01"}});
  avvik.push_back({{"nr", 3}, {"kategori", "ILDSTED"}, {"beskrivelse", "c"}});
  const auto content = accept(json);
  EXPECT_EQ(content.journalpost.tittel, "Tilsynsrapport, avvik SKORSTEIN, ILDSTED");
  EXPECT_EQ(model::to_string(*content.journalpost.forfallsdato), "2026-06-01");
}

TEST(NorkartHendelse, a_title_and_a_key_stay_within_bounds_whatever_was_found) {
  auto json = sample();
  json["data"]["oppdragId"] = std::string(60, 'o');
  json["data"]["versjon"] = 1'000'000;
  for (int i = 2; i <= 100; ++i) {
    const auto category = std::string(45, 'K') + std::to_string(i);
    json["data"]["avvik"].push_back({{"nr", 9000 + i}, {"kategori", category}, {"beskrivelse", "to\nlinjer"}});
  }
  EXPECT_THAT(accept(json).journalpost.tittel, testing::EndsWith(" m.fl."));
  json["type"] = "no.kommune.brannvern.palegg.fattet.v1";
  EXPECT_THAT(faults(json), ElementsAre("/data/avvik"));
  auto& avvik = json["data"]["avvik"];
  avvik.erase(avvik.begin() + 20, avvik.end());
  accept(json);
}

TEST(NorkartHendelse, an_inspection_without_findings_has_no_deadline) {
  auto json = sample();
  json["data"]["resultat"] = "INGEN_AVVIK";
  json["data"].erase("avvik");
  const auto content = accept(json);
  EXPECT_EQ(content.journalpost.tittel, "Tilsynsrapport");
  EXPECT_FALSE(content.journalpost.forfallsdato);
}

TEST(NorkartHendelse, a_closed_deviation_comes_in_from_the_owner_and_is_not_dispatched) {
  auto json = sample();
  json["type"] = "no.kommune.brannvern.avvik.lukket.v1";
  const auto content = accept(json);
  EXPECT_EQ(content.external_key.str(), "2026-004417/avvik.lukket/1");
  EXPECT_EQ(content.journalpost.journalposttype, "I");
  EXPECT_EQ(content.journalpost.korrespondansepart.at(0).korrespondanseparttype, "EA");
  EXPECT_FALSE(content.journalpost.forfallsdato);
  EXPECT_FALSE(content.forsendelse.ekspeder);
}

TEST(NorkartHendelse, an_order_is_a_decision_with_a_deadline) {
  auto json = sample();
  json["type"] = "no.kommune.brannvern.palegg.fattet.v1";
  json["data"]["avvik"].push_back({{"nr", 12}, {"kategori", "ILDSTED"}, {"beskrivelse", "b"}});
  const auto content = accept(json);
  EXPECT_EQ(content.external_key.str(), "2026-004417/palegg.fattet/1-12");
  EXPECT_EQ(content.type, "vedtak");
  EXPECT_EQ(content.dokumenter.at(0).dokumenttype, "VEDTAK");
  EXPECT_EQ(model::to_string(*content.journalpost.forfallsdato), "2026-06-15");
  json["data"]["avvik"][0].erase("frist");
  EXPECT_THAT(faults(json), ElementsAre("/data/avvik"));
}

TEST(NorkartHendelse, the_order_of_the_deviations_makes_no_other_event) {
  auto json = sample();
  json["type"] = "no.kommune.brannvern.palegg.fattet.v1";
  auto& avvik = json["data"]["avvik"];
  avvik.insert(avvik.begin(), nlohmann::json{{"nr", 12}, {"kategori", "ILDSTED"}, {"beskrivelse", "b"}});
  EXPECT_EQ(accept(json).external_key.str(), "2026-004417/palegg.fattet/1-12");
}

TEST(NorkartHendelse, the_events_of_one_inspection_share_a_case_and_nothing_else) {
  auto order = sample();
  order["type"] = "no.kommune.brannvern.palegg.fattet.v1";
  const auto a = accept(sample()), b = accept(order);
  EXPECT_EQ(a.sak.ekstern_noekkel.noekkel, b.sak.ekstern_noekkel.noekkel);
  EXPECT_NE(a.external_key, b.external_key);
}

TEST(NorkartHendelse, each_version_after_the_first_has_a_key_of_its_own) {
  const auto key_of_version = [](int versjon) {
    auto json = sample();
    json["data"]["versjon"] = versjon;
    return accept(json).external_key.str();
  };
  EXPECT_EQ(key_of_version(1), accept(sample()).external_key.str());
  EXPECT_EQ(key_of_version(2), "2026-004417/tilsyn.utfort/v2");
  EXPECT_EQ(key_of_version(3), "2026-004417/tilsyn.utfort/v3");
}

TEST(NorkartHendelse, photos_are_attachments) {
  auto json = sample();
  auto photo = json["data"]["rapport"];
  photo["filnavn"] = "skorstein.jpg";
  photo["mimeType"] = "image/jpeg";
  json["data"]["vedlegg"] = Json::array({photo});
  const auto content = accept(json);
  EXPECT_EQ(content.dokumenter.at(1).dokumenttype, "FOTO");
  EXPECT_EQ(content.dokumenter.at(1).tilknyttet_registrering_som, "V");
}

TEST(NorkartHendelse, no_title_names_the_owner) {
  const auto content = accept(sample());
  for (const auto& title : {content.sak.tittel, content.journalpost.tittel, content.sak.klassifikasjon.at(0).tittel}) {
    EXPECT_THAT(title, Not(HasSubstr("Bergum")));
    EXPECT_THAT(title, Not(HasSubstr("30867230137")));
  }
}

TEST(NorkartHendelse, a_shielded_source_without_hjemmel_takes_nothing_in) {
  auto profile = source();
  profile.requires_skjerming = true;
  const auto refused = HendelseFormat().parse(sample().dump(), profile);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::invalid_input);
  EXPECT_EQ(refused.error().code(), "norkart.mangler_hjemmel");
  profile.settings.give("skjermingshjemmel", "Offl. § 13");
  const auto content = accept(sample(), profile);
  EXPECT_EQ(content.sak.offentlig_tittel, "Tilsyn fyringsanlegg - *****");
  EXPECT_EQ(content.journalpost.offentlig_tittel, "Tilsynsrapport - *****");
  EXPECT_EQ(content.journalpost.skjerming->skjermingshjemmel, "Offl. § 13");
  EXPECT_TRUE(content.sak.klassifikasjon.at(0).er_skjermet);
  EXPECT_TRUE(content.journalpost.korrespondansepart.at(0).er_skjermet);
}

TEST(NorkartHendelse, a_property_may_have_moved_to_another_municipality_number) {
  auto json = sample();
  json["data"]["eiendom"]["kommunenr"] = "0520";
  json["data"]["eiendom"]["matrikkelId"] = "05200004100870000000";
  EXPECT_EQ(accept(json).sak.klassifikasjon.at(0).klasse_id, "0520-41/87/0/0");
}

TEST(NorkartHendelse, leased_and_sectioned_properties_keep_their_numbers) {
  auto json = sample();
  json["data"]["eiendom"]["fnr"] = 12;
  json["data"]["eiendom"]["snr"] = 3;
  json["data"]["eiendom"]["matrikkelId"] = "34390004100870012003";
  EXPECT_EQ(accept(json).sak.klassifikasjon.at(0).klasse_id, "3439-41/87/12/3");
}

/// The submission, or what is wrong.
std::string outcome(const Json& json, const ports::SourceProfile& profile) {
  const auto parsed = HendelseFormat().parse(json.dump(), profile);
  if (parsed) return codec::to_json(parsed->content);
  std::string pointers;
  for (const auto& field : parsed.error().fields()) pointers += field.pointer + ' ';
  return pointers;
}

TEST(NorkartHendelse, each_of_its_settings_changes_what_is_made) {
  const std::map<std::string, ports::SettingValue> others{{"kommunenr", std::vector<std::string>{"0301"}},
                                                          {"hendelseskilde", "urn:kommune:0301:komtek"},
                                                          {"arkivdel", "BRANNVESEN"},
                                                          {"mappetype", "Tilsynsmappe"},
                                                          {"administrativ_enhet", "Brann og redning"},
                                                          {"kkf", "M85"},
                                                          {"skjermingshjemmel", "Offl. § 13"}};
  const auto before = outcome(sample(), source());
  for (const auto& setting : HendelseFormat().settings()) {
    ASSERT_TRUE(others.contains(setting.name)) << setting.name;
    auto profile = source();
    profile.settings.give(setting.name, others.at(setting.name));
    EXPECT_NE(outcome(sample(), profile), before) << setting.name;
  }
}

}  // namespace
}  // namespace fangst::norkart
