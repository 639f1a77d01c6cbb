#include "hendelse_sample.hpp"

#include <gmock/gmock.h>

namespace fangst::visma {
namespace {

using support::json_of;
using test::Json;
using test::made_of;
using test::source_of;
using test::whole_event;
using testing::ElementsAre;

const Json kShielding = {
    {"tilgangsrestriksjon", "UO"}, {"skjermingshjemmel", "hjemmel"}, {"skjermingOpphoererDato", "2086-04-14"}};

Json expected_case() {
  return {
      {"eksternNoekkel", {{"fagsystem", "fagsystem"}, {"noekkel", "sak-1"}}},
      {"tittel", "sakstittel - Eira Solhaug"},
      {"offentligTittel", "Elevmappe - *****"},
      {"arkivdel", "av skole"},
      {"mappetype", "mappe av sakstype"},
      {"administrativEnhet", "enhet"},
      {"saksansvarlig", "saksbehandler"},
      {"klassifikasjon",
       {{{"klassifikasjonssystem", "FNR"},
         {"klasseID", "02891461340"},
         {"tittel", "Eira Solhaug"},
         {"erSkjermet", true}},
        {{"klassifikasjonssystem", "KKF"}, {"klasseID", "kkf av skole"}}}},
      {"skjerming", kShielding},
      {"part",
       {{{"navn", "Eira Solhaug"}, {"rolle", "KLI"}, {"personidentifikator", "02891461340"}, {"erSkjermet", true}}}}};
}

Json expected_party(const char* role) {
  return {{"korrespondanseparttype", role},
          {"navn", "Jonas"},
          {"personidentifikator", "23918511849"},
          {"erSkjermet", true},
          {"adresse",
           {{"adresselinje1", "linje 1"},
            {"adresselinje2", "linje 2"},
            {"adresselinje3", "linje 3"},
            {"postnummer", "2630"},
            {"poststed", "Ringebu"},
            {"landkode", "NO"}}}};
}

Json expected_post(const char* type, const Json& parties) {
  Json post = {{"eksternNoekkel", {{"fagsystem", "fagsystem"}, {"noekkel", "dok-1/v3"}}},
               {"tittel", "dokumenttittel - Eira Solhaug"},
               {"offentligTittel", "Brev - *****"},
               {"journalposttype", type},
               {"dokumentetsDato", "2026-04-14"},
               {"administrativEnhet", "enhet"},
               {"saksbehandler", "saksbehandler"},
               {"skjerming", kShielding}};
  if (!parties.empty()) post["korrespondansepart"] = parties;
  return post;
}

/// The main document first, the others in their order.
Json expected_documents() {
  Json files = Json::array();
  const auto add = [&files](const char* role, const char* type, const char* title, const char* name, const char* mime,
                            std::size_t number) {
    files.push_back({{"tilknyttetRegistreringSom", role},
                     {"dokumenttype", type},
                     {"tittel", title},
                     {"filnavn", name},
                     {"mimeType", mime},
                     {"variantformat", "A"}});
    files.back().update(support::sample_document(number));
  };
  add("H", "KORR", "hovedtittel", "hoved.pdf", "application/pdf", 2);
  add("V", "VEDLEGG", "vedlegg 1", "v1.jpg", "image/jpeg", 1);
  add("V", "VEDLEGG", "vedlegg 2", "v2.png", "image/png", 3);
  return files;
}

ports::SourceProfile whole_source() {
  return source_of({{"kommunenr", "3439"},
                    {"hendelseskilde", "urn:kilde"},
                    {"arkivdel", "av alle"},
                    {"arkivdel.skole", "av skole"},
                    {"arkivdel.ppt", "av ppt"},
                    {"kkf", "kkf av alle"},
                    {"kkf.skole", "kkf av skole"},
                    {"kkf.ppt", "kkf av ppt"},
                    {"mappetype.sakstype", "mappe av sakstype"},
                    {"mappetype.skole", "mappe av skole"}});
}

TEST(VismaEveryField, of_what_goes_out_has_its_place) {
  const Json copy = {{"korrespondanseparttype", "EK"},
                     {"navn", "Skulen"},
                     {"organisasjonsnummer", "313770001"},
                     {"adresse", {{"adresselinje1", "gata 1"}, {"postnummer", "0037"}, {"poststed", "Oslo"}}}};
  const Json other = {
      {"korrespondanseparttype", "EM"}, {"navn", "Olga"}, {"personidentifikator", "14833821238"}, {"erSkjermet", true}};
  EXPECT_EQ(json_of(made_of(whole_event("UT"), whole_source())),
            Json({{"eksternNoekkel", "dok-1/v3"},
                  {"type", "dokument"},
                  {"sak", expected_case()},
                  {"journalpost", expected_post("U", Json::array({expected_party("EM"), copy, other}))},
                  {"dokumenter", expected_documents()},
                  {"forsendelse", {{"ekspeder", true}, {"innhold", "enkeltvedtak"}}}}));
}

TEST(VismaEveryField, of_what_came_in_has_its_place) {
  EXPECT_EQ(json_of(made_of(whole_event("INN"), whole_source())),
            Json({{"eksternNoekkel", "dok-1/v3"},
                  {"type", "inngaaende"},
                  {"sak", expected_case()},
                  {"journalpost", expected_post("I", Json::array({expected_party("EA")}))},
                  {"dokumenter", expected_documents()},
                  {"forsendelse", {{"ekspeder", false}, {"innhold", "enkeltvedtak"}}}}));
}

TEST(VismaEveryField, of_what_stays_here_has_its_place) {
  EXPECT_EQ(json_of(made_of(whole_event("INT"), whole_source())),
            Json({{"eksternNoekkel", "dok-1/v3"},
                  {"type", "notat"},
                  {"sak", expected_case()},
                  {"journalpost", expected_post("X", Json::array())},
                  {"dokumenter", expected_documents()},
                  {"forsendelse", {{"ekspeder", false}, {"innhold", "enkeltvedtak"}}}}));
}

TEST(VismaEveryField, that_is_left_out_has_the_word_of_the_fag_or_nothing) {
  auto event = whole_event();
  for (const auto* key : {"type", "opprettet", "status", "tittel", "enhet", "saksbehandler"})
    event["data"]["sak"].erase(key);
  event["data"]["gjelder"].erase("rolle");
  for (const auto* key : {"versjon", "signertAv"}) event["data"]["dokument"].erase(key);
  const auto content = made_of(event);
  EXPECT_EQ(content.external_key.str(), "dok-1");
  EXPECT_EQ(content.sak.tittel, "Elevmappe - Eira Solhaug");
  EXPECT_EQ(content.sak.mappetype, "Elevmappe");
  EXPECT_EQ(content.sak.administrativ_enhet + content.sak.saksansvarlig, "");
  EXPECT_EQ(content.journalpost.administrativ_enhet + content.journalpost.saksbehandler, "");
  EXPECT_EQ(content.sak.klassifikasjon.size(), 1U) << "no KKF is made up";
}

struct FagRow {
  const char *name, *arkivdel, *mappe;
};

TEST(VismaFag, each_has_its_arkivdel_and_its_folder) {
  for (const auto& [name, arkivdel, mappe] :
       {FagRow{"skole", "ELEV", "Elevmappe"}, FagRow{"barnehage", "BARNEHAGE", "Barnehagemappe"},
        FagRow{"ppt", "PPT", "PPT-mappe"}, FagRow{"barnevern", "BARNEVERN", "Barnevernsmappe"},
        FagRow{"sosial", "SOSIAL", "Sosialtjenester"}, FagRow{"flyktning", "FLYKTNING", "Flyktningmappe"}}) {
    auto event = whole_event();
    event["type"] = std::string("no.kommune.") + name + ".dokument.ferdigstilt.v1";
    const auto sak = made_of(event).sak;
    EXPECT_EQ(sak.arkivdel, arkivdel);
    EXPECT_EQ(sak.mappetype, mappe);
    EXPECT_EQ(sak.offentlig_tittel, std::string(mappe) + " - *****");
    const std::string of_fag(name);
    const auto own = source_of({{"arkivdel", "alle"}, {"arkivdel." + of_fag, "egen"}, {"kkf." + of_fag, "K1"}});
    EXPECT_EQ(made_of(event, own).sak.arkivdel, "egen");
    EXPECT_EQ(made_of(event, own).sak.klassifikasjon.at(1).klasse_id, "K1");
  }
}

TEST(VismaFag, takes_what_is_set_for_all_but_not_what_is_set_for_another) {
  const auto sak =
      made_of(whole_event(),
              source_of({{"arkivdel", "alle"}, {"kkf", "K0"}, {"arkivdel.ppt", "annen"}, {"kkf.ppt", "K1"}}))
          .sak;
  EXPECT_EQ(sak.arkivdel, "alle");
  EXPECT_EQ(sak.klassifikasjon.at(1).klasse_id, "K0");
  const auto alone = made_of(whole_event(), source_of({{"arkivdel.ppt", "annen"}, {"kkf.ppt", "K1"}})).sak;
  EXPECT_EQ(alone.arkivdel, "ELEV");
  EXPECT_EQ(alone.klassifikasjon.size(), 1U);
}

struct KindRow {
  const char *code, *dokumenttype, *word;
};

TEST(VismaDocument, of_each_kind_has_its_type_and_its_word_in_public) {
  for (const auto& [code, dokumenttype, word] :
       {KindRow{"VEDTAK", "VEDTAK", "Vedtak"}, KindRow{"SAKKYNDIG_VURDERING", "UTREDNING", "Sakkyndig vurdering"},
        KindRow{"UTREDNING", "UTREDNING", "Utredning"}, KindRow{"RAPPORT", "RAPPORT", "Rapport"},
        KindRow{"PLAN", "DOKUMENT", "Plan"}, KindRow{"SOKNAD", "SØKNAD", "Søknad"},
        KindRow{"HENVISNING", "MELDING", "Henvisning"}, KindRow{"MELDING", "MELDING", "Melding"},
        KindRow{"BREV", "KORR", "Brev"}, KindRow{"KLAGE", "KLAGE", "Klage"},
        KindRow{"UTTALELSE", "UTTALELSE", "Uttalelse"}, KindRow{"AVTALE", "AVTALE", "Avtale"},
        KindRow{"REFERAT", "PROTOKOLL", "Referat"}, KindRow{"NOTAT", "NOTAT", "Notat"}}) {
    for (const auto* retning : {"UT", "INN", "INT"}) {
      auto event = whole_event(retning);
      event["data"]["dokument"]["type"] = code;
      const auto content = made_of(event);
      EXPECT_EQ(content.dokumenter.at(0).dokumenttype, dokumenttype);
      EXPECT_EQ(content.journalpost.offentlig_tittel, std::string(word) + " - *****");
      const std::string sent = std::string(dokumenttype) == "VEDTAK" ? "vedtak" : "dokument";
      EXPECT_EQ(content.type, std::string(retning) == "UT"    ? sent
                              : retning == std::string("INN") ? "inngaaende"
                                                              : "notat")
          << code << retning;
    }
  }
}

TEST(VismaDocument, is_of_a_kind_of_ours_when_the_source_has_said_what_its_code_means) {
  auto event = whole_event();
  event["data"]["dokument"]["type"] = "SPESVED";
  EXPECT_THAT(test::faults_of(event), ElementsAre("/data/dokument/type"));
  EXPECT_THAT(test::faults_of(event, source_of({{"dokumenttype.ANNEN", "VEDTAK"}})),
              ElementsAre("/data/dokument/type"));
  EXPECT_EQ(made_of(event, source_of({{"dokumenttype.SPESVED", "KLAGE"}})).dokumenter.at(0).dokumenttype, "KLAGE");
}

TEST(VismaShielding, is_made_when_the_event_asks_for_it_alone) {
  auto event = whole_event();
  event["data"]["taushetsplikt"]["unntattOffentlighet"] = false;
  auto content = made_of(event);
  EXPECT_FALSE(content.sak.skjerming) << "a hjemmel that is said to hide nothing hides nothing";
  EXPECT_FALSE(content.journalpost.skjerming);
  EXPECT_TRUE(content.sak.part.at(0).er_skjermet);
  event["data"]["taushetsplikt"].erase("hjemmel");
  made_of(event);
  auto shielded = source_of();
  shielded.requires_skjerming = true;
  EXPECT_THAT(test::faults_of(event, shielded), ElementsAre("/data/taushetsplikt/unntattOffentlighet"));
}

TEST(VismaEvent, of_another_municipality_or_source_is_refused_when_one_is_set_up) {
  auto event = whole_event();
  for (const auto* other : {"0301", "34390", "343"}) {
    event["data"]["tenant"] = other;
    EXPECT_THAT(test::faults_of(event, source_of({{"kommunenr", "3439"}})), ElementsAre("/data/tenant")) << other;
    made_of(event);
  }
  event = whole_event();
  for (const auto* other : {"urn:kilde:2", "urn:kild", "URN:KILDE"}) {
    event["source"] = other;
    EXPECT_THAT(test::faults_of(event, source_of({{"hendelseskilde", "urn:kilde"}})), ElementsAre("/source")) << other;
    made_of(event);
  }
}

TEST(VismaEvent, has_parties_of_its_own_direction_alone) {
  const auto parties = whole_event("UT")["data"]["mottakere"];
  for (const auto* retning : {"UT", "INN", "INT"}) {
    for (const bool sender : {false, true}) {
      for (const bool recipients : {false, true}) {
        auto event = whole_event("INT");
        event["data"]["dokument"]["retning"] = retning;
        if (sender) event["data"]["avsender"] = parties[0];
        if (recipients) event["data"]["mottakere"] = parties;
        std::vector<std::string> expected;
        if (recipients != (std::string(retning) == "UT")) expected.emplace_back("/data/mottakere");
        if (sender != (std::string(retning) == "INN")) expected.emplace_back("/data/avsender");
        if (expected.empty()) expected.emplace_back("(accepted)");
        EXPECT_EQ(test::faults_of(event), expected) << retning << sender << recipients;
      }
    }
  }
}

TEST(VismaEvent, that_is_faulty_is_refused_as_such) {
  EXPECT_EQ(support::refusal_code(HendelseFormat(), "{}", source_of()), "visma.ugyldig");
}

TEST(VismaSettings, take_a_municipality_of_four_digits) {
  const auto fault = [](const char* value) { return support::setting_fault(HendelseFormat(), "kommunenr", value); };
  for (const auto* good : {"0301", "3439"}) EXPECT_EQ(fault(good), "");
  for (const auto* bad : {"", "343", "34391"}) EXPECT_NE(fault(bad), "") << bad;
}

TEST(VismaFormat, has_the_name_and_the_media_type_that_sources_use) {
  EXPECT_EQ(HendelseFormat().name(), "visma-hendelse");
  EXPECT_EQ(HendelseFormat().content_type(), "application/cloudevents+json");
}

}  // namespace
}  // namespace fangst::visma
