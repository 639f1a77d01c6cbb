#include "sample_submission.hpp"

#include <fangst/codec/submission_json.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace fangst::codec {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

/// What is changed in the submission, where the fault is, and words of what the sender is then told.
struct Row {
  Json change;
  std::string pointer, words;
};

Json set(const std::string& path, const Json& value) { return {{"op", "add"}, {"path", path}, {"value", value}}; }
Json without(const std::string& path) { return {{"op", "remove"}, {"path", path}}; }

class ToldFault : public testing::TestWithParam<Row> {};

TEST_P(ToldFault, says_what_to_mend) {
  const auto json = Json::parse(test::kVedtak).patch(Json::array({GetParam().change}));
  const auto content = from_json(json.dump(), model::IdentityRealm::synthetic);
  ASSERT_FALSE(content) << GetParam().change;
  ASSERT_EQ(content.error().fields().size(), 1U);
  EXPECT_EQ(content.error().fields()[0].pointer, GetParam().pointer);
  EXPECT_THAT(content.error().fields()[0].message, HasSubstr(GetParam().words));
}

const std::string kParts = "/journalpost/korrespondansepart", kSecond = "/dokumenter/1",
                  kClass = "/sak/klassifikasjon/0";

INSTANTIATE_TEST_SUITE_P(
    SubmissionJson, ToldFault,
    testing::Values(
        Row{set("/type", "Vedtak"), "/type", "ett ord med små bokstaver"},
        Row{set("/type", "-vedtak"), "/type", "ett ord med små bokstaver"},
        Row{set("/type", "_vedtak"), "/type", "ett ord med små bokstaver"},
        Row{without("/sak/tittel"), "/sak/tittel", "Feltet mangler"}, Row{without("/sak"), "/sak", "Feltet mangler"},
        Row{set("/sak/tittel", 5), "/sak/tittel", "skal være en tekst"},
        Row{set("/sak/tittel", " "), "/sak/tittel", "Feltet er tomt"},
        Row{set("/sak/tittel", std::string(501, 'x')), "/sak/tittel", "høyst 500 tegn"},
        Row{set("/sak/tittel", "a\nb"), "/sak/tittel", "linjeskift"},
        Row{set("/sak/offentligTittel", "14833821238"), "/sak/offentligTittel", "*****"},
        Row{set("/journalpost/offentligTittel", "14833821238"), "/journalpost/offentligTittel", "*****"},
        Row{set("/sak/skjerming", 1), "/sak/skjerming", "skal være et objekt"},
        Row{set("/sak/part", 1), "/sak/part", "skal være en liste"},
        Row{set("/sak/part/0", 1), "/sak/part/0", "skal være et objekt"},
        Row{set("/sak/part/0/erSkjermet", 1), "/sak/part/0/erSkjermet", "true eller false"},
        Row{set(kClass + "/erSkjermet", false), kClass + "/erSkjermet", "alltid være skjermet"},
        Row{set(kClass + "/klasseID", "13094570055"), kClass + "/klasseID", "syntetiske"},
        Row{set(kParts + "/1/personidentifikator", "14833821238"), kParts + "/1/organisasjonsnummer", "ikke begge"},
        Row{without(kParts + "/1/organisasjonsnummer"), kParts + "/1", "kan ikke nås"},
        Row{without(kParts), kParts, "ingen mottaker"},
        Row{set("/journalpost/journalposttype", "N"), "/journalpost/journalposttype", "Bare utgående"},
        Row{set("/journalpost/journalposttype", "Z"), "/journalpost/journalposttype", "I, U, N, X, S"},
        Row{set("/journalpost/forfallsdato", "7.4.2026"), "/journalpost/forfallsdato", "ÅÅÅÅ-MM-DD"},
        Row{set("/dokumenter", Json::array()), "/dokumenter", "minst ett element"},
        Row{set("/dokumenter/0/tilknyttetRegistreringSom", "V"), "/dokumenter/0/tilknyttetRegistreringSom",
            "Det første"},
        Row{set(kSecond + "/tilknyttetRegistreringSom", "H"), kSecond + "/tilknyttetRegistreringSom", "bare være ett"},
        Row{set(kSecond + "/variantformat", "X"), kSecond + "/variantformat", "A, P, O, S"},
        Row{set(kSecond + "/filnavn", "vedtak.pdf"), kSecond + "/filnavn", "brukt to ganger"},
        Row{set(kSecond + "/sjekksum", std::string(64, 'x')), kSecond + "/sjekksum", "SHA-256"},
        Row{set(kSecond + "/filstoerrelse", 0), kSecond + "/filstoerrelse", "fra 1 til 1099511627776"},
        Row{set("/forsendelse/innhold", "x"), "/forsendelse/innhold", "enkeltvedtak, servicemelding"},
        Row{set("/ekstra", 1), "/ekstra", "Feltet er ukjent"}),
    [](const auto& test) { return "row_" + std::to_string(test.index); });

TEST(SubmissionJson, may_have_a_main_document_in_each_format_and_any_number_of_attachments) {
  auto json = Json::parse(test::kVedtak);
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
      auto json = Json::parse(test::kVedtak);
      json["forsendelse"]["ekspeder"] = is_sent;
      json["journalpost"]["korrespondansepart"].push_back({{"korrespondanseparttype", type}, {"navn", "Ukjent"}});
      const bool is_recipient = type == std::string("EM") || type == std::string("EK");
      EXPECT_EQ(from_json(json.dump(), model::IdentityRealm::synthetic).has_value(), !is_sent || !is_recipient) << type;
      json["journalpost"]["korrespondansepart"].back()["forsendelsesmaate"] = model::kSendtAvFagsystem;
      EXPECT_TRUE(from_json(json.dump(), model::IdentityRealm::synthetic)) << type;
    }
  }
}

}  // namespace
}  // namespace fangst::codec
