#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

/// Each field of a letter has a value that no other has, and stands in its own element of the message.
struct EveryField : testing::Test, support::SignedDigipost {
  EveryField() {
    letter.tittel = "tittel";
    letter.mottaker.navn = "mottaker";
    letter.mottaker.adresse = model::Adresse{"linje 1", "linje 2", "linje 3", "2630", "Ringebu", "NO"};
    letter.retur = model::Adresse{"retur 1", "retur 2", "retur 3", "5020", "Bergen", "NO"};
    letter.avsender_navn = "avsender";
    letter.skjermet = false;
    auto& first = letter.dokumenter.at(0);
    first.tittel = "dokument 1";
    auto second = first;
    second.id = "0198c1de-0000-7000-8000-0000000000b2";
    second.tittel = "dokument 2";
    second.filnavn = "fil2.pdf";
    letter.dokumenter.push_back(second);
  }

  static void expect_address(const schemas::XmlNode& node, const std::string& name, const std::string& prefix,
                             const std::string& code, const std::string& city) {
    EXPECT_EQ(node.text_at(kNs, "name"), name);
    EXPECT_EQ(node.text_at(kNs, "norwegian-address/addressline1"), prefix + " 1");
    EXPECT_EQ(node.text_at(kNs, "norwegian-address/addressline2"), prefix + " 2");
    EXPECT_EQ(node.text_at(kNs, "norwegian-address/addressline3"), prefix + " 3");
    EXPECT_EQ(node.text_at(kNs, "norwegian-address/zip-code"), code);
    EXPECT_EQ(node.text_at(kNs, "norwegian-address/city"), city);
  }
};

TEST_F(EveryField, of_a_letter_has_its_place_in_the_message) {
  const auto xml = message();
  const auto root = xml.root();
  EXPECT_EQ(root.text_at(kNs, "message-id"), letter.key.str());
  EXPECT_EQ(root.text_at(kNs, "sender-id"), std::to_string(settings.sender_id));
  EXPECT_NE(settings.sender_id, settings.broker_id);
  EXPECT_EQ(root.text_at(kNs, "recipient/personal-identification-number"),
            letter.mottaker.personidentifikator.reveal());
  const auto print = root.find(kNs, "recipient/print-details");
  ASSERT_TRUE(print);
  expect_address(*print->find(kNs, "recipient"), "mottaker", "linje", "2630", "Ringebu");
  expect_address(*print->find(kNs, "return-address"), "avsender", "retur", "5020", "Bergen");
}

TEST_F(EveryField, of_each_document_has_its_place_in_the_message) {
  letter.dokumenter[1].mime_type = "image/png";
  letter.dokumenter[1].filnavn = "fil2.png";
  const auto xml = message();
  const auto root = xml.root();
  EXPECT_EQ(root.text_at(kNs, "primary-document/uuid"), letter.dokumenter[0].id);
  EXPECT_EQ(root.text_at(kNs, "primary-document/subject"), "tittel");
  EXPECT_EQ(root.text_at(kNs, "primary-document/file-type"), "pdf");
  EXPECT_EQ(root.text_at(kNs, "attachment/uuid"), letter.dokumenter[1].id);
  EXPECT_EQ(root.text_at(kNs, "attachment/subject"), "dokument 2");
  EXPECT_EQ(root.text_at(kNs, "attachment/file-type"), "png");
  for (const auto* document : {"primary-document", "attachment"}) {
    EXPECT_EQ(root.text_at(kNs, std::string(document) + "/authentication-level"), settings.authentication_level);
    EXPECT_EQ(root.text_at(kNs, std::string(document) + "/sensitivity-level"), "NORMAL");
  }
  const auto parts = sent_parts(1);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_NE(parts[1].disposition.find(letter.dokumenter[0].id), std::string::npos);
  EXPECT_NE(parts[2].disposition.find(letter.dokumenter[1].id), std::string::npos);
}

}  // namespace
}  // namespace fangst::digipost
