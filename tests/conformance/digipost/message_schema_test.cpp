#include "schema_validator.hpp"

#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

struct DigipostSchema : testing::Test, support::SignedDigipost {
  void SetUp() override {
    if (!validator()) GTEST_SKIP() << "Digipost's official schema is not at hand (FANGST_OFFICIAL_SCHEMAS)";
  }
  static const std::optional<SchemaValidator>& validator() {
    static const auto loaded = SchemaValidator::load();
    return loaded;
  }
  std::string sent_xml() {
    http.then(root()).then(delivery());
    const auto receipt = send();
    return receipt ? sent_parts(1).at(0).body : "not sent: " + receipt.error().code();
  }
  std::string fault() {
    const auto xml = sent_xml();
    const auto found = validator()->fault_of(xml);
    return found.empty() ? found : found + "\n" + xml;
  }
  void add_document(const std::string& title) {
    const auto bytes = "%PDF-1.7 " + title;
    letter.dokumenter.push_back({"", title, "vedlegg.pdf", "application/pdf", documents.put(bytes), bytes.size()});
  }
};

TEST_F(DigipostSchema, takes_a_digital_letter) { EXPECT_EQ(fault(), ""); }

TEST_F(DigipostSchema, takes_a_digital_letter_with_paper_as_fallback) {
  letter.mottaker.adresse = model::Adresse{"Storgata 1", "H0201", "c/o Nordmann", "0155", "Oslo", "NO"};
  EXPECT_EQ(fault(), "");
}

TEST_F(DigipostSchema, takes_a_letter_straight_to_print_abroad) {
  letter.is_paper = true;
  letter.mottaker.adresse = model::Adresse{"Vasagatan 1", "", "", "111 20", "Stockholm", "SE"};
  EXPECT_EQ(fault(), "");
}

TEST_F(DigipostSchema, takes_a_letter_to_an_organisation) {
  letter.mottaker.personidentifikator = {};
  letter.mottaker.organisasjonsnummer = "910077473";
  EXPECT_EQ(fault(), "");
}

TEST_F(DigipostSchema, takes_a_shielded_letter_with_the_most_attachments) {
  letter.skjermet = true;
  for (int i = 0; i < 99; ++i) add_document("Vedlegg");
  EXPECT_EQ(fault(), "");
}

TEST_F(DigipostSchema, takes_long_and_strange_texts) {
  letter.tittel = "<&>\"' \t\x01 😀 " + std::string(400, 'x');
  for (int i = 0; i < 300; ++i) letter.mottaker.navn += "å";
  letter.mottaker.adresse = model::Adresse{std::string(100, 'g'), "", "", "0155", std::string(80, 'p'), ""};
  letter.dokumenter[0].id = "9F6A1B1E-3C1F-5D0A-9A52-0F4B9F1C2D11";
  add_document(std::string(256, 'y') + "æ");
  EXPECT_EQ(fault(), "");
}

TEST_F(DigipostSchema, takes_every_authentication_level) {
  for (const auto* level : {"PASSWORD", "TWO_FACTOR", "IDPORTEN_3", "IDPORTEN_4"}) {
    support::SignedDigipost peer;
    peer.settings.authentication_level = level;
    peer.http.then(peer.root()).then(peer.delivery());
    ASSERT_TRUE(peer.send());
    EXPECT_EQ(validator()->fault_of(peer.sent_parts(1).at(0).body), "") << level;
  }
}

TEST_F(DigipostSchema, takes_the_answers_that_the_unit_tests_are_read_from) {
  const support::ScriptedHttpClient::Call call{{"GET", "https://a.test/x", {}, {}, nullptr}, {}};
  for (const auto& answered : {root(), delivery(), document_status("DELIVERED"), error(400, "X", "CLIENT_DATA")}) {
    const auto body = answered(call)->body;
    EXPECT_EQ(validator()->fault_of(body), "") << body;
  }
}

TEST_F(DigipostSchema, would_notice_a_fault) {
  auto xml = sent_xml();
  xml.replace(xml.find("9f6a1b1e"), 8, "9F6A1B1E");
  EXPECT_NE(validator()->fault_of(xml), "");
}

}  // namespace
}  // namespace fangst::digipost
