#include "msghead_sample.hpp"

namespace fangst::gerica {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Expects that the message is refused as a whole, and that the sender is told these words of why.
void expect_refusal(const std::string& xml, const std::string& code, const std::string& words,
                    const ports::SourceProfile& profile = source()) {
  const auto parsed = MsgHeadFormat().parse(xml, profile);
  ASSERT_FALSE(parsed) << code;
  EXPECT_EQ(parsed.error().kind(), ErrorKind::invalid_input);
  EXPECT_EQ(parsed.error().code(), code);
  EXPECT_THAT(parsed.error().public_text(), HasSubstr(words));
}

struct Refusal {
  const char* name;
  std::string from, to, code, words;
};
class RefusedMessage : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedMessage, says_why) {
  expect_refusal(sample_with(GetParam().from, GetParam().to), GetParam().code, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    GericaMsgHead, RefusedMessage,
    testing::Values(
        Refusal{"apprec_in_msghead", "\"DIALOG_NOTAT\"", "\"APPREC\"", "gerica.apprec", "applikasjonskvittering"},
        Refusal{"epikrise", "\"DIALOG_NOTAT\"", "\"EPIKRISE\"", "gerica.ukjent_meldingstype", "Meldingstypen"},
        Refusal{"no_type", " V=\"DIALOG_NOTAT\"", "", "gerica.ukjent_meldingstype", ""},
        Refusal{"debug", "<Ack", "<ProcessingStatus V=\"D\"/><Ack", "gerica.testmelding", "testmelding"},
        Refusal{"training", "<Ack", "<ProcessingStatus V=\"T\"/><Ack", "gerica.testmelding", "testmelding"},
        Refusal{"status_without_code", "<Ack", "<ProcessingStatus/><Ack", "gerica.testmelding", "testmelding"},
        Refusal{"other_namespace", "msghead/2006-05-24", "msghead/2005-01-01", "gerica.ukjent_rot", ""}),
    [](const auto& test) { return test.param.name; });

TEST(GericaMsgHead, a_message_marked_as_production_is_taken_in) {
  accept(sample_with("<Ack", "<ProcessingStatus V=\"P\"/><Ack"));
}

TEST(GericaMsgHead, refuses_what_is_no_message_of_a_patient_as_such) {
  expect_refusal(file("g1b_apprec_avvist.xml"), "gerica.apprec", "applikasjonskvittering");
  expect_refusal("<n/>", "gerica.ukjent_rot", "ikke en MsgHead");
}

TEST(GericaMsgHead, nothing_is_taken_in_without_a_hjemmel) {
  auto profile = source_with("skjermingshjemmel", "");
  for (const bool is_required : {true, false}) {
    profile.requires_skjerming = is_required;
    expect_refusal(sample(), "gerica.mangler_hjemmel", "uten skjermingshjemmel", profile);
  }
}

/// What is changed in the sample, where the fault is, and words of what the sender is then told.
struct Fault {
  const char* name;
  std::string from, to, pointer, words;
};
class FaultyMessage : public testing::TestWithParam<Fault> {};

TEST_P(FaultyMessage, names_the_element_and_what_to_mend) {
  support::expect_only_fault(MsgHeadFormat(), sample_with(GetParam().from, GetParam().to), source(), GetParam().pointer,
                             GetParam().words);
}

const std::string kInfo = "/MsgHead/MsgInfo";
const std::string kAttachment = "/MsgHead/Document[2]/RefDoc";
const std::string kContent = "/MsgHead/Document[1]/RefDoc/Content";
const std::string kNotat = kContent + "/Dialogmelding/Notat";
const std::string kMessageId = "0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10", kFile = "JVBERi0xLjQKJeLjz9MK";

INSTANTIATE_TEST_SUITE_P(
    GericaMsgHead, FaultyMessage,
    testing::Values(
        Fault{"other_version", "v1.2 2006-05-24", "v1.1 2006-02-15", kInfo + "/MIGversion", "Versjonen skal være"},
        Fault{"no_version", "<MIGversion>v1.2 2006-05-24</MIGversion>", "", kInfo + "/MIGversion", "mangler"},
        Fault{"empty_message_id", kMessageId, " ", kInfo + "/MsgId", "tomt"},
        Fault{"message_id_of_an_identity_number", kMessageId, "14833821238", kInfo + "/MsgId", "fødselsnummer"},
        Fault{"impossible_date", "<GenDate>2026-03-10", "<GenDate>2026-02-30", kInfo + "/GenDate", "ikke en dato"},
        Fault{"wrong_check_digit", "14833821238", "14833821239", kInfo + "/Patient/Ident", "kontrollsifrene"},
        Fault{"real_form_in_test", "14833821238", "13094570055", kInfo + "/Patient/Ident", "syntetiske"},
        Fault{"patient_without_number", "V=\"FNR\"", "V=\"HPR\"", kInfo + "/Patient", "mangler fødselsnummer"},
        Fault{"number_of_another_code_list", "4.1.1.8116", "4.1.1.9051", kInfo + "/Patient/Ident/TypeId", "Kodeverket"},
        Fault{"wrong_organisation_number", "310450006", "310450007", kInfo + "/Sender/Organisation/Ident[2]",
              "organisasjonsnummer"},
        Fault{"document_id_with_identity_number", "GERICA-VEDTAK-2026-001187", "V-14833821238", kNotat + "/DokIdNotat",
              "fødselsnummer"},
        Fault{"title_too_long", "Vedtak om helsetjenester i hjemmet", std::string(301, 'x'), kNotat + "/Tema",
              "høyst 300 tegn"},
        Fault{"title_that_turns_direction", "Vedtak om", "Vedtak \u202Eom", kNotat + "/Tema", "usynlige tegn"},
        Fault{"date_of_note_in_norwegian", "<DatoNotat>2026-03-10", "<DatoNotat>10.03.2026", kNotat + "/DatoNotat",
              "ikke en dato"},
        Fault{"tema_without_code", "<TemaKodet V=\"3\"", "<TemaKodet", kNotat + "/TemaKodet", "attributtet V"},
        Fault{"reference_to_a_file", "V=\"A\"", "V=\"REF\"", kAttachment + "/MsgType", "(MsgType A)"},
        Fault{"attachment_by_reference", "<Description>", "<FileReference>file:///x</FileReference><Description>",
              kAttachment + "/FileReference", "som referanse"},
        Fault{"compressed", "<Description>", "<Compression V=\"zip\"/><Description>", kAttachment + "/Compression",
              "Komprimerte"},
        Fault{"no_mime_type", "<MimeType>application/pdf</MimeType>", "", kAttachment + "/MimeType", "mangler"},
        Fault{"mime_type_of_one_word", "application/pdf", "pdf", kAttachment + "/MimeType", "MIME"},
        Fault{"not_base64", kFile, "%%%", kAttachment + "/Content/Base64Container", "base64"},
        Fault{"empty_attachment", kFile, "", kAttachment + "/Content/Base64Container", "tomt"},
        Fault{"pdf_that_is_none", kFile, "TVqQAAMAAAAEAAAA", kAttachment + "/Content/Base64Container",
              "oppgitt som PDF"},
        Fault{"two_messages", "V=\"A\"", "V=\"XML\"", kAttachment, "nøyaktig ett dokument"},
        Fault{"unknown_payload", "dialog/2006-10-11", "po/Pasientlogistikk/2012-04-01", kContent,
              "ikke en Dialogmelding"},
        Fault{"dialogue_of_an_unknown_version", "dialog/2006-10-11", "dialog/2006-10-12", kContent,
              "ikke en Dialogmelding"}),
    [](const auto& test) { return test.param.name; });

/// The sample without the first element of this name.
std::string without(const std::string& name, std::size_t from = 0) {
  auto xml = sample();
  const auto begin = xml.find("<" + name, from), end = xml.find("</" + name + ">", begin),
             empty = xml.find("/>", begin);
  const bool is_empty = empty < xml.find('>', begin);
  EXPECT_NE(begin, std::string::npos) << name;
  return xml.erase(begin, (is_empty ? empty + 2 : end + name.size() + 3) - begin);
}

TEST(GericaMsgHead, names_each_element_that_is_missing) {
  const std::string organisation = "/Sender/Organisation";
  for (const auto& [name, place] : std::map<std::string, std::string>{{"MIGversion", kInfo},
                                                                      {"GenDate", kInfo},
                                                                      {"MsgId", kInfo},
                                                                      {"Sender", kInfo},
                                                                      {"Receiver", kInfo},
                                                                      {"FamilyName", kInfo + "/Patient"},
                                                                      {"OrganisationName", kInfo + organisation},
                                                                      {"Id", kInfo + organisation + "/Ident[1]"},
                                                                      {"TypeId", kInfo + organisation + "/Ident[1]"},
                                                                      {"TemaKodet", kNotat}}) {
    const auto xml = name == "Id" ? changed(sample(), "<Id>90000001</Id>", "") : without(name);
    EXPECT_THAT(faults(xml), testing::Contains(place + "/" + name)) << name;
  }
  EXPECT_THAT(faults(without("Patient")), ElementsAre(kInfo + "/Patient"));
  for (const auto* required : {"MimeType", "Content"}) {
    const auto xml = sample();
    EXPECT_THAT(faults(without(required, xml.find("V=\"A\""))), ElementsAre(kAttachment + "/" + required));
  }
  EXPECT_THAT(faults(without("Base64Container")), ElementsAre(kAttachment + "/Content"));
}

TEST(GericaMsgHead, has_documents_of_which_one_is_the_message) {
  const auto second = second_document(sample());
  EXPECT_THAT(faults(without("Document")), ElementsAre("/MsgHead"));
  EXPECT_THAT(faults(without("RefDoc", second)), ElementsAre("/MsgHead/Document[2]/RefDoc"));
  EXPECT_THAT(faults(without("MsgType", second)), ElementsAre(kAttachment + "/MsgType"));
  auto none = sample();
  const auto begin = none.find("<Document>");
  none.erase(begin, none.rfind("</MsgHead>") - begin);
  EXPECT_THAT(faults(none), ElementsAre("/MsgHead/Document"));
}

TEST(GericaMsgHead, takes_the_files_in_a_message_before_the_note_too) {
  auto xml = sample();
  const auto first = xml.find("<Document>"), second = second_document(xml);
  const auto note = xml.substr(first, second - first);
  xml.erase(first, note.size()).insert(xml.rfind("</MsgHead>"), note);
  EXPECT_EQ(accept(xml).content.dokumenter.size(), 2U);
}

TEST(GericaMsgHead, names_every_faulty_element_at_once) {
  auto xml = sample_with("14833821238", "1");
  xml = changed(xml, "310450006", "2");
  xml = changed(xml, "<DatoNotat>2026-03-10", "<DatoNotat>i dag");
  EXPECT_THAT(faults(xml),
              testing::UnorderedElementsAre(kInfo + "/Patient/Ident", kInfo + "/Sender/Organisation/Ident[2]",
                                            kNotat + "/DatoNotat"));
}

TEST(GericaMsgHead, an_error_says_nothing_of_who_it_concerns) {
  auto xml = sample_with("14833821238", "13094570055");
  const auto parsed = MsgHeadFormat().parse(xml, source());
  ASSERT_FALSE(parsed);
  std::string all = parsed.error().public_text() + parsed.error().private_detail();
  for (const auto& field : parsed.error().fields()) all += field.pointer + field.message;
  for (const auto* secret : {"13094570055", "OLGA", "SYNTETISK"}) EXPECT_THAT(all, Not(HasSubstr(secret)));
}

TEST(GericaMsgHead, refuses_xml_that_would_read_a_file_or_blow_up) {
  const auto with_doctype = [](const char* doctype) {
    return sample_with("<MsgHead ", std::string(doctype) + "<MsgHead ");
  };
  for (const auto* doctype : {"<!DOCTYPE MsgHead SYSTEM \"file:///etc/passwd\">",
                              "<!DOCTYPE MsgHead [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                              "<!DOCTYPE MsgHead [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"}) {
    const auto parsed = MsgHeadFormat().parse(with_doctype(doctype), source());
    ASSERT_FALSE(parsed) << doctype;
    EXPECT_EQ(parsed.error().kind(), ErrorKind::invalid_input);
  }
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_FALSE(MsgHeadFormat().parse(deep, source()));
  for (const auto* text :
       {"", "{}", "<MsgHead", "\xFF\xFE<", "<MsgHead xmlns=\"http://www.kith.no/xmlstds/msghead/2006-05-24\"/>"}) {
    EXPECT_FALSE(MsgHeadFormat().parse(text, source())) << text;
  }
}

TEST(GericaMsgHead, refuses_text_in_another_encoding_than_it_says) {
  EXPECT_FALSE(MsgHeadFormat().parse(sample_with("OLGA", "\xC5SE"), source()));
}

}  // namespace
}  // namespace fangst::gerica
