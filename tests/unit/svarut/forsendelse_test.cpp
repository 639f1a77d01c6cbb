#include "dispatcher_fixture.hpp"

namespace fangst::svarut {
namespace {

class Forsendelse : public DispatcherTest {};

TEST_F(Forsendelse, to_a_person_is_json_first_and_then_the_files_in_its_order) {
  const auto json = sent(letter());
  const Json expected = {
      {"tittel", "Vedtak om tjeneste"},
      {"mottaker",
       {{"navn", "Ola Nordmann"},
        {"digitalId", "17912099997"},
        {"adresse",
         {{"adresselinje1", "Storgata 1"}, {"postnummer", "0155"}, {"poststed", "Oslo"}, {"landkode", "NO"}}}}},
      {"avgivendeSystem", "Fangst"},
      {"utskriftskonfigurasjon", {{"tosidig", true}}},
      {"eksternReferanse", kKey},
      {"dokumenter",
       {{{"filnavn", "vedtak.pdf"}, {"mimeType", "application/pdf"}},
        {{"filnavn", "vedlegg.pdf"}, {"mimeType", "application/pdf"}}}}};
  EXPECT_EQ(json, expected);
  const auto& call = http_.calls().at(0);
  EXPECT_EQ(call.request.method, "POST");
  EXPECT_EQ(call.request.url, "https://svarut.example/api/v3/kontoer/konto-1/forsendelser/person");
  const auto parts = parts_of(call);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].head, "Content-Disposition: form-data; name=\"forsendelse\"\r\nContent-Type: application/json");
  EXPECT_EQ(
      parts[1].head,
      "Content-Disposition: form-data; name=\"filer_0\"; filename=\"vedtak.pdf\"\r\nContent-Type: application/pdf");
  EXPECT_EQ(parts[1].content, "%PDF hoved");
  EXPECT_EQ(parts[2].content, "%PDF vedlegg");
}

TEST_F(Forsendelse, to_an_organisation_goes_to_its_own_address) {
  auto given = letter();
  given.mottaker.personidentifikator = {};
  given.mottaker.organisasjonsnummer = "991825827";
  EXPECT_EQ(sent(given)["mottaker"]["digitalId"], "991825827");
  EXPECT_TRUE(http_.calls().at(0).request.url.ends_with("/organisasjon"));
}

TEST_F(Forsendelse, for_print_has_an_address_and_no_identity) {
  const auto json = sent(letter(true));
  EXPECT_TRUE(http_.calls().at(0).request.url.ends_with("/print"));
  EXPECT_FALSE(json["mottaker"].contains("digitalId"));
  EXPECT_EQ(json["mottaker"]["adresse"]["adresselinje1"], "Storgata 1");
  EXPECT_EQ(http_.calls().at(0).body.find("17912099997"), std::string::npos);
}

TEST_F(Forsendelse, for_print_without_an_address_is_refused_before_it_is_sent) {
  auto given = letter(true);
  given.mottaker.adresse.reset();
  EXPECT_EQ(refused(given), "svarut.mangler_adresse");
  given.mottaker.adresse = model::Adresse{"", "", "", "0155", "Oslo", ""};
  EXPECT_EQ(refused(given), "svarut.mangler_adresse");
  given.mottaker.adresse = model::Adresse{"Storgata 1", "", "", "0155", " ", ""};
  EXPECT_EQ(refused(given), "svarut.mangler_adresse");
}

TEST_F(Forsendelse, keeps_what_is_not_pdf_out_of_print) {
  auto given = letter();
  given.dokumenter.push_back(document("bilde.png", "PNG", "image/png"));
  const auto json = sent(given);
  EXPECT_FALSE(json["dokumenter"][0].contains("skalEkskluderesFraUtskrift"));
  EXPECT_EQ(json["dokumenter"][2]["skalEkskluderesFraUtskrift"], true);
}

TEST_F(Forsendelse, moves_address_lines_up_so_that_the_first_is_not_empty) {
  auto given = letter();
  given.mottaker.adresse = model::Adresse{"", "c/o Kari", "Storgata 1", "0155", "Oslo", "se"};
  const auto address = sent(given)["mottaker"]["adresse"];
  EXPECT_EQ(address["adresselinje1"], "c/o Kari");
  EXPECT_EQ(address["adresselinje2"], "Storgata 1");
  EXPECT_FALSE(address.contains("adresselinje3"));
  EXPECT_EQ(address["landkode"], "SE");
}

TEST_F(Forsendelse, gives_files_names_that_svarut_takes_and_that_differ) {
  auto given = letter();
  given.dokumenter = {document("Vedtak: \"a/b\"?.pdf", "1"),
                      document("ÅRSMØTE.PDF", "2"),
                      document("årsmøte.pdf", "3"),
                      document(std::string(300, 'x') + ".pdf", "4"),
                      document(std::string(299, 'x') + ".pdf", "5"),
                      document("uten_endelse", "6")};
  const auto json = sent(given);
  const auto name = [&](std::size_t i) { return json["dokumenter"][i]["filnavn"].get<std::string>(); };
  EXPECT_EQ(name(0), "Vedtak_ _a_b__.pdf");
  EXPECT_EQ(name(1), "ÅRSMØTE.PDF");
  EXPECT_EQ(name(2), "årsmøte (2).pdf");
  EXPECT_EQ(name(3), std::string(222, 'x') + ".pdf");
  EXPECT_EQ(name(4), std::string(218, 'x') + " (2).pdf");
  EXPECT_EQ(name(5), "uten_endelse");
  const auto parts = parts_of(http_.calls().at(0));
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NE(parts[i + 1].head.find("filename=\"" + name(i) + "\""), std::string::npos) << parts[i + 1].head;
  }
}

TEST_F(Forsendelse, says_where_an_answer_goes_when_the_sender_is_configured) {
  auto with = settings();
  with.organisasjonsnummer = "974760673";
  with.konteringskode = "HELSE";
  Dispatcher dispatcher(with, http_, tokens_, documents_, clock_);
  http_.then(200, R"({"id":"x"})");
  ASSERT_TRUE(dispatcher.send(letter(), soon()));
  const auto json = Json::parse(parts_of(http_.calls().back()).at(0).content);
  const Json expected = {
      {"navn", "Eksempel kommune"},
      {"type", "ORGANISASJON"},
      {"digitalId", "974760673"},
      {"adresse", {{"adresselinje1", "Rådhusplassen 1"}, {"postnummer", "0037"}, {"poststed", "Oslo"}}}};
  EXPECT_EQ(json["svarSendesTil"], expected);
  EXPECT_EQ(json["konteringskode"], "HELSE");
}

TEST_F(Forsendelse, is_the_same_bytes_at_every_try) {
  sent(letter());
  sent(letter());
  EXPECT_EQ(http_.calls()[0].body, http_.calls()[1].body);
}

}  // namespace
}  // namespace fangst::svarut
