#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

struct DigipostMessage : testing::Test, support::SignedDigipost {
  void give_address() { letter.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "Oslo", ""}; }
};

TEST_F(DigipostMessage, names_key_sender_person_and_document) {
  const auto xml = message();
  const auto root = xml.root();
  EXPECT_EQ(root.text_at(kNs, "message-id"), letter.key.str());
  EXPECT_EQ(root.text_at(kNs, "sender-id"), "2002");
  EXPECT_EQ(root.text_at(kNs, "recipient/personal-identification-number"), "06868710045");
  EXPECT_FALSE(root.find(kNs, "recipient/print-details"));
  EXPECT_EQ(root.text_at(kNs, "primary-document/uuid"), letter.dokumenter[0].id);
  EXPECT_EQ(root.text_at(kNs, "primary-document/subject"), "Vedtak om helsetjenester");
  EXPECT_EQ(root.text_at(kNs, "primary-document/file-type"), "pdf");
  EXPECT_EQ(root.text_at(kNs, "primary-document/authentication-level"), "TWO_FACTOR");
  EXPECT_EQ(root.text_at(kNs, "primary-document/sensitivity-level"), "NORMAL");
}

TEST_F(DigipostMessage, lets_no_document_title_of_a_shielded_record_out) {
  letter.skjermet = true;
  letter.dokumenter.push_back(letter.dokumenter[0]);
  letter.dokumenter[1].id.clear();
  letter.dokumenter[1].tittel = "Epikrise for Kari";
  message();
  const auto text = sent_parts(1).at(0).body;
  EXPECT_EQ(text.find("hjemmesykepleie"), std::string::npos);
  EXPECT_EQ(text.find("Epikrise"), std::string::npos);
  EXPECT_EQ(text.find("NORMAL"), std::string::npos);
  EXPECT_EQ(sent_message().root().text_at(kNs, "attachment/subject"), "Vedlegg 1");
  EXPECT_EQ(sent_message().root().text_at(kNs, "attachment/sensitivity-level"), "SENSITIVE");
}

TEST_F(DigipostMessage, offers_paper_when_the_address_is_known_and_all_is_pdf) {
  give_address();
  const auto xml = message();
  const auto print = xml.root().find(kNs, "recipient/print-details");
  ASSERT_TRUE(print);
  EXPECT_TRUE(xml.root().find(kNs, "recipient/personal-identification-number"));
  EXPECT_EQ(print->text_at(kNs, "recipient/name"), "Kari Nordmann");
  EXPECT_EQ(print->text_at(kNs, "recipient/norwegian-address/zip-code"), "0155");
  EXPECT_EQ(print->text_at(kNs, "return-address/norwegian-address/addressline1"), "Rådhusgata 1");
  EXPECT_EQ(print->text_at(kNs, "nondeliverable-handling"), "RETURN_TO_SENDER");
}

TEST_F(DigipostMessage, goes_straight_to_print_without_naming_the_person) {
  letter.is_paper = true;
  give_address();
  letter.mottaker.adresse->landkode = "SE";
  message();
  EXPECT_EQ(sent_parts(1).at(0).body.find("06868710045"), std::string::npos);
  const auto xml = sent_message();
  const auto address = xml.root().find(kNs, "recipient/print-details/recipient/foreign-address");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->text_at(kNs, "addressline4"), "0155 Oslo");
  EXPECT_EQ(address->text_at(kNs, "country-code"), "SE");
}

TEST_F(DigipostMessage, sends_to_an_organisation_by_its_number) {
  letter.mottaker.personidentifikator = {};
  letter.mottaker.organisasjonsnummer = "910077473";
  EXPECT_EQ(message().root().text_at(kNs, "recipient/organisation-number"), "910077473");
}

TEST_F(DigipostMessage, escapes_and_cuts_titles_without_breaking_characters) {
  letter.tittel = "Å <b> & \"x\"\n" + std::string(100, 'a');
  for (int i = 0; i < 200; ++i) letter.tittel += "å";
  const auto xml = message();
  const auto subject = xml.root().text_at(kNs, "primary-document/subject");
  EXPECT_EQ(subject.substr(0, 14), "Å <b> & \"x\" a");
  EXPECT_EQ(subject.substr(subject.size() - 5), "å…");
  std::size_t characters = 0;
  for (const char c : subject) characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  EXPECT_EQ(characters, 255U);
}

TEST_F(DigipostMessage, derives_missing_document_ids_from_the_key_and_writes_ids_in_lower_case) {
  letter.dokumenter[0].id = "9F6A1B1E-3C1F-5D0A-9A52-0F4B9F1C2D11";
  letter.dokumenter.push_back(letter.dokumenter[0]);
  letter.dokumenter[1].id.clear();
  const auto xml = message();
  EXPECT_EQ(xml.root().text_at(kNs, "primary-document/uuid"), "9f6a1b1e-3c1f-5d0a-9a52-0f4b9f1c2d11");
  EXPECT_EQ(xml.root().text_at(kNs, "attachment/uuid"), "3a1d25fc-bdeb-5e61-8fe6-77e9466465e6");
}

}  // namespace
}  // namespace fangst::digipost
