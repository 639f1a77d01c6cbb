#include "msghead_sample.hpp"

namespace fangst::gerica {
namespace {

using testing::HasSubstr;

/// What is changed in the sample, and words of what the sender is then told.
struct Row {
  std::string from, to, words;
};

class ToldFault : public testing::TestWithParam<Row> {};

TEST_P(ToldFault, says_what_to_mend) {
  const auto parsed = MsgHeadFormat().parse(sample_with(GetParam().from, GetParam().to), source());
  ASSERT_FALSE(parsed);
  ASSERT_EQ(parsed.error().fields().size(), 1U);
  EXPECT_THAT(parsed.error().fields()[0].message, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Gerica, ToldFault,
    testing::Values(
        Row{"v1.2 2006-05-24", "v1.1", "Versjonen skal være"},
        Row{"<MIGversion>v1.2 2006-05-24</MIGversion>", "", "mangler"},
        Row{"<MsgId>0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10", "<MsgId> ", "tomt"},
        Row{"0d1c8a6e-59a4-4a61-9a54-5f0f6d3b7c10", "14833821238", "fødselsnummer"},
        Row{"<GenDate>2026-03-10", "<GenDate>2026-02-30", "ikke en dato"},
        Row{"14833821238", "14833821239", "kontrollsifrene"}, Row{"14833821238", "13094570055", "syntetiske"},
        Row{"V=\"FNR\"", "V=\"HPR\"", "mangler fødselsnummer"}, Row{"4.1.1.8116", "4.1.1.9051", "Kodeverket"},
        Row{"310450006", "310450007", "organisasjonsnummer"}, Row{"<TemaKodet V=\"3\"", "<TemaKodet", "attributtet V"},
        Row{"Vedtak om helsetjenester i hjemmet", std::string(301, 'x'), "høyst 300 tegn"},
        Row{"Vedtak om", "Vedtak \u202Eom", "usynlige tegn"}, Row{"V=\"A\"", "V=\"REF\"", "(MsgType A)"},
        Row{"V=\"A\"", "V=\"XML\"", "nøyaktig ett dokument"},
        Row{"<Description>", "<FileReference>x</FileReference><Description>", "som referanse"},
        Row{"<Description>", "<Compression V=\"zip\"/><Description>", "Komprimerte"},
        Row{"application/pdf", "pdf", "MIME"}, Row{"JVBERi0xLjQKJeLjz9MK", "%%%", "base64"},
        Row{"JVBERi0xLjQKJeLjz9MK", "", "tomt"}, Row{"JVBERi0xLjQKJeLjz9MK", "TVqQAAMAAAAEAAAA", "oppgitt som PDF"},
        Row{"dialog/2006-10-11", "dialog/2006-10-12", "ikke en Dialogmelding"}),
    [](const auto& test) { return "row_" + std::to_string(test.index); });

TEST(GericaToldRefusal, says_why_the_message_is_not_archived) {
  const auto told = [](const std::string& xml, const ports::SourceProfile& profile = source()) {
    const auto parsed = MsgHeadFormat().parse(xml, profile);
    return parsed ? std::string("(accepted)") : parsed.error().public_text();
  };
  EXPECT_THAT(told(file("g1b_apprec_avvist.xml")), HasSubstr("applikasjonskvittering"));
  EXPECT_THAT(told(sample_with("\"DIALOG_NOTAT\"", "\"APPREC\"")), HasSubstr("applikasjonskvittering"));
  EXPECT_THAT(told(sample_with("\"DIALOG_NOTAT\"", "\"EPIKRISE\"")), HasSubstr("Meldingstypen"));
  EXPECT_THAT(told(sample_with("<Ack", "<ProcessingStatus V=\"D\"/><Ack")), HasSubstr("testmelding"));
  EXPECT_THAT(told("<n/>"), HasSubstr("ikke en MsgHead"));
  EXPECT_THAT(told(sample(), source_with("skjermingshjemmel", "")), HasSubstr("uten skjermingshjemmel"));
}

}  // namespace
}  // namespace fangst::gerica
