#include <fangst/support/signed_digipost.hpp>

#include <gtest/gtest.h>

#include <functional>

namespace fangst::digipost {
namespace {

using namespace std::string_literals;
using support::of_length;

/// The documents of a letter: how many, what they are called, what they are.
struct Content : testing::Test, support::SignedDigipost {
  void give_documents(std::size_t count) {
    auto document = usual;
    document.id.clear();
    letter.dokumenter.assign(count, document);
  }
  static std::vector<std::string> texts(const schemas::XmlDocument& xml, std::string_view child) {
    std::vector<std::string> found;
    for (const auto* name : {"primary-document", "attachment"}) {
      for (const auto& node : xml.root().children(kNs, name)) found.emplace_back(node.text_at(kNs, child));
    }
    return found;
  }
  const ports::LetterDocument usual = letter.dokumenter.at(0);
};

TEST_F(Content, is_at_most_a_hundred_documents) {
  give_documents(101);
  EXPECT_EQ(refusal(), "digipost.antall_dokumenter");
  give_documents(0);
  EXPECT_EQ(refusal(), "digipost.antall_dokumenter");
  give_documents(100);
  EXPECT_EQ(texts(message(), "subject").size(), 100U);
}

TEST_F(Content, that_lacks_several_things_is_told_of_documents_then_title_then_recipient) {
  letter.mottaker.personidentifikator = {};
  EXPECT_EQ(refusal(), "digipost.mangler_mottaker");
  letter.tittel = " ";
  EXPECT_EQ(refusal(), "digipost.mangler_tittel");
  letter.dokumenter.clear();
  EXPECT_EQ(refusal(), "digipost.antall_dokumenter");
}

TEST_F(Content, is_numbered_where_a_document_has_no_title) {
  give_documents(4);
  letter.dokumenter[1].tittel = "";
  letter.dokumenter[2].tittel = "Klageskjema";
  letter.dokumenter[3].tittel = " ";
  EXPECT_EQ(texts(message(), "subject"),
            (std::vector<std::string>{"Vedtak om helsetjenester", "Vedlegg 1", "Klageskjema", "Vedlegg 3"}));
}

TEST_F(Content, is_numbered_throughout_when_the_record_is_shielded) {
  give_documents(3);
  letter.skjermet = true;
  const auto xml = message();
  EXPECT_EQ(texts(xml, "subject"), (std::vector<std::string>{"Vedtak om helsetjenester", "Vedlegg 1", "Vedlegg 2"}));
  EXPECT_EQ(texts(xml, "sensitivity-level"), std::vector<std::string>(3, "SENSITIVE"));
}

TEST_F(Content, is_sensitive_in_every_document_for_a_shielded_recipient_and_until_it_is_known_to_be_open) {
  give_documents(2);
  letter.mottaker.er_skjermet = true;
  EXPECT_EQ(texts(message(), "sensitivity-level"), std::vector<std::string>(2, "SENSITIVE"));
  EXPECT_TRUE(ports::OutgoingLetter{}.skjermet);
}

TEST_F(Content, has_subjects_of_at_most_255_characters) {
  give_documents(3);
  letter.tittel = of_length(255);
  letter.dokumenter[1].tittel = of_length(255);
  letter.dokumenter[2].tittel = of_length(256);
  EXPECT_EQ(texts(message(), "subject"),
            (std::vector<std::string>{of_length(255), of_length(255), of_length(254) + "…"}));
}

TEST_F(Content, is_of_the_type_that_the_media_type_says_whatever_the_file_is_called) {
  for (const auto& [mime, type] : {std::pair{"application/pdf", "pdf"},
                                   {"text/plain", "txt"},
                                   {"text/html", "html"},
                                   {"image/jpeg", "jpg"},
                                   {"image/png", "png"},
                                   {"application/xml", "xml"},
                                   {"application/zip", "zip"}}) {
    letter.dokumenter[0].mime_type = mime;
    letter.dokumenter[0].filnavn = "fil.docx";
    SignedDigipost peer;
    peer.letter = letter;
    EXPECT_EQ(peer.message().root().text_at(kNs, "primary-document/file-type"), type) << mime;
  }
}

TEST_F(Content, is_else_of_the_type_that_the_file_name_ends_with) {
  letter.dokumenter[0].mime_type = "application/octet-stream";
  const std::string longest(29, 'x');
  for (const auto& [name, type] : {std::pair<std::string, std::string>{"a.tar.gz", "gz"},
                                   {"a.DOCX", "docx"},
                                   {"kart.GIF", "gif"},
                                   {"a.m4-a_1", "m4-a_1"},
                                   {"a." + longest, longest}}) {
    SignedDigipost peer;
    peer.letter = letter;
    peer.letter.dokumenter[0].filnavn = name;
    EXPECT_EQ(peer.message().root().text_at(kNs, "primary-document/file-type"), type) << name;
  }
  for (const auto& name : {"a." + longest + "x", "a."s, "a.p df"s, "a.é"s, "fil.<x>"s, "docx"s, "uten-endelse"s, ""s}) {
    letter.dokumenter[0].filnavn = name;
    EXPECT_EQ(refusal(), "digipost.filtype") << name;
  }
}

TEST_F(Content, is_refused_whichever_document_is_of_no_known_type_or_has_a_broken_title) {
  for (const std::size_t faulty : {0U, 1U, 2U}) {
    give_documents(3);
    letter.dokumenter[faulty].mime_type = "application/octet-stream";
    letter.dokumenter[faulty].filnavn = "uten-endelse";
    EXPECT_EQ(refusal(), "digipost.filtype") << faulty;
    give_documents(3);
    letter.dokumenter[faulty].tittel = "Vedtak \xC3";
    EXPECT_EQ(refusal(), "digipost.tegnsett") << faulty;
  }
  give_documents(1);
  letter.tittel = "Vedtak \xFF";
  EXPECT_EQ(refusal(), "digipost.tegnsett");
}

TEST_F(Content, that_lacks_something_is_told_by_what_to_mend) {
  struct Case {
    std::function<void(ports::OutgoingLetter&)> change;
    const char *code, *words;
  };
  for (const auto& [change, code, words] :
       {Case{[](auto& l) { l.dokumenter.clear(); }, "antall_dokumenter", "fra 1 til 100 dokumenter"},
        Case{[](auto& l) { l.tittel.clear(); }, "mangler_tittel", "mangler tittel"},
        Case{[](auto& l) { l.tittel = " "; }, "mangler_tittel", "mangler tittel"},
        Case{[](auto& l) { l.dokumenter[0].mime_type = l.dokumenter[0].filnavn = "x"; }, "filtype", "Send det som PDF"},
        Case{[](auto& l) { l.tittel += "\xFF"; }, "tegnsett", "ikke er gyldig UTF-8"},
        Case{[](auto& l) { l.is_paper = true; }, "kan_ikke_skrives_ut", "kan ikke skrives ut"},
        Case{[](auto& l) { l.mottaker.personidentifikator = {}; }, "mangler_mottaker",
             "fødselsnummer eller organisasjonsnummer"}}) {
    auto given = letter;
    change(given);
    const auto receipt = dispatcher().send(given, deadline);
    ASSERT_FALSE(receipt) << words;
    EXPECT_EQ(receipt.error().kind(), ErrorKind::invalid_input) << words;
    EXPECT_EQ(receipt.error().code(), "digipost."s + code);
    EXPECT_NE(receipt.error().public_text().find(words), std::string::npos) << receipt.error().public_text();
  }
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(Content, goes_to_the_person_when_an_organisation_is_named_too) {
  letter.mottaker.organisasjonsnummer = "910077473";
  const auto xml = message();
  EXPECT_EQ(xml.root().text_at(kNs, "recipient/personal-identification-number"), "06868710045");
  EXPECT_FALSE(xml.root().find(kNs, "recipient/organisation-number"));
}

TEST_F(Content, on_paper_needs_no_identity_and_shows_none) {
  letter.is_paper = true;
  letter.mottaker.personidentifikator = {};
  letter.mottaker.organisasjonsnummer = "910077473";
  letter.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "Oslo", ""};
  const auto xml = message();
  EXPECT_FALSE(xml.root().find(kNs, "recipient/organisation-number"));
  EXPECT_TRUE(xml.root().find(kNs, "recipient/print-details"));
}

TEST_F(Content, asks_of_the_reader_the_level_that_the_settings_say) {
  for (const auto* level : {"PASSWORD", "TWO_FACTOR", "IDPORTEN_3", "IDPORTEN_4"}) {
    SignedDigipost peer;
    peer.settings.authentication_level = level;
    EXPECT_EQ(peer.message().root().text_at(kNs, "primary-document/authentication-level"), level);
  }
}

TEST_F(Content, has_ids_of_the_key_where_documents_have_none_so_that_no_two_are_alike) {
  give_documents(2);
  const auto first = texts(message(), "uuid");
  SignedDigipost other;
  other.letter = letter;
  other.letter.key = model::LetterId("11111111-d9cb-569f-a165-70867728950e");
  const auto second = texts(other.message(), "uuid");
  EXPECT_NE(first.at(0), first.at(1));
  EXPECT_NE(first.at(0), second.at(0));
  EXPECT_NE(first.at(1), second.at(1));
}

}  // namespace
}  // namespace fangst::digipost
