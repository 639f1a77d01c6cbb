#include "hendelse_sample.hpp"

#include <gmock/gmock.h>

namespace fangst::visma {
namespace {

using support::changed;
using support::set;
using support::without;
using test::Json;
using testing::HasSubstr;

/// What is changed in the event, where the fault is, and words of what the sender is then told
/// (empty: any).
struct Case {
  const char* name;
  Json change;
  std::string pointer, words;
};

class ToldFault : public testing::TestWithParam<Case> {};

TEST_P(ToldFault, names_the_field_and_what_to_mend) {
  auto profile = test::source_of({{"kommunenr", "3439"}, {"hendelseskilde", "urn:kilde"}});
  profile.requires_skjerming = true;
  const auto event = changed(test::whole_event(), GetParam().change);
  support::expect_only_fault(HendelseFormat(), event.dump(), profile, GetParam().pointer, GetParam().words);
}

const Json kSender = {{"type", "VIRKSOMHET"}, {"orgnr", "313770001"}, {"navn", "X"}};
const std::string kShielded = "/data/taushetsplikt/unntattOffentlighet";

INSTANTIATE_TEST_SUITE_P(
    Visma, ToldFault,
    testing::Values(
        Case{"unknown_event_type", set("/type", "no.kommune.ppt.x.v1"), "/type", "dokument.ferdigstilt.v1"},
        Case{"document_deleted", set("/type", "no.kommune.ppt.dokument.slettet.v1"), "/type", ""},
        Case{"unknown_fag", set("/type", "no.kommune.havn.dokument.ferdigstilt.v1"), "/type", ""},
        Case{"later_version_of_the_type", set("/type", "no.kommune.ppt.dokument.ferdigstilt.v2"), "/type", ""},
        Case{"other_source", set("/source", "urn:annen"), "/source", "annen kilde"},
        Case{"cloudevents_0_3", set("/specversion", "0.3"), "/specversion", "1.0"},
        Case{"missing_id", without("/id"), "/id", ""},
        Case{"time_in_words", set("/time", "i dag"), "/time", "RFC 3339"},
        Case{"time_without_zone", set("/time", "2026-04-14T08:02:11"), "/time", "RFC 3339"},
        Case{"subject_of_an_identity_number", set("/subject", "02891461340"), "/subject", "fødselsnummer"},
        Case{"subject_with_identity_number", set("/subject", "elev/02891461340"), "/subject", "fødselsnummer"},
        Case{"unknown_attribute", set("/datax", 1), "/datax", ""},
        Case{"unknown_member", set("/data/ukjent", 1), "/data/ukjent", "ukjent"},
        Case{"other_municipality", set("/data/tenant", "0301"), "/data/tenant", "annen kommune"},
        Case{"no_municipality", without("/data/tenant"), "/data/tenant", "mangler"},
        Case{"case_id_with_identity_number", set("/data/sak/id", "elev-02891461340"), "/data/sak/id", ""},
        Case{"document_id_with_identity_number", set("/data/dokument/id", "02891461340"), "/data/dokument/id", ""},
        Case{"wrong_check_digit", set("/data/gjelder/fnr", "02891461341"), "/data/gjelder/fnr", ""},
        Case{"real_form_in_test", set("/data/gjelder/fnr", "13094570055"), "/data/gjelder/fnr", "syntetiske"},
        Case{"missing_hjemmel", without("/data/taushetsplikt/hjemmel"), "/data/taushetsplikt/hjemmel", ""},
        Case{"missing_taushetsplikt", without("/data/taushetsplikt"), "/data/taushetsplikt", ""},
        Case{"open_from_a_shielded_source", set(kShielded, false), kShielded, "satt opp som skjermet"},
        Case{"flag_missing", without(kShielded), kShielded, "mangler"},
        Case{"unknown_document_type", set("/data/dokument/type", "ANNET"), "/data/dokument/type",
             "dokumenttype.<kode>"},
        Case{"unknown_direction", set("/data/dokument/retning", "OPP"), "/data/dokument/retning", "UT, INN, INT"},
        Case{"no_29_february", set("/data/dokument/dato", "2026-02-29"), "/data/dokument/dato", "ÅÅÅÅ-MM-DD"},
        Case{"no_30_february", set("/data/dokument/dato", "2026-02-30"), "/data/dokument/dato", "ÅÅÅÅ-MM-DD"},
        Case{"no_files", set("/data/dokument/filer", Json::array()), "/data/dokument/filer", ""},
        Case{"no_main_file", set("/data/dokument/filer/1/rolle", "VEDLEGG"), "/data/dokument/filer", "Nøyaktig én"},
        Case{"two_main_files", set("/data/dokument/filer/0/rolle", "HOVEDDOKUMENT"), "/data/dokument/filer",
             "Nøyaktig én"},
        Case{"file_name_used_twice", set("/data/dokument/filer/2/filnavn", "v1.jpg"), "/data/dokument/filer/2/filnavn",
             "brukt to ganger"},
        Case{"file_name_with_path", set("/data/dokument/filer/0/filnavn", "..\\x.pdf"),
             "/data/dokument/filer/0/filnavn", ""},
        Case{"file_without_url", without("/data/dokument/filer/0/url"), "/data/dokument/filer/0/url", ""},
        Case{"local_file", set("/data/dokument/filer/0/url", "file:///etc/passwd"), "/data/dokument/filer/0/url", ""},
        Case{"file_without_hash", without("/data/dokument/filer/0/sha256"), "/data/dokument/filer/0/sha256", ""},
        Case{"file_with_a_hash_that_is_none", set("/data/dokument/filer/0/sha256", std::string(64, 'g')),
             "/data/dokument/filer/0/sha256", "SHA-256"},
        Case{"empty_file", set("/data/dokument/filer/0/bytes", 0), "/data/dokument/filer/0/bytes", "heltall fra 1"},
        Case{"outgoing_without_recipients", without("/data/mottakere"), "/data/mottakere", ""},
        Case{"outgoing_to_nobody", set("/data/mottakere", Json::array()), "/data/mottakere", "minst én mottaker"},
        Case{"recipient_of_unknown_kind", set("/data/mottakere/0/type", "HUND"), "/data/mottakere/0/type",
             "PERSON, VIRKSOMHET"},
        Case{"postal_code_of_three_digits", set("/data/mottakere/0/adresse/postnummer", "263"),
             "/data/mottakere/0/adresse/postnummer", "fire siffer"},
        Case{"country_in_small_letters", set("/data/mottakere/0/adresse/landkode", "no"),
             "/data/mottakere/0/adresse/landkode", "store bokstaver"},
        Case{"company_without_number", without("/data/mottakere/1/orgnr"), "/data/mottakere/1/orgnr", ""},
        Case{"company_number_with_wrong_digit", set("/data/mottakere/1/orgnr", "313770002"), "/data/mottakere/1/orgnr",
             "organisasjonsnummer"},
        Case{"outgoing_with_sender", set("/data/avsender", kSender), "/data/avsender", "Bare inngående"}),
    [](const auto& test) { return test.param.name; });

TEST(VismaToldFault, of_direction_says_which_parties_belong_to_it) {
  const auto told = [](const char* retning, const Json& change) {
    const auto parsed = HendelseFormat().parse(changed(test::whole_event(retning), change).dump(), test::source_of());
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
