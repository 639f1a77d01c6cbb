#include "dispatcher_fixture.hpp"

#include <functional>

namespace fangst::svarut {
namespace {

/// What SvarUt takes of a letter: how long, how large, what may be missing.
class Limits : public DispatcherTest {
 protected:
  Json sent_with(const Settings& with, const ports::OutgoingLetter& given) {
    Dispatcher dispatcher(with, http_, tokens_, documents_, clock_);
    http_.then(200, R"({"id":"x"})");
    const auto receipt = dispatcher.send(given, soon());
    EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().code());
    return receipt ? Json::parse(parts_of(http_.calls().back()).at(0).content) : Json();
  }
  static Settings full_settings() {
    auto result = settings();
    result.organisasjonsnummer = "974760673";
    result.konteringskode = "HELSE";
    return result;
  }
};

std::string of_length(std::size_t characters) {
  std::string text;
  for (std::size_t i = 0; i < characters; ++i) text += "å";
  return text;
}

TEST_F(Limits, of_every_text_are_kept_to_the_character) {
  using Set = std::function<void(ports::OutgoingLetter&, Settings&, const std::string&)>;
  struct Case {
    const char* pointer;
    std::size_t most;
    Set set;
  };
  const Case cases[] = {
      {"/tittel", 1000, [](auto& letter, auto&, const auto& text) { letter.tittel = text; }},
      {"/mottaker/navn", 100, [](auto& letter, auto&, const auto& text) { letter.mottaker.navn = text; }},
      {"/mottaker/adresse/adresselinje1", 70,
       [](auto& letter, auto&, const auto& text) { letter.mottaker.adresse->adresselinje1 = text; }},
      {"/mottaker/adresse/adresselinje2", 70,
       [](auto& letter, auto&, const auto& text) { letter.mottaker.adresse->adresselinje2 = text; }},
      {"/mottaker/adresse/adresselinje3", 70,
       [](auto& letter, auto&, const auto& text) { letter.mottaker.adresse->adresselinje3 = text; }},
      {"/mottaker/adresse/postnummer", 20,
       [](auto& letter, auto&, const auto& text) { letter.mottaker.adresse->postnummer = text; }},
      {"/mottaker/adresse/poststed", 70,
       [](auto& letter, auto&, const auto& text) { letter.mottaker.adresse->poststed = text; }},
      {"/konteringskode", 20, [](auto&, auto& settings, const auto& text) { settings.konteringskode = text; }},
      {"/svarSendesTil/navn", 100, [](auto& letter, auto&, const auto& text) { letter.avsender_navn = text; }},
      {"/svarSendesTil/adresse/adresselinje1", 70,
       [](auto& letter, auto&, const auto& text) { letter.retur.adresselinje1 = text; }}};
  for (const auto& [pointer, most, set] : cases) {
    for (const auto length : {most - 1, most, most + 1}) {
      auto given = letter();
      given.mottaker.adresse = model::Adresse{"a", "b", "c", "0155", "Oslo", "NO"};
      auto with = full_settings();
      set(given, with, of_length(length));
      EXPECT_EQ(sent_with(with, given).at(Json::json_pointer(pointer)), of_length(std::min(length, most))) << pointer;
    }
  }
}

TEST_F(Limits, of_size_are_for_all_pdf_together_and_for_nothing_else) {
  constexpr std::uint64_t kHalf = 175ULL * 1024 * 1024;
  auto given = letter();
  given.dokumenter[0].size = kHalf;
  given.dokumenter[1].size = kHalf + 1;
  EXPECT_EQ(refused(given), "svarut.for_stort");
  given.dokumenter[1].mime_type = "image/png";
  EXPECT_FALSE(sent(given).is_null()) << "it is not printed";
}

TEST_F(Limits, of_size_are_met_by_one_document_alone) {
  auto given = letter();
  given.dokumenter[0].size = 351ULL * 1024 * 1024;
  EXPECT_EQ(refused(given), "svarut.for_stort");
  const auto receipt = dispatcher_.send(given, soon());
  ASSERT_FALSE(receipt);
  EXPECT_EQ(receipt.error().kind(), ErrorKind::too_large);
}

TEST_F(Limits, of_a_country_are_two_letters_on_paper_and_digitally) {
  for (const bool is_paper : {false, true}) {
    for (const char* code : {"N", "NOR", "N0", "N ", "47", "Å", "Sverige"}) {
      auto given = letter(is_paper);
      given.mottaker.adresse->landkode = code;
      EXPECT_EQ(refused(given), "svarut.ugyldig_landkode") << code;
    }
  }
  for (const auto& [code, expected] : {std::pair{"no", "NO"}, {"Se", "SE"}, {"DK", "DK"}}) {
    auto given = letter();
    given.mottaker.adresse->landkode = code;
    EXPECT_EQ(sent(given)["mottaker"]["adresse"]["landkode"], expected);
  }
}

TEST_F(Limits, of_an_address_are_one_line_and_a_place) {
  auto given = letter();
  given.mottaker.adresse = model::Adresse{"", "", "Storgata 1", "", "Oslo", ""};
  EXPECT_EQ(sent(given)["mottaker"]["adresse"], (Json{{"adresselinje1", "Storgata 1"}, {"poststed", "Oslo"}}));
  given.mottaker.adresse = model::Adresse{" ", "\t", "", "0155", "Oslo", "NO"};
  EXPECT_FALSE(sent(given)["mottaker"].contains("adresse")) << "no line has content";
  given.mottaker.adresse = model::Adresse{"", "", "", "", "Oslo", ""};
  EXPECT_FALSE(sent(given)["mottaker"].contains("adresse")) << "a place alone";
  given.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", "", "NO"};
  EXPECT_FALSE(sent(given)["mottaker"].contains("adresse")) << "no place";
  given.mottaker.adresse.reset();
  EXPECT_FALSE(sent(given)["mottaker"].contains("adresse")) << "nothing is known";
}

TEST_F(Limits, of_where_an_answer_goes_are_that_all_of_it_is_known) {
  const std::vector<std::function<void(ports::OutgoingLetter&, Settings&)>> lacks = {
      [](auto&, auto& settings) { settings.organisasjonsnummer.clear(); },
      [](auto& letter, auto&) { letter.avsender_navn.clear(); },
      [](auto& letter, auto&) { letter.retur.poststed.clear(); },
      [](auto& letter, auto&) { letter.retur.adresselinje1.clear(); }};
  for (std::size_t i = 0; i < lacks.size(); ++i) {
    auto given = letter();
    auto with = full_settings();
    lacks[i](given, with);
    EXPECT_FALSE(sent_with(with, given).contains("svarSendesTil")) << i;
  }
  auto without_code = full_settings();
  without_code.konteringskode.clear();
  const auto json = sent_with(without_code, letter());
  EXPECT_FALSE(json.contains("konteringskode"));
  EXPECT_TRUE(json.contains("svarSendesTil"));
}

TEST_F(Limits, of_who_is_written_to_are_one_identity_and_on_paper_none) {
  auto given = letter();
  given.mottaker.organisasjonsnummer = "991825827";
  EXPECT_EQ(sent(given)["mottaker"]["digitalId"], "17912099997") << "the person goes before the organisation";
  EXPECT_TRUE(http_.calls().back().request.url.ends_with("/person"));
  given = letter(true);
  given.mottaker.personidentifikator = {};
  EXPECT_FALSE(sent(given).is_null()) << "paper needs no identity";
  EXPECT_TRUE(http_.calls().back().request.url.ends_with("/print"));
}

TEST_F(Limits, of_a_letter_are_told_by_what_to_mend) {
  struct Case {
    bool is_paper;
    std::function<void(ports::OutgoingLetter&)> change;
    const char *code, *words;
  };
  for (const auto& [is_paper, change, code, words] :
       {Case{false, [](auto& l) { l.tittel.clear(); }, "mangler_tittel", "mangler tittel"},
        Case{false, [](auto& l) { l.tittel = " "; }, "mangler_tittel", "mangler tittel"},
        Case{false, [](auto& l) { l.tittel = "\n"; }, "mangler_tittel", "mangler tittel"},
        Case{false, [](auto& l) { l.mottaker.navn.clear(); }, "mangler_navn", "mangler navn"},
        Case{false, [](auto& l) { l.mottaker.navn = " \t"; }, "mangler_navn", "mangler navn"},
        Case{false, [](auto& l) { l.dokumenter.clear(); }, "mangler_dokument", "ingen dokumenter"},
        Case{false, [](auto& l) { l.mottaker.personidentifikator = {}; }, "mangler_mottaker_id",
             "fødselsnummer eller organisasjonsnummer"},
        Case{false, [](auto& l) { l.mottaker.adresse->landkode = "Norge"; }, "ugyldig_landkode", "to bokstaver"},
        Case{true, [](auto& l) { l.mottaker.adresse.reset(); }, "mangler_adresse", "adresselinje og poststed"},
        Case{true, [](auto& l) { l.dokumenter[1].mime_type = "image/png"; }, "kan_ikke_skrives_ut", "Bare PDF"}}) {
    auto given = letter(is_paper);
    change(given);
    const auto receipt = dispatcher_.send(given, soon());
    ASSERT_FALSE(receipt) << words;
    EXPECT_EQ(receipt.error().kind(), ErrorKind::invalid_input) << words;
    EXPECT_EQ(receipt.error().code(), std::string("svarut.") + code);
    EXPECT_EQ(receipt.error().where(), "svarut.send");
    EXPECT_NE(receipt.error().public_text().find(words), std::string::npos) << receipt.error().public_text();
  }
  EXPECT_TRUE(http_.calls().empty());
}

TEST_F(Limits, of_print_are_that_every_document_is_pdf) {
  for (const std::size_t other : {0U, 1U, 2U}) {
    auto given = letter(true);
    given.dokumenter.push_back(document("tredje.pdf", "%PDF tredje"));
    given.dokumenter[other].mime_type = "image/png";
    EXPECT_EQ(refused(given), "svarut.kan_ikke_skrives_ut") << other;
  }
  EXPECT_FALSE(sent(letter(true))["dokumenter"][0].contains("skalEkskluderesFraUtskrift"));
}

TEST_F(Limits, of_file_names_leave_out_each_forbidden_character_and_no_other) {
  const std::pair<std::string, std::string> names[] = {
      {"*:\"\\/<>|?.pdf", "_________.pdf"},
      {"a'b(c)[d]{e}=f+g&h%i#j!k.pdf", "a'b(c)[d]{e}=f+g&h%i#j!k.pdf"},
      {"to.punktum.pdf", "to.punktum.pdf"},
      {std::string(225, 'x') + "y", std::string(225, 'x') + "y"},
      {std::string(226, 'x') + "y", std::string(226, 'x')},
      {std::string(220, 'x') + ".123456789", std::string(216, 'x') + ".123456789"},
      // Too long for an ending: it is part of the name, and cut with it.
      {std::string(220, 'y') + ".1234567890", std::string(220, 'y') + ".12345"}};
  for (const auto& [given_name, expected] : names) {
    auto given = letter();
    given.dokumenter = {document(given_name, "1")};
    EXPECT_EQ(sent(given)["dokumenter"][0]["filnavn"], expected);
  }
}

TEST_F(Limits, of_file_names_let_none_come_twice_whatever_its_case) {
  const std::pair<std::string, std::string> names[] = {{"a.pdf", "a.pdf"},
                                                       {"A.pdf", "A (2).pdf"},
                                                       {"a.PDF", "a (3).PDF"},
                                                       {"a.pdf", "a (4).pdf"},
                                                       {"a (2).pdf", "a (2) (2).pdf"},
                                                       {"b.c.pdf", "b.c.pdf"},
                                                       {"b.c.pdf", "b.c (2).pdf"},
                                                       {"uten", "uten"},
                                                       {"uten", "uten (2)"},
                                                       {"ÀÆØÅÉÞ.pdf", "ÀÆØÅÉÞ.pdf"},
                                                       {"àæøåéþ.pdf", "àæøåéþ (2).pdf"},
                                                       {"a×.pdf", "a×.pdf"},
                                                       {"a÷.pdf", "a÷.pdf"},
                                                       {"ß.pdf", "ß.pdf"},
                                                       {"ÿ.pdf", "ÿ.pdf"}};
  auto given = letter();
  given.dokumenter.clear();
  std::vector<std::string> expected;
  for (const auto& [name, fitted] : names) {
    given.dokumenter.push_back(document(name, name + std::to_string(given.dokumenter.size())));
    expected.push_back(fitted);
  }
  const auto json = sent(given);
  std::vector<std::string> got;
  for (const auto& one : json["dokumenter"]) got.push_back(one["filnavn"]);
  EXPECT_EQ(got, expected);
}

}  // namespace
}  // namespace fangst::svarut
