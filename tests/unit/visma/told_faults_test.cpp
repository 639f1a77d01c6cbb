#include "hendelse_sample.hpp"

#include <gmock/gmock.h>

namespace fangst::visma {
namespace {

using test::Json;
using testing::HasSubstr;

/// What is changed in the event, and words of what the sender is then told.
struct Row {
  Json change;
  std::string pointer, words;
};

Json set(const char* path, const Json& value) { return {{"op", "add"}, {"path", path}, {"value", value}}; }
Json without(const char* path) { return {{"op", "remove"}, {"path", path}}; }

class ToldFault : public testing::TestWithParam<Row> {};

TEST_P(ToldFault, says_what_to_mend) {
  auto profile = test::source_of({{"kommunenr", "3439"}, {"hendelseskilde", "urn:kilde"}});
  profile.requires_skjerming = true;
  const auto event = test::whole_event().patch(Json::array({GetParam().change}));
  const auto parsed = HendelseFormat().parse(event.dump(), profile);
  ASSERT_FALSE(parsed) << GetParam().change;
  ASSERT_EQ(parsed.error().fields().size(), 1U);
  EXPECT_EQ(parsed.error().fields()[0].pointer, GetParam().pointer);
  EXPECT_THAT(parsed.error().fields()[0].message, HasSubstr(GetParam().words));
}

const Json kSender = {{"type", "VIRKSOMHET"}, {"orgnr", "313770001"}, {"navn", "X"}};

INSTANTIATE_TEST_SUITE_P(
    Visma, ToldFault,
    testing::Values(
        Row{set("/type", "no.kommune.ppt.x.v1"), "/type", "dokument.ferdigstilt.v1"},
        Row{set("/source", "urn:annen"), "/source", "annen kilde"}, Row{set("/time", "i dag"), "/time", "RFC 3339"},
        Row{set("/subject", "02891461340"), "/subject", "fødselsnummer"},
        Row{set("/specversion", "0.3"), "/specversion", "1.0"},
        Row{set("/data/tenant", "0301"), "/data/tenant", "annen kommune"},
        Row{without("/data/tenant"), "/data/tenant", "mangler"},
        Row{set("/data/gjelder/fnr", "13094570055"), "/data/gjelder/fnr", "syntetiske"},
        Row{set("/data/dokument/retning", "OPP"), "/data/dokument/retning", "UT, INN, INT"},
        Row{set("/data/dokument/type", "ANNET"), "/data/dokument/type", "dokumenttype.<kode>"},
        Row{set("/data/dokument/dato", "2026-02-30"), "/data/dokument/dato", "ÅÅÅÅ-MM-DD"},
        Row{set("/data/dokument/filer/0/rolle", "HOVEDDOKUMENT"), "/data/dokument/filer", "Nøyaktig én"},
        Row{set("/data/dokument/filer/2/filnavn", "v1.jpg"), "/data/dokument/filer/2/filnavn", "brukt to ganger"},
        Row{set("/data/dokument/filer/0/sha256", std::string(64, 'g')), "/data/dokument/filer/0/sha256", "SHA-256"},
        Row{set("/data/dokument/filer/0/bytes", 0), "/data/dokument/filer/0/bytes", "heltall fra 1"},
        Row{set("/data/mottakere", Json::array()), "/data/mottakere", "minst én mottaker"},
        Row{set("/data/mottakere/0/type", "HUND"), "/data/mottakere/0/type", "PERSON, VIRKSOMHET"},
        Row{set("/data/mottakere/0/adresse/postnummer", "263"), "/data/mottakere/0/adresse/postnummer", "fire siffer"},
        Row{set("/data/mottakere/0/adresse/landkode", "no"), "/data/mottakere/0/adresse/landkode", "store bokstaver"},
        Row{set("/data/mottakere/1/orgnr", "313770002"), "/data/mottakere/1/orgnr", "organisasjonsnummer"},
        Row{set("/data/avsender", kSender), "/data/avsender", "Bare inngående"},
        Row{set("/data/taushetsplikt/unntattOffentlighet", false), "/data/taushetsplikt/unntattOffentlighet",
            "satt opp som skjermet"},
        Row{without("/data/taushetsplikt/unntattOffentlighet"), "/data/taushetsplikt/unntattOffentlighet", "mangler"},
        Row{set("/data/ukjent", 1), "/data/ukjent", "ukjent"}),
    [](const auto& test) { return "row_" + std::to_string(test.index); });

TEST(VismaToldFault, of_direction_says_which_parties_belong_to_it) {
  const auto told = [](const char* retning, const Json& change) {
    const auto event = test::whole_event(retning).patch(Json::array({change}));
    const auto parsed = HendelseFormat().parse(event.dump(), test::source_of());
    return parsed ? std::string("(accepted)") : parsed.error().fields().at(0).message;
  };
  const auto parties = Json::array({kSender});
  EXPECT_THAT(told("INN", without("/data/avsender")), HasSubstr("skal ha avsender"));
  for (const auto* retning : {"INN", "INT"})
    EXPECT_THAT(told(retning, set("/data/mottakere", parties)), HasSubstr("Bare utgående"));
  EXPECT_THAT(told("INT", set("/data/avsender", kSender)), HasSubstr("Bare inngående"));
}

}  // namespace
}  // namespace fangst::visma
