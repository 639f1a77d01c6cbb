#include "sample_submission.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/support/json_messages.hpp>

#include <gmock/gmock.h>

namespace fangst::codec {
namespace {

using support::changed;
using support::set;
using support::without;
using testing::HasSubstr;
using Json = nlohmann::json;

/// What is changed in the submission, where the fault is, and words of what the sender is then told
/// (empty: any).
struct Case {
  const char* name;
  Json change;
  std::string pointer, words;
};

class ToldFault : public testing::TestWithParam<Case> {};

TEST_P(ToldFault, names_the_field_and_what_to_mend) {
  const auto json = changed(Json::parse(test::kVedtak), GetParam().change);
  const auto content = from_json(json.dump(), model::IdentityRealm::synthetic);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().kind(), ErrorKind::invalid_input);
  ASSERT_EQ(content.error().fields().size(), 1U);
  EXPECT_EQ(content.error().fields()[0].pointer, GetParam().pointer);
  EXPECT_THAT(content.error().fields()[0].message, HasSubstr(GetParam().words));
}

const std::string kParts = "/journalpost/korrespondansepart", kDocuments = "/dokumenter",
                  kClass = "/sak/klassifikasjon/0";

INSTANTIATE_TEST_SUITE_P(
    SubmissionJson, ToldFault,
    testing::Values(
        Case{"key_with_identity_number", set("/eksternNoekkel", "vedtak-14833821238"), "/eksternNoekkel",
             "fødselsnummer"},
        Case{"key_with_newline", set("/eksternNoekkel", "a\nb"), "/eksternNoekkel", ""},
        Case{"key_too_long", set("/eksternNoekkel", std::string(201, 'k')), "/eksternNoekkel", ""},
        Case{"key_of_a_number", set("/eksternNoekkel", 5), "/eksternNoekkel", ""},
        Case{"case_key_with_identity_number", set("/sak/eksternNoekkel/noekkel", "14833821238"),
             "/sak/eksternNoekkel/noekkel", ""},
        Case{"type_with_capitals", set("/type", "Vedtak"), "/type", "ett ord med små bokstaver"},
        Case{"null_is_not_absent", set("/sak/mappetype", nullptr), "/sak/mappetype", ""},
        Case{"blank_title", set("/sak/tittel", "   "), "/sak/tittel", "Feltet er tomt"},
        Case{"title_too_long", set("/sak/tittel", std::string(501, 't')), "/sak/tittel", "høyst 500 tegn"},
        Case{"title_of_two_lines", set("/sak/tittel", "a\nb"), "/sak/tittel", "linjeskift"},
        Case{"title_that_turns_direction", set("/sak/tittel", "a\u202Eb"), "/sak/tittel", ""},
        Case{"public_title_with_identity_number", set("/sak/offentligTittel", "Gjelder 14833821238"),
             "/sak/offentligTittel", "*****"},
        Case{"wrong_check_digit_in_class", set(kClass + "/klasseID", "14833821239"), kClass + "/klasseID", ""},
        Case{"open_class_of_a_person", set(kClass + "/erSkjermet", false), kClass + "/erSkjermet",
             "alltid være skjermet"},
        Case{"skjerming_without_hjemmel", without("/sak/skjerming/skjermingshjemmel"),
             "/sak/skjerming/skjermingshjemmel", ""},
        Case{"skjerming_with_blank_hjemmel", set("/journalpost/skjerming/skjermingshjemmel", ""),
             "/journalpost/skjerming/skjermingshjemmel", ""},
        Case{"skjerming_as_list", set("/journalpost/skjerming", Json::array()), "/journalpost/skjerming",
             "skal være et objekt"},
        Case{"part_without_name", without("/sak/part/0/navn"), "/sak/part/0/navn", "Feltet mangler"},
        Case{"real_form_in_test", set("/sak/part/0/personidentifikator", "13094570055"),
             "/sak/part/0/personidentifikator", "syntetiske"},
        Case{"flag_as_text", set("/sak/part/0/erSkjermet", "true"), "/sak/part/0/erSkjermet", "true eller false"},
        Case{"part_as_text", set("/sak/part/0", "Olga"), "/sak/part/0", "skal være et objekt"},
        Case{"unknown_journalposttype", set("/journalpost/journalposttype", "Z"), "/journalpost/journalposttype",
             "I, U, N, X, S"},
        Case{"incoming_cannot_be_dispatched", set("/journalpost/journalposttype", "I"), "/journalpost/journalposttype",
             "Bare utgående"},
        Case{"date_with_time", set("/journalpost/forfallsdato", "2026-04-07T00:00:00Z"), "/journalpost/forfallsdato",
             "ÅÅÅÅ-MM-DD"},
        Case{"unknown_party_type", set(kParts + "/0/korrespondanseparttype", "XX"),
             kParts + "/0/korrespondanseparttype", ""},
        Case{"wrong_organisation_number", set(kParts + "/1/organisasjonsnummer", "123456789"),
             kParts + "/1/organisasjonsnummer", ""},
        Case{"both_identities", set(kParts + "/1/personidentifikator", "14833821238"),
             kParts + "/1/organisasjonsnummer", "ikke begge"},
        Case{"unreachable_recipient", without(kParts + "/1/organisasjonsnummer"), kParts + "/1", "kan ikke nås"},
        Case{"dispatch_to_nobody", without(kParts), kParts, "ingen mottaker"},
        Case{"short_postcode", set(kParts + "/0/adresse/postnummer", "263"), kParts + "/0/adresse/postnummer", ""},
        Case{"missing_postcode", without(kParts + "/0/adresse/postnummer"), kParts + "/0/adresse/postnummer", ""},
        Case{"country_in_lower_case", set(kParts + "/0/adresse/landkode", "no"), kParts + "/0/adresse/landkode", ""},
        Case{"no_documents", set("/dokumenter", Json::array()), "/dokumenter", "minst ett element"},
        Case{"documents_as_object", set("/dokumenter", Json::object()), "/dokumenter", "skal være en liste"},
        Case{"attachment_first", set(kDocuments + "/0/tilknyttetRegistreringSom", "V"),
             kDocuments + "/0/tilknyttetRegistreringSom", "Det første"},
        Case{"two_main_documents", set(kDocuments + "/1/tilknyttetRegistreringSom", "H"),
             kDocuments + "/1/tilknyttetRegistreringSom", "bare være ett"},
        Case{"same_file_name_twice", set(kDocuments + "/1/filnavn", "vedtak.pdf"), kDocuments + "/1/filnavn",
             "brukt to ganger"},
        Case{"file_name_with_folder", set(kDocuments + "/1/filnavn", "a/b.pdf"), kDocuments + "/1/filnavn", ""},
        Case{"file_name_with_backslash", set(kDocuments + "/1/filnavn", "C:\\b.pdf"), kDocuments + "/1/filnavn", ""},
        Case{"file_name_of_dots", set(kDocuments + "/1/filnavn", ".."), kDocuments + "/1/filnavn", ""},
        Case{"mime_type_without_slash", set(kDocuments + "/1/mimeType", "pdf"), kDocuments + "/1/mimeType", ""},
        Case{"mime_type_with_header_injection", set(kDocuments + "/1/mimeType", "a/b\r\nX: y"),
             kDocuments + "/1/mimeType", ""},
        Case{"short_hash", set(kDocuments + "/0/sjekksum", "9f86"), kDocuments + "/0/sjekksum", "SHA-256"},
        Case{"empty_file", set(kDocuments + "/0/filstoerrelse", 0), kDocuments + "/0/filstoerrelse",
             "fra 1 til 1099511627776"},
        Case{"negative_size", set(kDocuments + "/0/filstoerrelse", -1), kDocuments + "/0/filstoerrelse", ""},
        Case{"size_as_text", set(kDocuments + "/0/filstoerrelse", "5"), kDocuments + "/0/filstoerrelse", ""},
        Case{"file_url", set(kDocuments + "/0/url", "file:///etc/passwd"), kDocuments + "/0/url", ""},
        Case{"url_with_password", set(kDocuments + "/0/url", "https://u:p@example.no/"), kDocuments + "/0/url", ""},
        Case{"url_with_identity_number", set(kDocuments + "/0/url", "https://example.no/14833821238"),
             kDocuments + "/0/url", ""},
        Case{"unknown_kind_of_letter", set("/forsendelse/innhold", "reklame"), "/forsendelse/innhold",
             "enkeltvedtak, servicemelding"},
        Case{"unknown_member_at_the_top", set("/ekstra", 1), "/ekstra", "Feltet er ukjent"},
        Case{"type_that_begins_with_a_hyphen", set("/type", "-vedtak"), "/type", "ett ord med små bokstaver"},
        Case{"type_that_begins_with_an_underscore", set("/type", "_vedtak"), "/type", "ett ord med små bokstaver"},
        Case{"no_title", without("/sak/tittel"), "/sak/tittel", "Feltet mangler"},
        Case{"no_case", without("/sak"), "/sak", "Feltet mangler"},
        Case{"title_of_a_number", set("/sak/tittel", 5), "/sak/tittel", "skal være en tekst"},
        Case{"public_title_of_an_identity_number", set("/sak/offentligTittel", "14833821238"), "/sak/offentligTittel",
             "*****"},
        Case{"public_title_of_the_post_of_an_identity_number", set("/journalpost/offentligTittel", "14833821238"),
             "/journalpost/offentligTittel", "*****"},
        Case{"skjerming_as_number", set("/sak/skjerming", 1), "/sak/skjerming", "skal være et objekt"},
        Case{"parts_as_number", set("/sak/part", 1), "/sak/part", "skal være en liste"},
        Case{"part_as_number", set("/sak/part/0", 1), "/sak/part/0", "skal være et objekt"},
        Case{"flag_as_number", set("/sak/part/0/erSkjermet", 1), "/sak/part/0/erSkjermet", "true eller false"},
        Case{"class_of_the_real_form_in_test", set(kClass + "/klasseID", "13094570055"), kClass + "/klasseID",
             "syntetiske"},
        Case{"note_cannot_be_dispatched", set("/journalpost/journalposttype", "N"), "/journalpost/journalposttype",
             "Bare utgående"},
        Case{"date_in_norwegian", set("/journalpost/forfallsdato", "7.4.2026"), "/journalpost/forfallsdato",
             "ÅÅÅÅ-MM-DD"},
        Case{"unknown_variant", set(kDocuments + "/1/variantformat", "X"), kDocuments + "/1/variantformat",
             "A, P, O, S"},
        Case{"hash_of_other_letters", set(kDocuments + "/1/sjekksum", std::string(64, 'x')), kDocuments + "/1/sjekksum",
             "SHA-256"},
        Case{"empty_second_file", set(kDocuments + "/1/filstoerrelse", 0), kDocuments + "/1/filstoerrelse",
             "fra 1 til 1099511627776"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace fangst::codec
