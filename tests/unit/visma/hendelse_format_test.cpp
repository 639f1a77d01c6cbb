#include <fangst/codec/submission_json.hpp>
#include <fangst/support/parsed_messages.hpp>
#include <fangst/visma/hendelse_format.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace fangst::visma {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Json sample() { return Json::parse(std::ifstream(FANGST_SAMPLES "/v2_visma_hendelse.json")); }

ports::SourceProfile source() {
  ports::SourceProfile profile;
  profile.name = model::SourceName("visma-ppt");
  profile.fagsystem = "VismaFlytPPT";
  profile.requires_skjerming = true;
  profile.realm = model::IdentityRealm::synthetic;
  profile.settings = ports::SettingValues(HendelseFormat().settings(), {{"kommunenr", "3439"}, {"kkf", "B30"}});
  return profile;
}

model::SubmissionContent accept(const Json& json, const ports::SourceProfile& profile = source()) {
  auto parsed = support::accepted(HendelseFormat(), json.dump(), profile);
  EXPECT_THAT(parsed.embedded, IsEmpty());
  return std::move(parsed.content);
}

std::vector<std::string> faults(const Json& json, const ports::SourceProfile& profile = source()) {
  return support::faulty_fields(HendelseFormat(), json.dump(), profile);
}

TEST(VismaHendelse, maps_the_sample_as_the_table_says) {
  const auto content = accept(sample());
  EXPECT_EQ(content.external_key.str(), "d-77120");
  EXPECT_EQ(content.type, "dokument");
  EXPECT_EQ(content.sak.ekstern_noekkel.fagsystem, "VismaFlytPPT");
  EXPECT_EQ(content.sak.ekstern_noekkel.noekkel, "PPT-2026-0093");
  EXPECT_EQ(content.sak.tittel, "PPT-mappe - Eira Syntetisk Solhaug");
  EXPECT_EQ(content.sak.offentlig_tittel, "PPT-mappe - *****");
  EXPECT_EQ(content.sak.arkivdel, "PPT");
  EXPECT_EQ(content.sak.administrativ_enhet, "PPT Midt-Gudbrandsdal");
  EXPECT_EQ(content.sak.saksansvarlig, "siha");
  ASSERT_EQ(content.sak.klassifikasjon.size(), 2U);
  EXPECT_EQ(content.sak.klassifikasjon[0].klassifikasjonssystem, "FNR");
  EXPECT_EQ(content.sak.klassifikasjon[0].klasse_id, "02891461340");
  EXPECT_TRUE(content.sak.klassifikasjon[0].er_skjermet);
  EXPECT_EQ(content.sak.klassifikasjon[1].klasse_id, "B30");
  EXPECT_EQ(content.sak.part.at(0).personidentifikator.reveal(), "02891461340");
  EXPECT_TRUE(content.sak.part.at(0).er_skjermet);
  const auto& journalpost = content.journalpost;
  EXPECT_EQ(journalpost.ekstern_noekkel.noekkel, "d-77120");
  EXPECT_EQ(journalpost.tittel, "Sakkyndig vurdering - Eira Syntetisk Solhaug");
  EXPECT_EQ(journalpost.offentlig_tittel, "Sakkyndig vurdering - *****");
  EXPECT_EQ(journalpost.journalposttype, "U");
  EXPECT_EQ(model::to_string(*journalpost.dokumentets_dato), "2026-04-14");
  for (const auto& skjerming : {content.sak.skjerming, journalpost.skjerming}) {
    ASSERT_TRUE(skjerming);
    EXPECT_EQ(skjerming->tilgangsrestriksjon, "UO");
    EXPECT_EQ(skjerming->skjermingshjemmel, "Offl. § 13, jf. fvl. § 13 første ledd nr. 1");
    EXPECT_EQ(model::to_string(*skjerming->skjerming_opphoerer_dato), "2086-04-14");
  }
  ASSERT_EQ(content.dokumenter.size(), 1U);
  EXPECT_EQ(content.dokumenter[0].dokumenttype, "UTREDNING");
  EXPECT_EQ(content.dokumenter[0].url, "https://fagsystem.example.no/api/v1/filer/77120");
  EXPECT_EQ(content.dokumenter[0].filstoerrelse, 120331U);
}

TEST(VismaHendelse, a_copy_relation_makes_a_kopimottaker) {
  const auto parts = accept(sample()).journalpost.korrespondansepart;
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].korrespondanseparttype, "EM");
  EXPECT_EQ(parts[0].personidentifikator.reveal(), "23918511849");
  EXPECT_TRUE(parts[0].er_skjermet);
  EXPECT_EQ(parts[1].korrespondanseparttype, "EK");
  EXPECT_EQ(parts[1].organisasjonsnummer, "313770001");
  EXPECT_FALSE(parts[1].er_skjermet);
}

TEST(VismaHendelse, only_what_goes_out_is_dispatched) {
  EXPECT_TRUE(accept(sample()).forsendelse.ekspeder);
  auto incoming = sample();
  incoming["data"]["dokument"]["retning"] = "INN";
  incoming["data"]["avsender"] = incoming["data"]["mottakere"][0];
  incoming["data"].erase("mottakere");
  const auto received = accept(incoming);
  EXPECT_FALSE(received.forsendelse.ekspeder);
  EXPECT_EQ(received.journalpost.journalposttype, "I");
  EXPECT_EQ(received.type, "inngaaende");
  EXPECT_EQ(received.journalpost.korrespondansepart.at(0).korrespondanseparttype, "EA");
  auto internal = sample();
  internal["data"]["dokument"]["retning"] = "INT";
  internal["data"].erase("mottakere");
  EXPECT_EQ(accept(internal).journalpost.journalposttype, "X");
}

TEST(VismaHendelse, the_main_file_comes_first_whatever_its_place) {
  auto json = sample();
  auto attachment = json["data"]["dokument"]["filer"][0];
  attachment["rolle"] = "VEDLEGG";
  attachment["filnavn"] = "vedlegg.pdf";
  auto& files = json["data"]["dokument"]["filer"];
  files.insert(files.begin(), attachment);
  const auto content = accept(json);
  EXPECT_EQ(content.dokumenter.at(0).filnavn, "sakkyndig-vurdering.pdf");
  EXPECT_EQ(content.dokumenter.at(0).tilknyttet_registrering_som, "H");
  EXPECT_EQ(content.dokumenter.at(1).tilknyttet_registrering_som, "V");
  EXPECT_EQ(content.dokumenter.at(1).dokumenttype, "VEDLEGG");
}

TEST(VismaHendelse, a_file_without_a_title_has_the_documents_or_its_own_name) {
  auto json = sample();
  auto& files = json["data"]["dokument"]["filer"];
  files[0].erase("tittel");
  auto attachment = files[0];
  attachment["rolle"] = "VEDLEGG";
  attachment["filnavn"] = "vedlegg.pdf";
  files.push_back(attachment);
  attachment["filnavn"] = "annet.pdf";
  attachment["tittel"] = "Et vedlegg";
  files.push_back(attachment);
  const auto dokumenter = accept(json).dokumenter;
  ASSERT_EQ(dokumenter.size(), 3U);
  EXPECT_EQ(dokumenter[0].tittel, "Sakkyndig vurdering");
  EXPECT_EQ(dokumenter[1].tittel, "vedlegg.pdf");
  EXPECT_EQ(dokumenter[2].tittel, "Et vedlegg");
}

TEST(VismaHendelse, a_later_version_has_a_key_of_its_own) {
  auto json = sample();
  json["data"]["dokument"]["versjon"] = 2;
  const auto content = accept(json);
  EXPECT_EQ(content.external_key.str(), "d-77120/v2");
  EXPECT_EQ(content.journalpost.ekstern_noekkel.noekkel, "d-77120/v2");
}

TEST(VismaHendelse, public_titles_hold_nothing_that_the_source_wrote) {
  auto json = sample();
  json["data"]["sak"]["tittel"] = "Mappa til Eira";
  json["data"]["dokument"]["tittel"] = "Om Eira";
  const auto content = accept(json);
  EXPECT_THAT(content.sak.tittel, HasSubstr("Mappa til Eira"));
  EXPECT_THAT(content.sak.offentlig_tittel, Not(HasSubstr("Eira")));
  EXPECT_THAT(content.journalpost.offentlig_tittel, Not(HasSubstr("Eira")));
}

TEST(VismaHendelse, settings_choose_arkivdel_mappetype_and_document_type) {
  auto profile = source();
  profile.settings.give("arkivdel.ppt", "PP-TJENESTEN");
  profile.settings.give("mappetype.SAKKYNDIG_VURDERING", "Klientmappe");
  profile.settings.give("dokumenttype.SPESVED", "VEDTAK");
  auto json = sample();
  json["data"]["dokument"]["type"] = "SPESVED";
  const auto content = accept(json, profile);
  EXPECT_EQ(content.sak.arkivdel, "PP-TJENESTEN");
  EXPECT_EQ(content.sak.mappetype, "Klientmappe");
  EXPECT_EQ(content.dokumenter.at(0).dokumenttype, "VEDTAK");
  EXPECT_EQ(content.type, "vedtak");
}

TEST(VismaHendelse, takes_an_address_so_that_the_reserved_get_paper) {
  auto json = sample();
  json["data"]["mottakere"][0]["adresse"] = {
      {"adresselinje1", "Gata 1"}, {"postnummer", "2630"}, {"poststed", "Ringebu"}};
  EXPECT_EQ(accept(json).journalpost.korrespondansepart.at(0).adresse->postnummer, "2630");
}

TEST(VismaHendelse, a_recipient_of_unknown_kind_does_not_hide_other_faults) {
  auto json = sample();
  json["type"] = "x";
  json["data"]["gjelder"]["fnr"] = "1";
  json["data"]["dokument"]["dato"] = "i dag";
  EXPECT_THAT(faults(json), testing::UnorderedElementsAre("/type", "/data/gjelder/fnr", "/data/dokument/dato"));
}

TEST(VismaHendelse, synthetic_people_are_refused_in_production) {
  auto profile = source();
  profile.realm = model::IdentityRealm::production;
  EXPECT_THAT(faults(sample(), profile), ElementsAre("/data/gjelder/fnr", "/data/mottakere/0/fnr"));
}

TEST(VismaHendelse, text_that_is_not_json_is_refused) {
  for (const auto* text : {"", "<xml/>", "{\"id\":\"\xE6\"}"}) {
    const auto parsed = HendelseFormat().parse(text, source());
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code(), "visma.ikke_json");
  }
}

/// The submission, or what is wrong.
std::string outcome(const Json& json, const ports::SourceProfile& profile) {
  const auto parsed = HendelseFormat().parse(json.dump(), profile);
  if (parsed) return codec::to_json(parsed->content);
  std::string pointers;
  for (const auto& field : parsed.error().fields()) pointers += field.pointer + ' ';
  return pointers;
}

TEST(VismaHendelse, each_of_its_settings_changes_what_is_made) {
  const auto json = sample();
  const std::map<std::string, std::pair<std::string, std::string>> others{
      {"kommunenr", {"kommunenr", "0301"}},
      {"hendelseskilde", {"hendelseskilde", "urn:kommune:0301:visma"}},
      {"arkivdel", {"arkivdel", "PP-TJENESTEN"}},
      {"arkivdel.<fag>", {"arkivdel.ppt", "PP-TJENESTEN"}},
      {"kkf", {"kkf", "B31"}},
      {"kkf.<fag>", {"kkf.ppt", "B31"}},
      {"mappetype.<sakstype>", {"mappetype.SAKKYNDIG_VURDERING", "Klientmappe"}},
      {"dokumenttype.<kode>", {"dokumenttype." + json["data"]["dokument"]["type"].get<std::string>(), "NOTAT"}}};
  const auto before = outcome(json, source());
  for (const auto& setting : HendelseFormat().settings()) {
    ASSERT_TRUE(others.contains(setting.name)) << setting.name;
    const auto& [name, value] = others.at(setting.name);
    auto profile = source();
    profile.settings.give(name, value);
    EXPECT_NE(outcome(json, profile), before) << setting.name;
  }
}

}  // namespace
}  // namespace fangst::visma
