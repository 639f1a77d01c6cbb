#include <fangst/pipeline/letter.hpp>

#include <gtest/gtest.h>

#include <map>

namespace fangst::pipeline {
namespace {

using Address = model::Adresse;

const Sender kSender{"Testdal kommune", Address{"Rådhuset", "Plan 2", "Postmottak", "2631", "Testdal", "SE"}};

model::Sha256 hash(std::uint8_t first) {
  model::Sha256 sha256;
  sha256.bytes[0] = first;
  return sha256;
}

model::Korrespondansepart party(const std::string& navn, const std::string& type) {
  model::Korrespondansepart part;
  part.korrespondanseparttype = type;
  part.navn = navn;
  return part;
}

model::Dokument document(const std::string& name, const std::string& variant, std::uint8_t first) {
  return {"tittel " + name,      "type " + name, "H",          variant, name + ".pdf",
          "application/" + name, hash(first),    100U + first, ""};
}

/// A sender, two recipients, and three documents of which the second is not in archive format.
model::Submission submission() {
  model::Submission submission;
  submission.id = model::SubmissionId("innsending-1");
  auto& content = submission.content;
  content.sak.tittel = "sakens tittel";
  content.sak.offentlig_tittel = "sakens offentlige tittel";
  content.journalpost.tittel = "journalpostens tittel";
  auto copy = party("kopi", "EK");
  copy.personidentifikator = model::PersonIdentifier("17912099997");
  copy.organisasjonsnummer = "313770001";
  copy.adresse = Address{"linje 1", "linje 2", "linje 3", "2630", "Ringebu", "NO"};
  copy.forsendelsesmaate = "måte";
  content.journalpost.korrespondansepart = {party("avsender", "EA"), party("mottaker", "EM"), copy};
  content.dokumenter = {document("en", "A", 1), document("to", "P", 2), document("tre", "A", 3)};
  return submission;
}

model::Letter letter(int part) {
  model::Letter letter;
  letter.id = model::LetterId("5b0a6a0e-7c7f-4d5c-9a3e-2f1c3b8d9e1" + std::to_string(part));
  letter.part_no = part;
  letter.channel = model::Channel("svarut_print");
  return letter;
}

ports::OutgoingLetter compose(const model::Submission& submission, int part = 1, bool is_paper = false) {
  return compose_letter(submission, letter(part), is_paper, kSender);
}

void expect_equal(const Address& given, const Address& expected) {
  EXPECT_EQ(given.adresselinje1, expected.adresselinje1);
  EXPECT_EQ(given.adresselinje2, expected.adresselinje2);
  EXPECT_EQ(given.adresselinje3, expected.adresselinje3);
  EXPECT_EQ(given.postnummer, expected.postnummer);
  EXPECT_EQ(given.poststed, expected.poststed);
  EXPECT_EQ(given.landkode, expected.landkode);
}

TEST(ComposedLetter, has_the_key_and_channel_of_the_letter_and_says_whether_it_is_paper) {
  const auto digital = compose(submission());
  EXPECT_EQ(digital.key, letter(1).id);
  EXPECT_EQ(digital.channel, model::Channel("svarut_print"));
  EXPECT_FALSE(digital.is_paper);
  EXPECT_TRUE(compose(submission(), 1, true).is_paper);
}

TEST(ComposedLetter, goes_to_the_party_that_it_was_planned_for_with_all_that_is_known_of_it) {
  EXPECT_EQ(compose(submission(), 1).mottaker.navn, "mottaker");
  const auto copy = compose(submission(), 2).mottaker;
  EXPECT_EQ(copy.korrespondanseparttype, "EK");
  EXPECT_EQ(copy.navn, "kopi");
  EXPECT_EQ(copy.personidentifikator.reveal(), "17912099997");
  EXPECT_EQ(copy.organisasjonsnummer, "313770001");
  EXPECT_EQ(copy.forsendelsesmaate, "måte");
  ASSERT_TRUE(copy.adresse);
  expect_equal(*copy.adresse, {"linje 1", "linje 2", "linje 3", "2630", "Ringebu", "NO"});
}

TEST(ComposedLetter, is_from_the_municipality_and_comes_back_to_it) {
  const auto composed = compose(submission());
  EXPECT_EQ(composed.avsender_navn, "Testdal kommune");
  expect_equal(composed.retur, kSender.adresse);
}

TEST(ComposedLetter, has_every_document_in_archive_format_in_order_and_as_it_was_stored) {
  const auto documents = compose(submission()).dokumenter;
  ASSERT_EQ(documents.size(), 2U);
  const char* const names[] = {"en", "tre"};
  const std::uint8_t firsts[] = {1, 3};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string name = names[i];
    EXPECT_EQ(documents[i].tittel, "tittel " + name);
    EXPECT_EQ(documents[i].filnavn, name + ".pdf");
    EXPECT_EQ(documents[i].mime_type, "application/" + name);
    EXPECT_EQ(documents[i].sha256, hash(firsts[i]));
    EXPECT_EQ(documents[i].size, 100U + firsts[i]);
  }
}

TEST(ComposedLetter, has_no_document_whose_bytes_are_not_here) {
  auto without_hash = submission();
  without_hash.content.dokumenter[0].sjekksum.reset();
  ASSERT_EQ(compose(without_hash).dokumenter.size(), 1U);
  EXPECT_EQ(compose(without_hash).dokumenter[0].filnavn, "tre.pdf");
  auto without_size = submission();
  without_size.content.dokumenter[2].filstoerrelse.reset();
  ASSERT_EQ(compose(without_size).dokumenter.size(), 1U);
  EXPECT_EQ(compose(without_size).dokumenter[0].filnavn, "en.pdf");
}

/// A dispatcher takes a document by its id: at every try and in every release the same, and never that of another.
TEST(ComposedLetter, gives_each_document_of_each_letter_an_id_that_stays) {
  const std::map<int, std::vector<std::string>> ids{
      {1, {"184fb4b7-0372-5824-9be5-6c80204dbd15", "d0754e8b-cb3a-5dfa-940e-e2656344d9ef"}},
      {2, {"d6672c4b-097c-5eed-929a-0d2abb8c7d39", "05ed3b05-bde4-56b3-8e92-c58c0d5f2882"}}};
  for (const auto& [part, expected] : ids) {
    std::vector<std::string> given;
    for (const auto& document : compose(submission(), part).dokumenter) given.push_back(document.id);
    EXPECT_EQ(given, expected);
  }
}

struct Titles {
  const char* name;
  const char* public_title;
  bool is_case_shielded, is_journalpost_shielded;
  const char* expected;
  bool is_shielded;
};

class TitleOfLetter : public testing::TestWithParam<Titles> {};

TEST_P(TitleOfLetter, shows_nothing_of_what_is_shielded) {
  const auto& row = GetParam();
  auto what = submission();
  what.content.journalpost.offentlig_tittel = row.public_title;
  if (row.is_case_shielded) what.content.sak.skjerming = model::Skjerming{"UO", "Offl. § 13", {}};
  if (row.is_journalpost_shielded) what.content.journalpost.skjerming = model::Skjerming{"UO", "Offl. § 13", {}};
  const auto composed = compose(what);
  EXPECT_EQ(composed.tittel, row.expected);
  EXPECT_EQ(composed.skjermet, row.is_shielded);
}

const Titles kTitles[] = {
    {"open", "", false, false, "journalpostens tittel", false},
    {"open_with_a_public_title", "offentlig", false, false, "offentlig", false},
    {"case_shielded", "", true, false, "Brev fra Testdal kommune", true},
    {"journalpost_shielded", "", false, true, "Brev fra Testdal kommune", true},
    {"both_shielded", "", true, true, "Brev fra Testdal kommune", true},
    {"case_shielded_with_a_public_title", "offentlig", true, false, "offentlig", true},
    {"journalpost_shielded_with_a_public_title", "offentlig", false, true, "offentlig", true},
};
INSTANTIATE_TEST_SUITE_P(When, TitleOfLetter, testing::ValuesIn(kTitles),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(LetterWithoutDispatcher, is_a_fault_of_the_installation_that_names_the_channel_to_operators) {
  const auto error = no_dispatcher(model::Channel("ukjent"));
  EXPECT_EQ(error.kind(), ErrorKind::internal);
  EXPECT_EQ(error.code(), "send.ingen_avtale");
  EXPECT_EQ(error.private_detail(), "ukjent");
}

}  // namespace
}  // namespace fangst::pipeline
