#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

namespace fangst::digipost {
namespace {

constexpr std::string_view kNs = "http://api.digipost.no/schema/v8";

struct DigipostMessage : testing::Test, support::SignedDigipost {
  schemas::XmlDocument message() {
    http.then(root()).then(delivery());
    const auto receipt = send();
    if (!receipt) throw std::runtime_error(receipt.error().code());
    return sent_message();
  }
  std::string refusal() {
    const auto receipt = send();
    if (receipt) return "sent";
    EXPECT_EQ(receipt.error().kind(), ErrorKind::invalid_input);
    EXPECT_TRUE(http.calls().empty());
    return receipt.error().code();
  }
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

TEST_F(DigipostMessage, is_sensitive_for_a_shielded_recipient_and_until_the_record_is_known_to_be_open) {
  letter.mottaker.er_skjermet = true;
  EXPECT_EQ(message().root().text_at(kNs, "primary-document/sensitivity-level"), "SENSITIVE");
  EXPECT_TRUE(ports::OutgoingLetter{}.skjermet);
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

TEST_F(DigipostMessage, offers_no_paper_for_what_cannot_be_printed) {
  give_address();
  letter.dokumenter[0].mime_type = "image/png";
  const auto xml = message();
  EXPECT_FALSE(xml.root().find(kNs, "recipient/print-details"));
  EXPECT_EQ(xml.root().text_at(kNs, "primary-document/file-type"), "png");
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

TEST_F(DigipostMessage, prefers_the_return_address_of_the_letter) {
  give_address();
  letter.retur = model::Adresse{"Postboks 1", "", "", "5020", "Bergen", "NO"};
  EXPECT_EQ(message().root().text_at(kNs, "recipient/print-details/return-address/norwegian-address/city"), "Bergen");
}

TEST_F(DigipostMessage, refuses_to_print_what_cannot_be_printed) {
  letter.is_paper = true;
  EXPECT_EQ(refusal(), "digipost.kan_ikke_skrives_ut");
  give_address();
  letter.mottaker.adresse->postnummer = "  ";
  EXPECT_EQ(refusal(), "digipost.kan_ikke_skrives_ut");
  give_address();
  letter.mottaker.adresse->adresselinje1 = std::string(101, 'x');
  EXPECT_EQ(refusal(), "digipost.kan_ikke_skrives_ut");
  give_address();
  letter.dokumenter[0].mime_type = "text/plain";
  EXPECT_EQ(refusal(), "digipost.kan_ikke_skrives_ut");
}

TEST_F(DigipostMessage, sends_to_an_organisation_by_its_number) {
  letter.mottaker.personidentifikator = {};
  letter.mottaker.organisasjonsnummer = "910077473";
  EXPECT_EQ(message().root().text_at(kNs, "recipient/organisation-number"), "910077473");
}

TEST_F(DigipostMessage, refuses_a_letter_to_nobody_without_title_or_documents) {
  letter.mottaker.personidentifikator = {};
  EXPECT_EQ(refusal(), "digipost.mangler_mottaker");
  letter.tittel = " ";
  EXPECT_EQ(refusal(), "digipost.mangler_tittel");
  letter.dokumenter.clear();
  EXPECT_EQ(refusal(), "digipost.antall_dokumenter");
}

TEST_F(DigipostMessage, refuses_a_file_of_unknown_type) {
  letter.dokumenter[0].mime_type = "application/octet-stream";
  letter.dokumenter[0].filnavn = "uten-endelse";
  EXPECT_EQ(refusal(), "digipost.filtype");
  letter.dokumenter[0].filnavn = "fil.<x>";
  EXPECT_EQ(refusal(), "digipost.filtype");
}

TEST_F(DigipostMessage, takes_the_type_from_the_file_name_when_the_media_type_says_nothing) {
  letter.dokumenter[0].mime_type = "application/octet-stream";
  letter.dokumenter[0].filnavn = "kart.GIF";
  EXPECT_EQ(message().root().text_at(kNs, "primary-document/file-type"), "gif");
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

TEST(DigipostSettings, refuses_settings_that_cannot_work) {
  const auto good = [] {
    DigipostSettings settings;
    settings.base_url = "https://api.digipost.no";
    settings.broker_id = settings.sender_id = 1;
    settings.private_key_pem = support::SignedDigipost::client_key().private_pem();
    return settings;
  };
  support::ScriptedHttpClient http;
  support::MemoryDocumentStore documents;
  support::ManualClock clock;
  const auto accepts = [&](const DigipostSettings& settings) {
    try {
      DigipostDispatcher(settings, http, documents, clock);
      return true;
    } catch (const std::invalid_argument&) {
      return false;
    }
  };
  EXPECT_TRUE(accepts(good()));
  auto settings = good();
  settings.base_url = "http://api.digipost.no";
  EXPECT_FALSE(accepts(settings));
  settings = good();
  settings.broker_id = 0;
  EXPECT_FALSE(accepts(settings));
  settings = good();
  settings.private_key_pem = "x";
  EXPECT_FALSE(accepts(settings));
  settings = good();
  settings.authentication_level = "LEVEL_4";
  EXPECT_FALSE(accepts(settings));
}

}  // namespace
}  // namespace fangst::digipost
