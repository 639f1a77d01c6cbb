#include "msghead_sample.hpp"

#include <fangst/codec/submission_json.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>

namespace fangst::gerica {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Ids = std::vector<std::string>;

TEST(GericaMsgHead, maps_the_sample_as_the_table_says) {
  const auto content = accept(sample()).content;
  EXPECT_EQ(content.external_key.str(), "GERICA-VEDTAK-2026-001187");
  EXPECT_EQ(content.type, "vedtak");
  EXPECT_EQ(content.sak.tittel, "Omsorgstjenester - OLGA SYNTETISK");
  EXPECT_EQ(content.sak.offentlig_tittel, "Omsorgstjenester - *****");
  EXPECT_EQ(content.sak.arkivdel, "HELSE");
  EXPECT_EQ(content.sak.administrativ_enhet, "Tildelingskontoret, pleie- og omsorgstjeneste");
  EXPECT_EQ(content.sak.klassifikasjon.at(0).klassifikasjonssystem, "FNR");
  EXPECT_EQ(content.sak.klassifikasjon.at(0).klasse_id, "14833821238");
  EXPECT_TRUE(content.sak.klassifikasjon.at(0).er_skjermet);
  EXPECT_EQ(content.sak.klassifikasjon.at(1).klasse_id, "G21");
  EXPECT_EQ(content.sak.part.at(0).personidentifikator.reveal(), "14833821238");
  EXPECT_TRUE(content.sak.part.at(0).er_skjermet);
  const auto& journalpost = content.journalpost;
  EXPECT_EQ(journalpost.ekstern_noekkel.fagsystem, "Gerica");
  EXPECT_EQ(journalpost.ekstern_noekkel.noekkel, "GERICA-VEDTAK-2026-001187");
  EXPECT_EQ(journalpost.tittel, "Vedtak om helsetjenester i hjemmet");
  EXPECT_EQ(journalpost.offentlig_tittel, "Tjenestetilbud - *****");
  EXPECT_EQ(journalpost.journalposttype, "U");
  EXPECT_EQ(model::to_string(*journalpost.dokumentets_dato), "2026-03-10");
  for (const auto& skjerming : {content.sak.skjerming, journalpost.skjerming}) {
    ASSERT_TRUE(skjerming);
    EXPECT_EQ(skjerming->tilgangsrestriksjon, "UO");
    EXPECT_EQ(skjerming->skjermingshjemmel, "Offl. § 13, jf. hol. § 12-1, jf. fvl. § 13");
    EXPECT_EQ(model::to_string(*skjerming->skjerming_opphoerer_dato), "2086-03-10");
  }
  ASSERT_EQ(journalpost.korrespondansepart.size(), 2U);
  EXPECT_EQ(journalpost.korrespondansepart[0].korrespondanseparttype, "IA");
  EXPECT_EQ(journalpost.korrespondansepart[0].organisasjonsnummer, "310450006");
  EXPECT_EQ(journalpost.korrespondansepart[1].korrespondanseparttype, "EM");
  EXPECT_EQ(journalpost.korrespondansepart[1].navn, "RINGEBU LEGESENTER (TEST)");
  EXPECT_FALSE(content.forsendelse.ekspeder);
}

TEST(GericaMsgHead, the_letter_is_the_main_document_and_the_message_its_production_variant) {
  const auto xml = sample();
  const auto parsed = accept(xml);
  const auto& dokumenter = parsed.content.dokumenter;
  ASSERT_EQ(dokumenter.size(), 2U);
  EXPECT_EQ(dokumenter[0].tittel, "Vedtaksbrev 2026-001187.pdf");
  EXPECT_EQ(dokumenter[0].filnavn, "Vedtaksbrev 2026-001187.pdf");
  EXPECT_EQ(dokumenter[0].dokumenttype, "KORR");
  EXPECT_EQ(dokumenter[0].tilknyttet_registrering_som, "H");
  EXPECT_EQ(dokumenter[0].variantformat, "A");
  EXPECT_EQ(dokumenter[1].tilknyttet_registrering_som, "H");
  EXPECT_EQ(dokumenter[1].variantformat, "P");
  EXPECT_EQ(dokumenter[1].mime_type, "application/xml");
  ASSERT_EQ(parsed.embedded.size(), 2U);
  for (const auto& [index, bytes] : parsed.embedded) {
    EXPECT_EQ(dokumenter.at(index).sjekksum, crypto::sha256(bytes));
    EXPECT_EQ(dokumenter.at(index).filstoerrelse, bytes.size());
  }
  EXPECT_EQ(parsed.embedded[0].bytes, *crypto::base64_decode("JVBERi0xLjQKJeLjz9MK"));
  EXPECT_EQ(parsed.embedded[1].bytes, xml) << "the original, byte for byte";
}

TEST(GericaMsgHead, a_message_without_a_letter_is_itself_the_main_document) {
  const auto parsed = accept(sample_with_files(""));
  ASSERT_EQ(parsed.content.dokumenter.size(), 1U);
  EXPECT_EQ(parsed.content.dokumenter[0].tilknyttet_registrering_som, "H");
  EXPECT_EQ(parsed.content.dokumenter[0].variantformat, "A");
  EXPECT_EQ(parsed.content.dokumenter[0].tittel, "Vedtak om helsetjenester i hjemmet");
  EXPECT_EQ(parsed.content.type, "notat");
}

TEST(GericaMsgHead, the_first_pdf_is_the_letter_and_names_are_unique) {
  auto xml = sample();
  const auto begin = second_document(xml);
  const auto letter = xml.substr(begin, xml.rfind("</MsgHead>") - begin);
  auto picture = changed(letter, "application/pdf", "image/jpeg");
  picture = changed(picture, "Vedtaksbrev 2026-001187.pdf", "Bilde");
  xml.insert(begin, picture);
  xml.insert(xml.rfind("</MsgHead>"), letter);
  const auto dokumenter = accept(xml).content.dokumenter;
  std::vector<std::string> names;
  for (const auto& dokument : dokumenter)
    names.push_back(dokument.tilknyttet_registrering_som + ' ' + dokument.filnavn);
  EXPECT_THAT(names, ElementsAre("H Vedtaksbrev 2026-001187.pdf", "H dialogmelding.xml", "V Bilde.jpg",
                                 "V 2-Vedtaksbrev 2026-001187.pdf"));
}

TEST(GericaMsgHead, a_description_that_is_no_file_name_is_a_title_only) {
  const auto parsed = accept(sample_with("Vedtaksbrev 2026-001187.pdf", "../../etc/passwd"));
  EXPECT_EQ(parsed.content.dokumenter.at(0).filnavn, "vedlegg.pdf");
  EXPECT_EQ(parsed.content.dokumenter.at(0).tittel, "../../etc/passwd");
}

TEST(GericaMsgHead, our_own_her_id_decides_the_direction) {
  const auto incoming = accept(sample(), source_with("egne_her_ider", Ids{"90000003"})).content;
  EXPECT_EQ(incoming.journalpost.journalposttype, "I");
  EXPECT_EQ(incoming.type, "inngaaende");
  EXPECT_EQ(incoming.journalpost.korrespondansepart.at(0).korrespondanseparttype, "EA");
  EXPECT_EQ(incoming.journalpost.korrespondansepart.at(1).korrespondanseparttype, "IM");
  EXPECT_EQ(incoming.journalpost.administrativ_enhet, "RINGEBU LEGESENTER (TEST)");
  const auto internal = accept(sample(), source_with("egne_her_ider", Ids{"90000001", "90000003"})).content;
  EXPECT_EQ(internal.journalpost.journalposttype, "N");
  EXPECT_THAT(faults(sample(), source_with("egne_her_ider", Ids{"9000000"})), ElementsAre("/MsgHead/MsgInfo"));
}

TEST(GericaMsgHead, the_organisation_that_has_the_message_gets_no_letter) {
  const auto parts = accept(sample(), source_with("ekspeder_til_pasient", true)).content.journalpost.korrespondansepart;
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].korrespondanseparttype, "EM");
  EXPECT_EQ(parts[0].personidentifikator.reveal(), "14833821238");
  EXPECT_TRUE(parts[0].er_skjermet);
  EXPECT_TRUE(parts[0].is_letter_recipient());
  EXPECT_EQ(parts[2].korrespondanseparttype, "EM");
  EXPECT_EQ(parts[2].forsendelsesmaate, model::kSendtAvFagsystem);
  EXPECT_FALSE(parts[2].is_letter_recipient());
}

TEST(GericaMsgHead, only_an_outgoing_decision_with_a_letter_goes_to_the_patient) {
  const auto to_patient = source_with("ekspeder_til_pasient", true);
  EXPECT_TRUE(accept(sample(), to_patient).content.forsendelse.ekspeder);
  EXPECT_FALSE(accept(sample_with("V=\"3\"", "V=\"5\""), to_patient).content.forsendelse.ekspeder);
  EXPECT_FALSE(accept(sample_with("4.1.1.9153", "4.1.1.9152"), to_patient).content.forsendelse.ekspeder);
  EXPECT_FALSE(accept(sample_with("application/pdf", "image/tiff"), to_patient).content.forsendelse.ekspeder);
  auto incoming = to_patient;
  incoming.settings.give("egne_her_ider", Ids{"90000003"});
  EXPECT_FALSE(accept(sample(), incoming).content.forsendelse.ekspeder);
}

TEST(GericaMsgHead, one_case_per_patient_by_a_key_that_does_not_tell_who) {
  const auto first = accept(sample()).content;
  const auto second = accept(sample_with("GERICA-VEDTAK-2026-001187", "GERICA-VEDTAK-2026-002000")).content;
  EXPECT_EQ(first.sak.ekstern_noekkel.noekkel, second.sak.ekstern_noekkel.noekkel);
  EXPECT_NE(first.external_key, second.external_key);
  EXPECT_THAT(first.sak.ekstern_noekkel.noekkel, testing::MatchesRegex("pasient-[a-p]{32}"));
  const auto other_patient = accept(sample_with("14833821238", "23918511849")).content;
  EXPECT_NE(first.sak.ekstern_noekkel.noekkel, other_patient.sak.ekstern_noekkel.noekkel);
  const auto other_secret = accept(sample(), source_with("pasientnoekkel_hemmelighet_fil", "en annen")).content;
  EXPECT_NE(first.sak.ekstern_noekkel.noekkel, other_secret.sak.ekstern_noekkel.noekkel);
  const auto no_secret = accept(sample(), source_with("pasientnoekkel_hemmelighet_fil", "")).content;
  EXPECT_EQ(no_secret.sak.ekstern_noekkel.noekkel, "GERICA-VEDTAK-2026-001187");
}

TEST(GericaMsgHead, the_message_id_stands_in_for_a_missing_document_id) {
  const auto content = accept(sample_with("<DokIdNotat>GERICA-VEDTAK-2026-001187</DokIdNotat>", "")).content;
  EXPECT_EQ(content.external_key.str(), "0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10");
}

TEST(GericaMsgHead, the_public_title_holds_nothing_of_the_free_text) {
  const auto content =
      accept(sample_with("Vedtak om helsetjenester i hjemmet", "Olga Syntetisk har fått hjelp")).content;
  EXPECT_THAT(content.journalpost.tittel, HasSubstr("Olga"));
  EXPECT_EQ(content.journalpost.offentlig_tittel, "Tjenestetilbud - *****");
}

TEST(GericaMsgHead, takes_a_d_number_and_the_newer_dialogmelding) {
  auto xml = sample_with("14833821238", "57912075186");
  xml = changed(xml, "V=\"FNR\"", "V=\"DNR\"");
  xml = changed(xml, "dialog/2006-10-11", "dialog/2013-01-23");
  EXPECT_EQ(accept(xml).content.sak.part.at(0).personidentifikator.reveal(), "57912075186");
}

TEST(GericaMsgHead, other_receivers_are_copies_that_get_no_letter) {
  const auto xml = sample_with(
      "<Patient>",
      "<OtherReceiver><RoleReceiver V=\"KM\"/><Organisation><OrganisationName>LEGEVAKTEN</OrganisationName><Ident>"
      "<Id>90000007</Id><TypeId V=\"HER\"/></Ident></Organisation></OtherReceiver><Patient>");
  const auto part = accept(xml).content.journalpost.korrespondansepart.at(2);
  EXPECT_EQ(part.korrespondanseparttype, "EK");
  EXPECT_EQ(part.navn, "LEGEVAKTEN");
  EXPECT_FALSE(part.is_letter_recipient());
}

TEST(GericaMsgHead, reads_latin_1) {
  auto xml = changed(sample(), "UTF-8", "ISO-8859-1");
  xml = changed(xml, "Fødselsnummer",
                "F\xF8"
                "dselsnummer");
  xml = changed(xml, "OLGA", "\xC5SE");
  EXPECT_EQ(accept(xml).content.sak.tittel, "Omsorgstjenester - ÅSE SYNTETISK");
}

TEST(GericaMsgHead, each_of_its_settings_changes_what_is_made) {
  const std::map<std::string, ports::SettingValue> others{{"egne_her_ider", Ids{"90000003"}},
                                                          {"skjermingshjemmel", "Offl. § 14"},
                                                          {"pasientnoekkel_hemmelighet_fil", "en annen"},
                                                          {"ekspeder_til_pasient", true},
                                                          {"arkivdel", "OMSORG"},
                                                          {"mappetype", "Klientmappe"},
                                                          {"saksmappe_prefiks", "Hjemmetjenester"},
                                                          {"kkf", "G22"}};
  const auto before = codec::to_json(accept(sample()).content);
  for (const auto& setting : MsgHeadFormat().settings()) {
    ASSERT_TRUE(others.contains(setting.name)) << setting.name;
    EXPECT_NE(codec::to_json(accept(sample(), source_with(setting.name, others.at(setting.name))).content), before)
        << setting.name;
  }
}

}  // namespace
}  // namespace fangst::gerica
