#include "hendelse_sample.hpp"

#include <gmock/gmock.h>

namespace fangst::norkart {
namespace {

using test::Json;
using testing::HasSubstr;

/// Which event, what is changed in it, and words of what the sender is then told.
struct Row {
  const char* event;
  Json change;
  std::string pointer, words;
};

Json set(const char* path, const Json& value) { return {{"op", "add"}, {"path", path}, {"value", value}}; }
Json without(const char* path) { return {{"op", "remove"}, {"path", path}}; }

class ToldFault : public testing::TestWithParam<Row> {};

TEST_P(ToldFault, says_what_to_mend) {
  const auto event = test::whole_event(GetParam().event).patch(Json::array({GetParam().change}));
  const auto profile = test::source_of({{"kommunenr", std::vector<std::string>{"3439"}}});
  const auto parsed = HendelseFormat().parse(event.dump(), profile);
  ASSERT_FALSE(parsed) << GetParam().change;
  ASSERT_EQ(parsed.error().fields().size(), 1U);
  EXPECT_EQ(parsed.error().fields()[0].pointer, GetParam().pointer);
  EXPECT_THAT(parsed.error().fields()[0].message, HasSubstr(GetParam().words));
}

Json deviations(std::size_t count) {
  Json list = Json::array();
  for (std::size_t i = 1; i <= count; ++i)
    list.push_back({{"nr", i}, {"kategori", "K"}, {"beskrivelse", "b"}, {"frist", "2026-06-01"}});
  return list;
}

Json without_deadline() {
  auto list = deviations(2);
  for (auto& one : list) one.erase("frist");
  return list;
}

const Json kElsewhere = {{"kommunenr", "0301"}, {"gnr", 1}, {"bnr", 1}, {"adresse", "A"}};

INSTANTIATE_TEST_SUITE_P(
    Norkart, ToldFault,
    testing::Values(
        Row{test::kInspection, set("/type", "no.kommune.brannvern.feiing.varslet.v1"), "/type", "feiing"},
        Row{test::kInspection, set("/type", "no.kommune.brannvern.annet.v1"), "/type", "ukjent"},
        Row{test::kInspection, set("/data/eiendom", kElsewhere), "/data/eiendom/kommunenr", "annen kommune"},
        Row{test::kInspection, set("/data/eiendom/gnr", 42), "/data/eiendom/matrikkelId", "stemmer ikke"},
        Row{test::kInspection, set("/data/eiendom/gnr", 0), "/data/eiendom/gnr", "fra 1 til 99999"},
        Row{test::kInspection, set("/data/eiendom/adresse", "30867230137"), "/data/eiendom/adresse", "fødselsnummer"},
        Row{test::kInspection, set("/data/avvik/0/kategori", "en pipe"), "/data/avvik/0/kategori", "SKORSTEIN"},
        Row{test::kInspection, set("/data/avvik/1/nr", 12), "/data/avvik/1/nr", "to ganger"},
        Row{test::kInspection, set("/data/vedlegg/0/filnavn", "r.pdf"), "/data/vedlegg/0/filnavn", "to ganger"},
        Row{test::kInspection, without("/data/rapport"), "/data/rapport", "mangler"},
        Row{test::kInspection, set("/data/avvik", Json::array()), "/data/avvik", "er AVVIK, men ingen"},
        Row{test::kInspection, set("/data/resultat", "INGEN_AVVIK"), "/data/avvik", "INGEN_AVVIK, men avvik"},
        Row{test::kInspection, set("/data/avvik", deviations(101)), "/data/avvik", "høyst 100"},
        Row{test::kClosed, without("/data/avvik"), "/data/avvik", "hvilke avvik"},
        Row{test::kOrder, without("/data/avvik"), "/data/avvik", "hvilke avvik"},
        Row{test::kClosed, set("/data/avvik", deviations(21)), "/data/avvik", "høyst 20"},
        Row{test::kOrder, set("/data/avvik", deviations(21)), "/data/avvik", "høyst 20"},
        Row{test::kOrder, set("/data/avvik", without_deadline()), "/data/avvik", "frist på minst ett"}),
    [](const auto& test) { return "row_" + std::to_string(test.index); });

}  // namespace
}  // namespace fangst::norkart
