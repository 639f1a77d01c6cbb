#include "msghead_sample.hpp"

#include <fangst/crypto/encoding.hpp>

namespace fangst::gerica {
namespace {

using testing::ElementsAre;

const std::string kInfo = "/MsgHead/MsgInfo";
const std::string kRefDoc = "/MsgHead/Document[2]/RefDoc";
const std::string kContent = "/MsgHead/Document[1]/RefDoc/Content/Dialogmelding";

/// The sample with a value instead of another; what stands between is the text that counts.
struct Limit {
  const char* name;
  std::string from, before, after, pointer;
  std::size_t most;
};
class LongestText : public testing::TestWithParam<Limit> {};

TEST_P(LongestText, is_counted_in_characters) {
  const auto& [name, from, before, after, pointer, most] = GetParam();
  for (const std::string letter : {"x", "å"}) {
    std::string text;
    for (std::size_t i = 0; i < most; ++i) text += letter;
    accept(sample_with(from, before + text + after));
    EXPECT_THAT(faults(sample_with(from, before + text + letter + after)), ElementsAre(pointer));
  }
}

const std::string kRoleBegin = "<RollerRelatertNotat><HealthcareProfessional>";
const std::string kRoleEnd = "</HealthcareProfessional></RollerRelatertNotat>";
const std::string kRole = kContent + "/Notat/RollerRelatertNotat/HealthcareProfessional";

INSTANTIATE_TEST_SUITE_P(
    GericaMsgHead, LongestText,
    testing::Values(Limit{"message_id", "0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10", "", "", kInfo + "/MsgId", 200},
                    Limit{"organisation", "RINGEBU KOMMUNE", "", "", kInfo + "/Sender/Organisation/OrganisationName",
                          200},
                    Limit{"unit", "Tildelingskontoret, pleie- og omsorgstjeneste", "", "",
                          kInfo + "/Sender/Organisation/Organisation/OrganisationName", 200},
                    Limit{"her_id", "90000003", "", "", kInfo + "/Receiver/Organisation/Ident/Id", 50},
                    Limit{"given_name", "OLGA", "", "", kInfo + "/Patient/GivenName", 60},
                    Limit{"middle_name", "<GivenName>", "<MiddleName>", "</MiddleName><GivenName>",
                          kInfo + "/Patient/MiddleName", 60},
                    Limit{"family_name", "SYNTETISK", "", "", kInfo + "/Patient/FamilyName", 60},
                    Limit{"street", "</Patient>", "<Address><StreetAdr>", "</StreetAdr></Address></Patient>",
                          kInfo + "/Patient/Address/StreetAdr", 200},
                    Limit{"city", "</Patient>", "<Address><City>", "</City></Address></Patient>",
                          kInfo + "/Patient/Address/City", 200},
                    Limit{"box", "</Patient>", "<Address><Postbox>", "</Postbox></Address></Patient>",
                          kInfo + "/Patient/Address/Postbox", 50},
                    Limit{"postal_code", "</Patient>", "<Address><PostalCode>", "</PostalCode></Address></Patient>",
                          kInfo + "/Patient/Address/PostalCode", 50},
                    Limit{"title", "Vedtak om helsetjenester i hjemmet", "", "", kContent + "/Notat/Tema", 300},
                    Limit{"document_id", "GERICA-VEDTAK-2026-001187", "", "", kContent + "/Notat/DokIdNotat", 200},
                    Limit{"given_name_of_who_wrote", "</DatoNotat>", "</DatoNotat>" + kRoleBegin + "<GivenName>",
                          "</GivenName>" + kRoleEnd, kRole + "/GivenName", 80},
                    Limit{"family_name_of_who_wrote", "</DatoNotat>", "</DatoNotat>" + kRoleBegin + "<FamilyName>",
                          "</FamilyName>" + kRoleEnd, kRole + "/FamilyName", 80},
                    Limit{"description", "Vedtaksbrev 2026-001187.pdf", "", "", kRefDoc + "/Description", 300}),
    [](const auto& test) { return test.param.name; });

/// The sample with this instead of its note.
std::string note(const std::string& inside) {
  auto xml = sample();
  const std::string close = "</Notat>";
  const auto begin = xml.find("<Notat>"), end = xml.find(close) + close.size();
  return xml.replace(begin, end - begin, inside);
}

TEST(GericaNote, has_a_word_of_its_own_code_list_and_is_a_decision_only_as_an_offer_of_service) {
  struct Row {
    const char *code, *list, *word, *type;
  };
  for (const auto& [code, list, word, type] :
       {Row{"3", " S=\"2.16.578.1.12.4.1.1.9153\"", "Tjenestetilbud", "vedtak"},
        Row{"3", "", "Tjenestetilbud", "vedtak"}, Row{"5", "", "Tilstandsvurdering", "notat"},
        Row{"4", "", "Dialogmelding", "notat"}, Row{"33", "", "Dialogmelding", "notat"},
        Row{"3", " S=\"2.16.578.1.12.4.1.1.9152\"", "Dialogmelding", "notat"},
        Row{"5", " S=\"2.16.578.1.12.4.1.1.9152\"", "Dialogmelding", "notat"}}) {
    const auto tema = std::string("<TemaKodet V=\"") + code + "\"" + list + "/>";
    const auto content = accept(note("<Notat>" + tema + "</Notat>")).content;
    EXPECT_EQ(content.journalpost.offentlig_tittel, std::string(word) + " - *****") << tema;
    EXPECT_EQ(content.journalpost.tittel, word) << "the word stands in for a title that is not given";
    EXPECT_EQ(content.type, type) << tema;
    EXPECT_EQ(content.external_key.str(), "0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10");
  }
}

TEST(GericaNote, has_the_day_of_the_message_when_it_gives_none) {
  const auto xml = changed(note("<Notat><TemaKodet V=\"5\"/></Notat>"), "<GenDate>2026-03-10", "<GenDate>2026-02-01");
  const auto post = accept(xml).content.journalpost;
  EXPECT_EQ(model::to_string(post.dokumentets_dato.value()), "2026-02-01");
  EXPECT_EQ(model::to_string(post.skjerming->skjerming_opphoerer_dato.value()), "2086-02-01");
  EXPECT_EQ(post.saksbehandler, "");
}

TEST(GericaQuestion, has_its_own_title_key_and_person) {
  const std::string type = "<TypeForesp V=\"1\" S=\"2.16.578.1.12.4.1.1.8125\"/>";
  const auto whole = accept(note("<Foresporsel>" + type +
                                 "<EmneSporsmal>Emne</EmneSporsmal><Sporsmal>Hva nå?</Sporsmal>"
                                 "<DokIdForesp>F-7</DokIdForesp>"
                                 "<RollerRelatertNotat><HealthcareProfessional><GivenName>Kari</GivenName></"
                                 "HealthcareProfessional></RollerRelatertNotat>"
                                 "</Foresporsel>"))
                         .content;
  EXPECT_EQ(whole.journalpost.tittel, "Emne");
  EXPECT_EQ(whole.journalpost.offentlig_tittel, "Forespørsel - *****");
  EXPECT_EQ(whole.journalpost.saksbehandler, "Kari");
  EXPECT_EQ(whole.external_key.str(), "F-7");
  EXPECT_EQ(whole.type, "notat");
  const auto least = accept(note("<Foresporsel>" + type + "</Foresporsel>")).content;
  EXPECT_EQ(least.journalpost.tittel, "Forespørsel");
  accept(note("<Foresporsel><TypeForesp V=\"1\"/></Foresporsel>"));  // The code list need not be named.
  EXPECT_THAT(faults(note("<Foresporsel/>")), ElementsAre(kContent + "/Foresporsel/TypeForesp"));
  EXPECT_THAT(faults(note("<Foresporsel>" + type + "<DokIdForesp>14833821238</DokIdForesp></Foresporsel>")),
              ElementsAre(kContent + "/Foresporsel/DokIdForesp"));
  const std::string title(300, 'x');
  accept(note("<Foresporsel>" + type + "<EmneSporsmal>" + title + "</EmneSporsmal></Foresporsel>"));
  EXPECT_THAT(faults(note("<Foresporsel>" + type + "<EmneSporsmal>" + title + "x</EmneSporsmal></Foresporsel>")),
              ElementsAre(kContent + "/Foresporsel/EmneSporsmal"));
}

TEST(GericaQuestion, that_is_sent_as_a_question_is_taken_in_as_one_that_is_sent_as_a_note) {
  const auto question =
      "<Foresporsel><TypeForesp V=\"1\"/><Sporsmal>Hva nå?</Sporsmal><DokIdForesp>F-7</DokIdForesp>"
      "</Foresporsel>";
  const auto sent = accept(changed(note(question), "\"DIALOG_NOTAT\"", "\"DIALOG_FORESPORSEL\"")).content;
  EXPECT_EQ(sent.external_key.str(), "F-7");
  EXPECT_EQ(sent.type, "notat");
  EXPECT_EQ(sent.journalpost.offentlig_tittel, "Forespørsel - *****");
}

TEST(GericaMessage, has_exactly_one_note_or_question) {
  const std::string one = "<Notat><TemaKodet V=\"3\"/></Notat>",
                    other = "<Foresporsel><TypeForesp V=\"1\"/></Foresporsel>";
  for (const auto& wrong : {std::string(), one + one, other + other, one + other, other + one})
    EXPECT_THAT(faults(note(wrong)), ElementsAre(kContent)) << wrong;
}

TEST(GericaMessage, of_each_kind_of_dialogue_is_taken_in) {
  for (const auto* type : {"DIALOG_NOTAT", "DIALOG_FORESPORSEL", "DIALOG_SVAR", "DIALOG_HELSEFAGLIG"})
    accept(sample_with("\"DIALOG_NOTAT\"", std::string("\"") + type + "\""));
}

TEST(GericaMessage, has_a_day_with_or_without_time_and_zone) {
  for (const auto* day : {"2026-03-09", "2026-03-09Z", "2026-03-09+01:00", "2026-03-09-01:00", "2026-03-09T10:00:00",
                          "2026-03-09T10:00:00.123Z", " 2026-03-09 "}) {
    const auto xml = sample_with("<DatoNotat>2026-03-10", std::string("<DatoNotat>") + day);
    EXPECT_EQ(model::to_string(accept(xml).content.journalpost.dokumentets_dato.value()), "2026-03-09") << day;
  }
  for (const auto* day : {"2026-03-09x", "2026-03-091", "2026-03-09 10:00", "2026-03-09Tx", "2026-3-9", "",
                          "2026-03-09T10:00:00.00000000000000000000000"}) {
    EXPECT_THAT(faults(sample_with("<DatoNotat>2026-03-10", std::string("<DatoNotat>") + day)),
                ElementsAre(kContent + "/Notat/DatoNotat"))
        << day;
  }
}

TEST(GericaPatient, has_an_address_only_when_a_letter_could_be_sent_to_it) {
  struct Row {
    const char *inside, *line1, *line2;
  };
  const auto address_of = [](const std::string& inside) {
    return accept(sample_with("</Patient>", "<Address>" + inside + "</Address></Patient>"),
                  source_with("ekspeder_til_pasient", true))
        .content.journalpost.korrespondansepart.at(0)
        .adresse;
  };
  const std::string town = "<PostalCode>2630</PostalCode><City>R</City>";
  for (const auto& [inside, line1, line2] :
       {Row{"", "", ""}, Row{"<StreetAdr>G</StreetAdr>", "G", ""}, Row{"<Postbox>P</Postbox>", "P", ""},
        Row{"<Postbox>P</Postbox><StreetAdr>G</StreetAdr>", "G", "P"}, Row{"<Country V=\"NO\"/>", "", ""}}) {
    const auto address = address_of(inside + town);
    ASSERT_TRUE(address) << inside;
    EXPECT_EQ(address->adresselinje1 + '|' + address->adresselinje2 + '|' + address->adresselinje3,
              std::string(line1) + '|' + line2 + '|');
    EXPECT_EQ(address->postnummer + ' ' + address->poststed + address->landkode, "2630 R");
  }
  for (const auto* partial :
       {"<StreetAdr>G</StreetAdr>", "<City>R</City>", "<PostalCode>2630</PostalCode>",
        "<PostalCode>263</PostalCode><City>R</City>", "<PostalCode>26300</PostalCode><City>R</City>",
        "<PostalCode>263a</PostalCode><City>R</City>",
        "<PostalCode>2630</PostalCode><City>R</City><Country V=\"SE\"/>"}) {
    EXPECT_FALSE(address_of(partial)) << partial;
  }
}

TEST(GericaIdentity, is_of_the_code_list_for_its_kind) {
  EXPECT_THAT(faults(sample_with("<Id>90000003</Id><TypeId V=\"HER\" DN=\"HER-id\" S=\"2.16.578.1.12.4.1.1.9051\"/>",
                                 "<Id>90000003</Id><TypeId V=\"HER\" S=\"2.16.578.1.12.4.1.1.8116\"/>")),
              ElementsAre(kInfo + "/Receiver/Organisation/Ident/TypeId"));
  accept(sample_with(" S=\"2.16.578.1.12.4.1.1.8116\"", ""));
  accept(sample_with(" S=\"2.16.578.1.12.4.1.1.9051\"", ""));
}

/// The sample with so many attachments instead of its one.
std::string with_attachments(std::size_t count, const std::string& mime_type, const std::string& base64,
                             const std::string& description = {}) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += attachment(mime_type, description, base64);
  return sample_with_files(all);
}

TEST(GericaAttachments, are_at_most_two_hundred) {
  EXPECT_EQ(accept(with_attachments(200, "image/png", "YWJj")).content.dokumenter.size(), 201U);
  EXPECT_THAT(faults(with_attachments(201, "image/png", "YWJj")), ElementsAre("/MsgHead/Document[202]/RefDoc"));
}

TEST(GericaAttachments, are_pdf_when_they_say_so_within_the_first_kilobyte) {
  const auto pdf_after = [](std::size_t before) {
    return with_attachments(1, "application/pdf", crypto::base64(std::string(before, ' ') + "%PDF-1.4"));
  };
  accept(pdf_after(1019));
  EXPECT_THAT(faults(pdf_after(1020)), ElementsAre(kRefDoc + "/Content/Base64Container"));
}

TEST(GericaAttachments, have_the_name_that_they_describe_or_one_by_their_kind) {
  const auto name_of = [](const std::string& mime_type, const std::string& description, std::size_t count = 1) {
    return accept(with_attachments(count, mime_type, "JVBERi0x", description)).content.dokumenter.back().filnavn;
  };
  for (const auto& [mime_type, extension] : std::map<std::string, std::string>{{"application/xml", ".xml"},
                                                                               {"image/jpeg", ".jpg"},
                                                                               {"image/png", ".png"},
                                                                               {"image/tiff", ".tif"},
                                                                               {"text/plain", ".txt"},
                                                                               {"text/xml", ".xml"},
                                                                               {"video/mp4", ".bin"}}) {
    EXPECT_EQ(name_of(mime_type, ""), "vedlegg" + extension);
    EXPECT_EQ(name_of(mime_type, "Notat"), "Notat" + extension);
  }
  for (const auto* kept : {"a.doc", "a.jpeg", "a.b.pptx1", "a b.txt"}) EXPECT_EQ(name_of("image/png", kept), kept);
  for (const auto* not_an_extension : {"a.b", "a.bc", "a.abcdef", ".txt", "a. txt", "kl. 10.30", "a.b,c"})
    EXPECT_EQ(name_of("image/png", not_an_extension), std::string(not_an_extension) + ".png");
  const std::string longest(180, 'x');
  EXPECT_EQ(name_of("image/png", longest), longest + ".png");
  EXPECT_EQ(name_of("image/png", longest + "x"), "vedlegg.png");
  EXPECT_EQ(name_of("image/png", "likt.png", 3), "3-likt.png");
  EXPECT_EQ(name_of("application/xml", "dialogmelding.xml"), "2-dialogmelding.xml");
}

TEST(GericaFaults, are_told_up_to_a_hundred) {
  EXPECT_EQ(faults(with_attachments(100, "image/png", "%")).size(), 100U);
  EXPECT_EQ(faults(with_attachments(101, "image/png", "%")).size(), 100U);
}

TEST(GericaSource, that_is_not_set_up_is_no_fault_of_the_message) {
  const auto parsed = MsgHeadFormat().parse(sample(), source_with("egne_her_ider", std::vector<std::string>{}));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind(), ErrorKind::internal);
  EXPECT_EQ(parsed.error().code(), "gerica.mangler_innstilling");
  EXPECT_THAT(parsed.error().public_text(), testing::HasSubstr("egne_her_ider"));
}

}  // namespace
}  // namespace fangst::gerica
