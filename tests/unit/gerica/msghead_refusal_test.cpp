#include "msghead_sample.hpp"

namespace fangst::gerica {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Refusal {
  const char* name;
  std::string from, to, code;
};
class RefusedMessage : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedMessage, says_why) {
  EXPECT_EQ(refused_as(sample_with(GetParam().from, GetParam().to)), GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    GericaMsgHead, RefusedMessage,
    testing::Values(Refusal{"apprec_in_msghead", "\"DIALOG_NOTAT\"", "\"APPREC\"", "gerica.apprec"},
                    Refusal{"epikrise", "\"DIALOG_NOTAT\"", "\"EPIKRISE\"", "gerica.ukjent_meldingstype"},
                    Refusal{"no_type", " V=\"DIALOG_NOTAT\"", "", "gerica.ukjent_meldingstype"},
                    Refusal{"debug", "<Ack", "<ProcessingStatus V=\"D\"/><Ack", "gerica.testmelding"},
                    Refusal{"training", "<Ack", "<ProcessingStatus V=\"T\"/><Ack", "gerica.testmelding"},
                    Refusal{"status_without_code", "<Ack", "<ProcessingStatus/><Ack", "gerica.testmelding"},
                    Refusal{"other_namespace", "msghead/2006-05-24", "msghead/2005-01-01", "gerica.ukjent_rot"}),
    [](const auto& test) { return test.param.name; });

TEST(GericaMsgHead, a_message_marked_as_production_is_taken_in) {
  accept(sample_with("<Ack", "<ProcessingStatus V=\"P\"/><Ack"));
}

TEST(GericaMsgHead, refuses_an_apprec_as_such) {
  EXPECT_EQ(refused_as(file("g1b_apprec_avvist.xml")), "gerica.apprec");
}

struct Fault {
  const char* name;
  std::string from, to, pointer;
};
class FaultyMessage : public testing::TestWithParam<Fault> {};

TEST_P(FaultyMessage, names_the_element) {
  EXPECT_THAT(faults(sample_with(GetParam().from, GetParam().to)), ElementsAre(GetParam().pointer));
}

const std::string kInfo = "/MsgHead/MsgInfo";
const std::string kAttachment = "/MsgHead/Document[2]/RefDoc";
const std::string kNotat = "/MsgHead/Document[1]/RefDoc/Content/Dialogmelding/Notat";

INSTANTIATE_TEST_SUITE_P(
    GericaMsgHead, FaultyMessage,
    testing::Values(
        Fault{"other_version", "v1.2 2006-05-24", "v1.1 2006-02-15", kInfo + "/MIGversion"},
        Fault{"no_message_id", "<MsgId>0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10</MsgId>", "<MsgId> </MsgId>",
              kInfo + "/MsgId"},
        Fault{"impossible_date", "<GenDate>2026-03-10", "<GenDate>2026-02-30", kInfo + "/GenDate"},
        Fault{"wrong_check_digit", "14833821238", "14833821239", kInfo + "/Patient/Ident"},
        Fault{"real_person_in_test", "14833821238", "13094570055", kInfo + "/Patient/Ident"},
        Fault{"patient_without_number", "V=\"FNR\"", "V=\"HPR\"", kInfo + "/Patient"},
        Fault{"number_of_another_code_list", "4.1.1.8116", "4.1.1.9051", kInfo + "/Patient/Ident/TypeId"},
        Fault{"wrong_organisation_number", "310450006", "310450007", kInfo + "/Sender/Organisation/Ident[2]"},
        Fault{"document_id_with_identity_number", "GERICA-VEDTAK-2026-001187", "V-14833821238", kNotat + "/DokIdNotat"},
        Fault{"title_too_long", "Vedtak om helsetjenester i hjemmet", std::string(301, 'x'), kNotat + "/Tema"},
        Fault{"title_that_turns_direction", "Vedtak om", "Vedtak \u202Eom", kNotat + "/Tema"},
        Fault{"date_of_note_in_norwegian", "<DatoNotat>2026-03-10", "<DatoNotat>10.03.2026", kNotat + "/DatoNotat"},
        Fault{"tema_without_code", "<TemaKodet V=\"3\"", "<TemaKodet", kNotat + "/TemaKodet"},
        Fault{"reference_to_a_file", "V=\"A\"", "V=\"REF\"", kAttachment + "/MsgType"},
        Fault{"attachment_by_reference", "<Description>", "<FileReference>file:///x</FileReference><Description>",
              kAttachment + "/FileReference"},
        Fault{"compressed", "<Description>", "<Compression V=\"zip\"/><Description>", kAttachment + "/Compression"},
        Fault{"no_mime_type", "<MimeType>application/pdf</MimeType>", "", kAttachment + "/MimeType"},
        Fault{"not_base64", "JVBERi0xLjQKJeLjz9MK", "%%%", kAttachment + "/Content/Base64Container"},
        Fault{"empty_attachment", "JVBERi0xLjQKJeLjz9MK", "", kAttachment + "/Content/Base64Container"},
        Fault{"pdf_that_is_none", "JVBERi0xLjQKJeLjz9MK", "TVqQAAMAAAAEAAAA", kAttachment + "/Content/Base64Container"},
        Fault{"two_messages", "V=\"A\"", "V=\"XML\"", kAttachment},
        Fault{"unknown_payload", "dialog/2006-10-11", "po/Pasientlogistikk/2012-04-01",
              "/MsgHead/Document[1]/RefDoc/Content"}),
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
  EXPECT_THAT(faults(without("Base64Container", 0)), ElementsAre(kAttachment + "/Content"));
}

TEST(GericaMsgHead, has_documents_of_which_one_is_the_message) {
  const auto second = sample().find("<Document>", sample().find("<Document>") + 1);
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
  const auto first = xml.find("<Document>"), second = xml.find("<Document>", first + 1);
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
