#include "open_api.hpp"

#include <fangst/support/fixed_tokens.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/scripted_http_client.hpp>
#include <fangst/svarut/dispatcher.hpp>

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

using Json = nlohmann::json;

model::Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(20); }

class SvarUtSchema : public ::testing::Test {
 protected:
  void SetUp() override {
    api_ = OpenApi::load("forsendelse-send-api-v3.json");
    if (!api_) GTEST_SKIP() << "KS' OpenAPI files are not at hand (FANGST_OFFICIAL_SCHEMAS)";
    settings_.base_url = "https://svarut.example";
    settings_.konto_id = "k";
    settings_.integrasjon_id = "i";
    settings_.integrasjon_passord = "p";
    settings_.organisasjonsnummer = "974760673";
    settings_.konteringskode = "HELSE_1";
  }

  ports::OutgoingLetter letter(bool is_paper) {
    ports::OutgoingLetter result;
    result.key = model::LetterId("0198c1de-0000-7000-8000-000000000001");
    result.is_paper = is_paper;
    result.tittel = "Vedtak";
    result.mottaker.navn = "Ola Nordmann";
    result.mottaker.personidentifikator = model::PersonIdentifier("17912099997");
    result.mottaker.adresse = model::Adresse{"Storgata 1", "c/o Kari", "", "0155", "Oslo", "no"};
    result.retur = model::Adresse{"Rådhusplassen 1", "", "", "0037", "Oslo", ""};
    result.avsender_navn = "Eksempel kommune";
    add(result, "vedtak.pdf", "application/pdf");
    return result;
  }
  void add(ports::OutgoingLetter& letter, const std::string& filnavn, const std::string& mime_type) {
    letter.dokumenter.push_back({"", "Tittel", filnavn, mime_type, documents_.put(filnavn), filnavn.size()});
  }

  /// The JSON part of what is sent, against the schema of its own call.
  std::vector<std::string> breaches(const ports::OutgoingLetter& letter) {
    svarut::Dispatcher dispatcher(settings_, http_, tokens_, documents_, clock_);
    http_.then(200, R"({"id":"x"})");
    const auto receipt = dispatcher.send(letter, soon());
    if (!receipt) return {"not sent: " + receipt.error().code()};
    const auto& call = http_.calls().back();
    const auto begin = call.body.find("\r\n\r\n") + 4;
    const auto json = Json::parse(call.body.substr(begin, call.body.find("\r\n--", begin) - begin));
    const auto& url = call.request.url;
    if (url.ends_with("/person")) return api_->breaches(json, "PersonForsendelse");
    if (url.ends_with("/organisasjon")) return api_->breaches(json, "OrganisasjonForsendelse");
    return api_->breaches(json, "PrintForsendelse");
  }

  const std::vector<std::string> none_{};
  std::optional<OpenApi> api_;
  svarut::Settings settings_;
  support::ScriptedHttpClient http_;
  support::FixedTokens tokens_;
  support::MemoryDocumentStore documents_;
  support::ManualClock clock_;
};

TEST_F(SvarUtSchema, takes_every_kind_of_letter) {
  EXPECT_EQ(breaches(letter(false)), none_);
  EXPECT_EQ(breaches(letter(true)), none_);
  auto organisation = letter(false);
  organisation.mottaker.personidentifikator = {};
  organisation.mottaker.organisasjonsnummer = "991825827";
  EXPECT_EQ(breaches(organisation), none_);
}

TEST_F(SvarUtSchema, takes_the_least_and_the_most_that_a_letter_may_hold) {
  auto least = letter(false);
  least.mottaker.adresse.reset();
  least.retur = {};
  EXPECT_EQ(breaches(least), none_);
  auto most = letter(false);
  for (int i = 0; i < 1100; ++i) most.tittel += "å";
  for (int i = 0; i < 110; ++i) most.mottaker.navn += "ø";
  const std::string line(100, 'x');
  most.mottaker.adresse = model::Adresse{line, line, line, line, line, "SE"};
  most.retur = *most.mottaker.adresse;
  most.avsender_navn = line + line;
  add(most, std::string(300, 'x') + ".pdf", "application/pdf");
  add(most, "regneark.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(breaches(most), none_);
}

TEST_F(SvarUtSchema, is_a_schema_that_finds_faults) {
  const Json faulty = {{"tittel", ""}, {"mottaker", {{"navn", "Ola"}, {"digitalId", 7}}}, {"avgivendesystem", "x"}};
  EXPECT_EQ(api_->breaches(faulty, "PersonForsendelse").size(), 3U);
}

TEST_F(SvarUtSchema, takes_our_question_about_status) {
  const auto status_api = OpenApi::load("forsendelse-status-api-v3.json");
  ASSERT_TRUE(status_api);
  http_.then(200, R"({"statuser":[]})");
  svarut::Dispatcher dispatcher(settings_, http_, tokens_, documents_, clock_);
  (void)dispatcher.status("d6b23522-ddf3-462a-8140-16e59e1f476d", soon());
  EXPECT_EQ(status_api->breaches(Json::parse(http_.calls().back().body), "Forsendelser"), none_);
}

}  // namespace
}  // namespace fangst::test
