#include "dispatcher_fixture.hpp"

namespace fangst::svarut {
namespace {

/// Each field of a letter and of the settings has a value that no other has, and stands in its own field on the wire.
class EveryField : public ::testing::Test {
 protected:
  static Settings settings() {
    Settings result;
    result.base_url = "https://svarut.example";
    result.konto_id = "konto";
    result.integrasjon_id = "integrasjon";
    result.integrasjon_passord = "passord";
    result.organisasjonsnummer = "313770001";
    result.avgivende_system = "avgivende";
    result.konteringskode = "kontering";
    result.tosidig_utskrift = false;
    return result;
  }
  ports::LetterDocument document(const std::string& filnavn, const std::string& bytes, const std::string& mime_type) {
    return {"", "tittel av " + filnavn, filnavn, mime_type, documents_.put(bytes), bytes.size()};
  }
  ports::OutgoingLetter letter() {
    ports::OutgoingLetter result;
    result.key = model::LetterId(kKey);
    result.tittel = "tittel";
    result.mottaker.navn = "mottaker";
    result.mottaker.personidentifikator = model::PersonIdentifier("17912099997");
    result.mottaker.adresse = model::Adresse{"linje 1", "linje 2", "linje 3", "2630", "Ringebu", "SE"};
    result.retur = model::Adresse{"retur 1", "retur 2", "retur 3", "0037", "Oslo", "NO"};
    result.avsender_navn = "avsender";
    result.dokumenter = {document("fil1.pdf", "innhold 1", "application/pdf"),
                         document("fil2.png", "innhold 2", "image/png")};
    return result;
  }
  std::vector<Part> sent(const ports::OutgoingLetter& given) {
    http_.then(200, R"({"id":")" + kId + R"("})");
    EXPECT_TRUE(dispatcher_.send(given, clock_.monotonic() + std::chrono::minutes(16)));
    return parts_of(http_.calls().back());
  }

  support::ScriptedHttpClient http_;
  support::FixedTokens tokens_;
  support::MemoryDocumentStore documents_;
  support::ManualClock clock_;
  Dispatcher dispatcher_{settings(), http_, tokens_, documents_, clock_};
};

TEST_F(EveryField, of_a_digital_letter_has_its_place_on_the_wire) {
  const auto parts = sent(letter());
  const Json address = {{"adresselinje1", "linje 1"}, {"adresselinje2", "linje 2"}, {"adresselinje3", "linje 3"},
                        {"postnummer", "2630"},       {"poststed", "Ringebu"},      {"landkode", "SE"}};
  const Json retur = {{"adresselinje1", "retur 1"}, {"adresselinje2", "retur 2"}, {"adresselinje3", "retur 3"},
                      {"postnummer", "0037"},       {"poststed", "Oslo"},         {"landkode", "NO"}};
  const Json expected = {
      {"tittel", "tittel"},
      {"mottaker", {{"navn", "mottaker"}, {"digitalId", "17912099997"}, {"adresse", address}}},
      {"avgivendeSystem", "avgivende"},
      {"utskriftskonfigurasjon", {{"tosidig", false}}},
      {"eksternReferanse", kKey},
      {"konteringskode", "kontering"},
      {"svarSendesTil",
       {{"navn", "avsender"}, {"type", "ORGANISASJON"}, {"digitalId", "313770001"}, {"adresse", retur}}},
      {"dokumenter",
       {{{"filnavn", "fil1.pdf"}, {"mimeType", "application/pdf"}},
        {{"filnavn", "fil2.png"}, {"mimeType", "image/png"}, {"skalEkskluderesFraUtskrift", true}}}}};
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(Json::parse(parts[0].content), expected);
  EXPECT_EQ(parts[1].content, "innhold 1");
  EXPECT_EQ(parts[2].content, "innhold 2");
  EXPECT_NE(parts[2].head.find("image/png"), std::string::npos);
}

TEST_F(EveryField, of_a_printed_letter_has_its_place_on_the_wire_and_the_identity_none) {
  auto given = letter();
  given.is_paper = true;
  given.dokumenter.pop_back();
  const auto json = Json::parse(sent(given).at(0).content);
  EXPECT_EQ(json["mottaker"]["adresse"]["adresselinje3"], "linje 3");
  EXPECT_FALSE(json["mottaker"].contains("digitalId"));
  EXPECT_EQ(json["svarSendesTil"]["adresse"]["adresselinje1"], "retur 1");
}

class ExactLimits : public EveryField {
 protected:
  static constexpr std::uint64_t kMostPrinted = 350ULL * 1024 * 1024;
  Result<ports::DispatchReceipt> send_of_size(std::uint64_t size) {
    auto given = letter();
    given.dokumenter.resize(1);
    given.dokumenter[0].size = size;
    http_.then(200, R"({"id":")" + kId + R"("})");
    return dispatcher_.send(given, clock_.monotonic() + std::chrono::minutes(16));
  }
};

TEST_F(ExactLimits, of_what_is_printed_are_in_bytes) {
  for (const auto size : {kMostPrinted - 1, kMostPrinted}) {
    const auto receipt = send_of_size(size);
    EXPECT_TRUE(receipt || receipt.error().code() != "svarut.for_stort") << size;
  }
  const auto above = send_of_size(kMostPrinted + 1);
  ASSERT_FALSE(above);
  EXPECT_EQ(above.error().code(), "svarut.for_stort");
}

}  // namespace
}  // namespace fangst::svarut
