#include "sample_submission.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace fangst::codec {
namespace {

using model::IdentityRealm;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using Json = nlohmann::json;

Json vedtak() { return Json::parse(test::kVedtak); }

model::SubmissionContent read(const Json& json) {
  auto content = from_json(json.dump(), IdentityRealm::synthetic);
  if (!content) {
    ADD_FAILURE() << content.error().private_detail();
    for (const auto& field : content.error().fields()) ADD_FAILURE() << field.pointer << ": " << field.message;
    return {};
  }
  return *content;
}

std::vector<std::string> faulty_fields(std::string_view json, IdentityRealm realm = IdentityRealm::synthetic) {
  const auto content = from_json(json, realm);
  if (content) return {"(accepted)"};
  EXPECT_EQ(content.error().kind(), ErrorKind::invalid_input);
  std::vector<std::string> pointers;
  for (const auto& field : content.error().fields()) pointers.push_back(field.pointer);
  return pointers;
}

TEST(SubmissionJson, reads_every_field) {
  const auto content = read(vedtak());
  EXPECT_EQ(content.external_key.str(), "GERICA-VEDTAK-2026-001187");
  EXPECT_EQ(content.type, "vedtak");
  EXPECT_EQ(content.sak.ekstern_noekkel.fagsystem, "Gerica");
  EXPECT_EQ(content.sak.klassifikasjon.at(0).klasse_id, "14833821238");
  EXPECT_TRUE(content.sak.klassifikasjon.at(0).er_skjermet);
  EXPECT_EQ(model::to_string(*content.sak.skjerming->skjerming_opphoerer_dato), "2086-03-10");
  EXPECT_EQ(content.sak.part.at(0).rolle, "KLI");
  EXPECT_EQ(content.journalpost.tittel, "Vedtak om \"hjemmesykepleie\" \\ æøå");
  EXPECT_EQ(model::to_string(*content.journalpost.forfallsdato), "2026-04-07");
  EXPECT_EQ(content.journalpost.korrespondansepart.at(0).adresse->adresselinje3, "3. etasje");
  EXPECT_EQ(content.journalpost.korrespondansepart.at(1).organisasjonsnummer, "313770001");
  EXPECT_EQ(content.dokumenter.at(0).filstoerrelse, 91822U);
  EXPECT_TRUE(content.forsendelse.ekspeder);
}

TEST(SubmissionJson, writes_every_field_that_was_given) {
  auto given = vedtak();
  // With a shielding of every part that may have one.
  given["journalpost"]["skjerming"] = given["sak"]["skjerming"];
  given["dokumenter"][0]["sjekksum"] = std::string(64, 'a');  // Else written in lower case.
  const auto written = Json::parse(to_json(read(given)));
  const auto flat = given.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    const Json::json_pointer at(pointer);
    ASSERT_TRUE(written.contains(at)) << pointer;
    EXPECT_EQ(written.at(at), value) << pointer;
  }
}

TEST(SubmissionJson, canonical_form_has_sorted_keys_and_the_bytes_of_a_reference_writer) {
  const auto json = to_json(read(vedtak()));
  EXPECT_EQ(json, Json::parse(json).dump());
}

TEST(SubmissionJson, canonical_form_omits_what_is_absent) {
  const auto json = Json::parse(to_json(read(Json::parse(test::kSmallest))));
  EXPECT_EQ(json, Json::parse(
                      R"({"dokumenter":[{"filnavn":"d.pdf","mimeType":"application/pdf","tilknyttetRegistreringSom":"H",
    "tittel":"D","variantformat":"A"}],"eksternNoekkel":"k","forsendelse":{"ekspeder":false,"innhold":"enkeltvedtak"},
    "journalpost":{"journalposttype":"N","tittel":"Notat"},
    "sak":{"arkivdel":"A","eksternNoekkel":{"noekkel":"s"},"tittel":"Sak"},"type":"notat"})"));
}

TEST(SubmissionJson, writes_the_same_after_reading_what_it_wrote) {
  const auto once = to_json(read(vedtak()));
  EXPECT_EQ(to_json(*from_json(once, IdentityRealm::synthetic)), once);
  EXPECT_EQ(to_json(*from_stored_json(once)), once);
}

TEST(SubmissionJson, keeps_what_an_adapter_made_even_when_the_reader_would_have_refused_it) {
  auto content = read(vedtak());
  content.sak.tittel = std::string(600, 'x') + "\nto linjer";
  content.sak.part.at(0).personidentifikator = model::PersonIdentifier("123");
  content.journalpost.tittel.clear();
  content.dokumenter.clear();
  const auto stored = from_stored_json(to_json(content));
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->sak.tittel, content.sak.tittel);
  EXPECT_EQ(to_json(*stored), to_json(content));
}

TEST(SubmissionJson, keeps_every_character_as_it_came) {
  for (int value = 1; value < 128; ++value) {
    auto content = read(vedtak());
    content.sak.tittel = std::string("a") + static_cast<char>(value) + "æ" + static_cast<char>(value);
    const auto json = to_json(content);
    EXPECT_EQ(Json::parse(json)["sak"]["tittel"], content.sak.tittel) << value;
    const auto stored = from_stored_json(json);
    ASSERT_TRUE(stored) << value;
    EXPECT_EQ(stored->sak.tittel, content.sak.tittel) << value;
  }
}

TEST(SubmissionJson, tells_its_reader_which_of_what_is_stored_is_wrong) {
  const auto stored = from_stored_json(R"({"sak":{"eksternNoekkel":5}})");
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().code(), "innsending.lagret_ugyldig");
  EXPECT_THAT(stored.error().private_detail(), HasSubstr("/sak/eksternNoekkel /journalpost"));
  EXPECT_THAT(stored.error().fields(), IsEmpty());
}

TEST(SubmissionJson, stored_text_that_does_not_parse_is_corrupt) {
  for (const std::string_view text : {"", "{", "[]", R"({"type":"vedtak"})"}) {
    const auto stored = from_stored_json(text);
    ASSERT_FALSE(stored) << text;
    EXPECT_EQ(stored.error().kind(), ErrorKind::corrupt);
  }
}

TEST(SubmissionJson, the_hash_is_kept_in_lower_case) {
  EXPECT_THAT(to_json(read(vedtak())),
              HasSubstr("\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\""));
}

TEST(SubmissionJson, the_first_document_is_the_main_one_and_the_others_attachments_unless_said) {
  auto json = vedtak();
  json["dokumenter"][0].erase("tilknyttetRegistreringSom");
  const auto content = read(json);
  EXPECT_EQ(content.dokumenter.at(0).tilknyttet_registrering_som, "H");
  EXPECT_EQ(content.dokumenter.at(1).tilknyttet_registrering_som, "V");
}

TEST(SubmissionJson, names_every_faulty_field_at_once) {
  auto json = vedtak();
  json["eksternNoekkel"] = "";
  json["sak"].erase("arkivdel");
  json["journalpost"]["dokumentetsDato"] = "2026-02-30";
  json["dokumenter"][1]["filnavn"] = "../klage.pdf";
  json["dokumenter"][1]["ekstra/felt~"] = 1;
  EXPECT_THAT(faulty_fields(json.dump()),
              UnorderedElementsAre("/eksternNoekkel", "/sak/arkivdel", "/journalpost/dokumentetsDato",
                                   "/dokumenter/1/filnavn", "/dokumenter/1/ekstra~1felt~0"));
}

TEST(SubmissionJson, missing_parts_are_all_named) {
  EXPECT_THAT(faulty_fields("{}"),
              UnorderedElementsAre("/eksternNoekkel", "/type", "/sak", "/journalpost", "/dokumenter"));
}

TEST(SubmissionJson, an_error_says_nothing_of_who_it_concerns) {
  auto json = vedtak();
  json["sak"]["part"][0]["personidentifikator"] = "13094570055";
  json["12345678901"] = 1;
  json["14833821238"] = 1;
  const auto content = from_json(json.dump(), IdentityRealm::synthetic);
  ASSERT_FALSE(content);
  std::string all = content.error().public_text() + content.error().private_detail();
  for (const auto& field : content.error().fields()) all += field.pointer + field.message;
  for (const auto* secret : {"13094570055", "12345678901", "14833821238", "Olga"})
    EXPECT_THAT(all, Not(HasSubstr(secret)));
}

TEST(SubmissionJson, takes_a_synthetic_person_only_in_test) {
  EXPECT_THAT(faulty_fields(vedtak().dump(), IdentityRealm::production),
              UnorderedElementsAre("/sak/klassifikasjon/0/klasseID", "/sak/part/0/personidentifikator",
                                   "/journalpost/korrespondansepart/0/personidentifikator"));
}

TEST(SubmissionJson, refuses_a_member_given_twice) {
  auto text = std::string(test::kSmallest);
  text.insert(1, R"("type":"vedtak",)");
  EXPECT_THAT(faulty_fields(text), ElementsAre("/type"));
}

TEST(SubmissionJson, a_class_of_a_person_is_shielded_also_when_nothing_is_said) {
  auto json = vedtak();
  json["sak"]["klassifikasjon"][0].erase("erSkjermet");
  EXPECT_TRUE(read(json).sak.klassifikasjon.at(0).er_skjermet);
}

TEST(SubmissionJson, what_is_kept_is_read_as_it_was_written) {
  auto content = read(vedtak());
  content.sak.klassifikasjon.at(0).er_skjermet = false;
  EXPECT_FALSE(from_stored_json(to_json(content))->sak.klassifikasjon.at(0).er_skjermet);
}

TEST(SubmissionJson, the_escape_of_a_slash_does_not_complete_an_identity_number) {
  const auto refused = from_json(R"({"/4833821238":1})", IdentityRealm::synthetic);
  ASSERT_FALSE(refused);
  for (const auto& field : refused.error().fields()) EXPECT_FALSE(text::contains_foedselsnummer(field.pointer));
}

TEST(SubmissionJson, a_foreign_address_needs_no_postcode) {
  auto json = vedtak();
  json["journalpost"]["korrespondansepart"][0]["adresse"] = {{"adresselinje1", "Storgatan 1"}, {"landkode", "SE"}};
  EXPECT_EQ(read(json).journalpost.korrespondansepart.at(0).adresse->landkode, "SE");
}

TEST(SubmissionJson, the_main_document_may_have_a_production_variant) {
  auto json = vedtak();
  json["dokumenter"][1]["tilknyttetRegistreringSom"] = "H";
  json["dokumenter"][1]["variantformat"] = "P";
  EXPECT_EQ(read(json).dokumenter.at(1).variantformat, "P");
}

TEST(SubmissionJson, counts_characters_and_not_bytes) {
  auto json = vedtak();
  std::string title;
  for (int i = 0; i < 500; ++i) title += "å";
  json["sak"]["tittel"] = title;
  EXPECT_EQ(read(json).sak.tittel, title);
}

TEST(SubmissionJson, may_have_a_main_document_in_each_format_and_any_number_of_attachments) {
  auto json = vedtak();
  const auto document = json["dokumenter"][1];
  json["dokumenter"] = Json::array();
  const auto add = [&](const char* role, const char* variant) {
    auto one = document;
    one["filnavn"] = std::to_string(json["dokumenter"].size());
    one["tilknyttetRegistreringSom"] = role;
    one["variantformat"] = variant;
    json["dokumenter"].push_back(one);
  };
  for (const auto* variant : {"A", "P", "O", "S"}) add("H", variant);
  for (const auto* variant : {"A", "P", "A", "A"}) add("V", variant);
  EXPECT_TRUE(from_json(json.dump(), model::IdentityRealm::synthetic));
  add("H", "O");
  const auto refused = from_json(json.dump(), model::IdentityRealm::synthetic);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields().at(0).pointer, "/dokumenter/8/tilknyttetRegistreringSom");
}

TEST(SubmissionJson, is_sent_only_when_every_recipient_of_ours_can_be_reached) {
  for (const auto* type : {"EA", "EM", "EK", "IA", "IM", "IK"}) {
    for (const bool is_sent : {false, true}) {
      auto json = vedtak();
      json["forsendelse"]["ekspeder"] = is_sent;
      json["journalpost"]["korrespondansepart"].push_back({{"korrespondanseparttype", type}, {"navn", "Ukjent"}});
      const bool is_recipient = type == std::string("EM") || type == std::string("EK");
      EXPECT_EQ(from_json(json.dump(), model::IdentityRealm::synthetic).has_value(), !is_sent || !is_recipient) << type;
      json["journalpost"]["korrespondansepart"].back()["forsendelsesmaate"] = model::kSendtAvFagsystem;
      EXPECT_TRUE(from_json(json.dump(), model::IdentityRealm::synthetic)) << type;
    }
  }
}

class NotJson : public testing::TestWithParam<std::string> {};

TEST_P(NotJson, is_refused_as_such) {
  const auto content = from_json(GetParam(), IdentityRealm::synthetic);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().kind(), ErrorKind::invalid_input);
  EXPECT_EQ(content.error().code(), "innsending.ikke_json");
  EXPECT_THAT(content.error().fields(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(SubmissionJson, NotJson,
                         testing::Values("", " ", "null", "[]", "\"tekst\"", "{", "{}x", "{'a':1}", "{\"a\":1,}",
                                         "\xEF\xBB\xBF{}", "{\"type\":\"s\xF8knad\"}", "{\"type\":\"\\ud800\"}",
                                         "{\"type\":\"\xED\xA0\x80\"}", std::string("{\"a\":\"\0\"}", 9),
                                         "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}",
                                         std::string(900'000, '['), std::string("\xFF\xFE{\0}\0", 6)));

TEST(SubmissionJson, refuses_more_than_a_mebibyte) {
  const auto content = from_json(std::string(1024 * 1024 + 1, ' '), IdentityRealm::synthetic);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().kind(), ErrorKind::too_large);
}

TEST(SubmissionJson, the_list_of_faults_is_bounded) {
  std::string members;
  for (int i = 0; i < 20'000; ++i) members += "\"x" + std::to_string(i) + "\":0,";
  EXPECT_LE(faulty_fields("{" + members + "\"type\":\"v\"}").size(), 100U);
  std::string items = "0";
  for (int i = 0; i < 20'000; ++i) items += ",0";
  EXPECT_LE(faulty_fields("{\"dokumenter\":[" + items + "]}").size(), 100U);
}

TEST(Fingerprint, is_over_the_canonical_form) {
  auto without_hashes = Json::parse(test::kSmallest);
  const auto content = read(without_hashes);
  EXPECT_EQ(fingerprint(content), crypto::sha256(to_json(content)));
}

TEST(Fingerprint, ignores_the_order_and_spacing_of_the_message) {
  EXPECT_EQ(fingerprint(read(vedtak())), fingerprint(*from_json(test::kVedtak, IdentityRealm::synthetic)));
}

TEST(Fingerprint, follows_the_hash_of_a_document_and_not_where_it_was_fetched) {
  const auto content = read(vedtak());
  auto moved = content;
  moved.dokumenter[0].url = "https://annet.example.no/2";
  moved.dokumenter[0].filstoerrelse.reset();
  EXPECT_EQ(fingerprint(moved), fingerprint(content));
  auto changed = content;
  changed.dokumenter[0].sjekksum->bytes[0] ^= 1U;
  EXPECT_NE(fingerprint(changed), fingerprint(content));
}

TEST(Fingerprint, follows_every_other_field) {
  const auto json = Json::parse(to_json(read(vedtak()))).flatten();
  const auto original = fingerprint(read(vedtak()));
  for (const auto& [pointer, value] : json.items()) {
    if (pointer == "/dokumenter/0/url" || pointer == "/dokumenter/0/filstoerrelse") continue;
    auto other = json;
    other[pointer] = value.is_boolean() ? Json(!value.get<bool>()) : Json("2020-01-01");
    if (pointer == "/dokumenter/0/sjekksum") other[pointer] = std::string(64, 'a');
    if (pointer == "/forsendelse/innhold") other[pointer] = "servicemelding";
    const auto changed = from_stored_json(other.unflatten().dump());
    ASSERT_TRUE(changed) << pointer;
    EXPECT_NE(fingerprint(*changed), original) << pointer;
  }
}

}  // namespace
}  // namespace fangst::codec
