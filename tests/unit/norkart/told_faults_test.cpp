#include "hendelse_sample.hpp"

#include <gmock/gmock.h>

namespace fangst::norkart {
namespace {

using support::set;
using support::without;
using test::deviations;
using test::Json;
using test::kClosed;
using test::kInspection;
using test::kOrder;

/// Which event, what is changed in it, where the fault is, and words of what the sender is then told
/// (empty: any).
struct Case {
  const char *name, *event;
  Json change;
  std::string pointer, words;
};

class ToldFault : public testing::TestWithParam<Case> {};

TEST_P(ToldFault, names_the_field_and_what_to_mend) {
  const auto event = support::changed(test::whole_event(GetParam().event), GetParam().change);
  const auto profile = test::source_of({{"kommunenr", std::vector<std::string>{"3439"}}});
  support::expect_only_fault(HendelseFormat(), event.dump(), profile, GetParam().pointer, GetParam().words);
}

Json without_deadline() {
  auto list = deviations(2);
  for (auto& one : list) one.erase("frist");
  return list;
}

const Json kElsewhere = {{"kommunenr", "0301"}, {"gnr", 41}, {"bnr", 87}, {"adresse", "A"}};

/// Without the id that its numbers must agree with.
Json property_of_lease(const Json& festenummer) {
  return {{"kommunenr", "3439"}, {"gnr", 41}, {"bnr", 87}, {"fnr", festenummer}, {"adresse", "A"}};
}

const std::string kPlace = "/data/eiendom", kFirst = "/data/avvik/0";

INSTANTIATE_TEST_SUITE_P(
    Norkart, ToldFault,
    testing::Values(
        Case{"sweeping_told", kInspection, set("/type", "no.kommune.brannvern.feiing.varslet.v1"), "/type", "feiing"},
        Case{"sweeping_done", kInspection, set("/type", "no.kommune.brannvern.feiing.utfort.v1"), "/type", "feiing"},
        Case{"unknown_event", kInspection, set("/type", "no.kommune.brannvern.noe.utfort.v1"), "/type", "ukjent"},
        Case{"event_without_a_verb", kInspection, set("/type", "no.kommune.brannvern.annet.v1"), "/type", "ukjent"},
        Case{"inspection_planned", kInspection, set("/type", "no.kommune.brannvern.tilsyn.planlagt.v1"), "/type",
             "ukjent"},
        Case{"oppdrag_with_identity_number", kInspection, set("/data/oppdragId", "30867230137"), "/data/oppdragId", ""},
        Case{"other_municipality", kInspection, set(kPlace, kElsewhere), kPlace + "/kommunenr", "annen kommune"},
        Case{"number_of_another_property", kInspection, set(kPlace + "/gnr", 42), kPlace + "/matrikkelId",
             "stemmer ikke"},
        Case{"matrikkel_id_of_another_property", kInspection, set(kPlace + "/matrikkelId", "34390004100880000000"),
             kPlace + "/matrikkelId", "stemmer ikke"},
        Case{"short_matrikkel_id", kInspection, set(kPlace + "/matrikkelId", "3439"), kPlace + "/matrikkelId", ""},
        Case{"fnr_of_a_person_as_festenummer", kInspection, set(kPlace, property_of_lease(30867230137)),
             kPlace + "/fnr", ""},
        Case{"festenummer_as_text_beside_an_id", kInspection, set(kPlace + "/fnr", "0"), kPlace + "/fnr", ""},
        Case{"fnr_of_a_person_beside_an_id", kInspection, set(kPlace + "/fnr", 30867230137), kPlace + "/fnr", ""},
        Case{"section_too_large_beside_an_id", kInspection, set(kPlace + "/snr", 1000), kPlace + "/snr", ""},
        Case{"festenummer_as_text", kInspection, set(kPlace, property_of_lease("0")), kPlace + "/fnr", ""},
        Case{"gnr_zero", kInspection, set(kPlace + "/gnr", 0), kPlace + "/gnr", "fra 1 til 99999"},
        Case{"address_with_identity_number", kInspection, set(kPlace + "/adresse", "30867230137"), kPlace + "/adresse",
             "fødselsnummer"},
        Case{"unknown_member", kInspection, set(kPlace + "/festenr", 1), kPlace + "/festenr", ""},
        Case{"owner_with_wrong_digits", kInspection, set("/data/eier/fnr", "30867230138"), "/data/eier/fnr", ""},
        Case{"owner_of_unknown_kind", kInspection, set("/data/eier/type", "DØDSBO"), "/data/eier/type", ""},
        Case{"category_as_sentence", kInspection, set(kFirst + "/kategori", "Skorsteinen til Torgeir"),
             kFirst + "/kategori", "SKORSTEIN"},
        Case{"impossible_deadline", kInspection, set(kFirst + "/frist", "2026-06-31"), kFirst + "/frist", ""},
        Case{"deviation_without_number", kInspection, without(kFirst + "/nr"), kFirst + "/nr", ""},
        Case{"number_used_twice", kInspection, set("/data/avvik/1/nr", 12), "/data/avvik/1/nr", "to ganger"},
        Case{"first_and_last_of_one_number", kInspection, set("/data/avvik/2/nr", 12), "/data/avvik/2/nr", "to ganger"},
        Case{"result_without_deviations", kInspection, without("/data/avvik"), "/data/avvik", "er AVVIK, men ingen"},
        Case{"result_with_empty_list", kInspection, set("/data/avvik", Json::array()), "/data/avvik",
             "er AVVIK, men ingen"},
        Case{"deviations_against_the_result", kInspection, set("/data/resultat", "INGEN_AVVIK"), "/data/avvik",
             "INGEN_AVVIK, men avvik"},
        Case{"inspection_with_too_many", kInspection, set("/data/avvik", deviations(101)), "/data/avvik", "høyst 100"},
        Case{"closing_of_nothing", kClosed, without("/data/avvik"), "/data/avvik", "hvilke avvik"},
        Case{"order_about_nothing", kOrder, without("/data/avvik"), "/data/avvik", "hvilke avvik"},
        Case{"closing_of_too_many", kClosed, set("/data/avvik", deviations(21)), "/data/avvik", "høyst 20"},
        Case{"order_about_too_many", kOrder, set("/data/avvik", deviations(21)), "/data/avvik", "høyst 20"},
        Case{"order_without_deadline", kOrder, set("/data/avvik", without_deadline()), "/data/avvik",
             "frist på minst ett"},
        Case{"no_report", kInspection, without("/data/rapport"), "/data/rapport", "mangler"},
        Case{"report_without_hash", kInspection, without("/data/rapport/sha256"), "/data/rapport/sha256", ""},
        Case{"report_with_bad_hash", kInspection, set("/data/rapport/sha256", std::string(64, 'g')),
             "/data/rapport/sha256", ""},
        Case{"attachment_named_as_the_report", kInspection, set("/data/vedlegg/0/filnavn", "r.pdf"),
             "/data/vedlegg/0/filnavn", "to ganger"},
        Case{"last_attachment_named_as_the_report", kInspection, set("/data/vedlegg/2/filnavn", "r.pdf"),
             "/data/vedlegg/2/filnavn", "to ganger"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace fangst::norkart
