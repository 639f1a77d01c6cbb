#include <fangst/model/submission.hpp>

#include <gtest/gtest.h>

namespace fangst::model {
namespace {

TEST(Korrespondansepart, gets_a_letter_as_recipient_or_copy_that_the_source_has_not_sent_to) {
  for (const auto* type : {"EA", "EM", "EK", "IA", "IM", "IK", "", "em", "EMK"}) {
    for (const auto* way : {"", "SvarUT", "Sendt av fagsystem", "sendt av fagsystem", "Sendt av fagsystem "}) {
      Korrespondansepart part;
      part.korrespondanseparttype = type;
      part.forsendelsesmaate = way;
      const bool is_recipient = std::string(type) == "EM" || std::string(type) == "EK";
      EXPECT_EQ(part.is_letter_recipient(), is_recipient && std::string(way) != "Sendt av fagsystem") << type << way;
    }
  }
}

TEST(SubmissionContent, that_says_nothing_of_dispatch_is_not_sent_and_is_a_decision) {
  const SubmissionContent content;
  EXPECT_FALSE(content.forsendelse.ekspeder);
  EXPECT_EQ(content.forsendelse.innhold, LetterKind::enkeltvedtak) << "the stricter rule";
}

TEST(Dokument, that_says_nothing_is_the_main_one_in_archive_format) {
  const Dokument dokument;
  EXPECT_EQ(dokument.tilknyttet_registrering_som, "H");
  EXPECT_EQ(dokument.variantformat, "A");
}

TEST(Shielding, of_a_class_and_of_a_party_is_not_there_until_it_is_said) {
  EXPECT_FALSE(Klassifikasjon().er_skjermet);
  EXPECT_FALSE(Part().er_skjermet);
  EXPECT_FALSE(Korrespondansepart().er_skjermet);
}

}  // namespace
}  // namespace fangst::model
