#include "digipost/digipost_schema.hpp"

#include "digipost/digipost_answers.hpp"
#include "digipost/digipost_error.hpp"
#include "digipost/identification.hpp"
#include "official_schema.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fangst::test {
namespace {

using sandbox::check_identification;
using sandbox::check_message;
using sandbox::parse_xml;

constexpr const char* kUuid = "9f6a1b1e-3c1f-4d0a-9a52-0f4b9f1c2d11";

/// A message that uses every element that the sandbox takes.
const std::string kMessage = R"(<message xmlns="http://api.digipost.no/schema/v8">
  <message-id>ark-1</message-id>
  <sender-organization><organization-id>910077473</organization-id><part-id>BYGG</part-id></sender-organization>
  <recipient><personal-identification-number>12345678901</personal-identification-number><print-details>
    <recipient><name>Ola Nordmann</name><norwegian-address><addressline1>Storgata 1</addressline1>
      <zip-code>0155</zip-code><city>Oslo</city></norwegian-address></recipient>
    <return-address><name>Testby</name><foreign-address><addressline1>Gata 1</addressline1>
      <country-code>SE</country-code></foreign-address></return-address>
    <color>COLORS</color><nondeliverable-handling>SHRED</nondeliverable-handling>
    <print-instructions><print-instruction><key>k</key><value>v</value></print-instruction></print-instructions>
  </print-details></recipient>
  <delivery-time>2036-11-21T12:00:00+01:00</delivery-time><invoice-reference>KS-1</invoice-reference>
  <primary-document technical-type="t"><uuid>9f6a1b1e-3c1f-4d0a-9a52-0f4b9f1c2d11</uuid><subject>Vedtak</subject>
    <file-type>pdf</file-type><opening-receipt>o</opening-receipt>
    <sms-notification><overrides><sms-mobile-number>9</sms-mobile-number><text>t</text></overrides>
      <at time="2036-11-21T12:00:00.5Z"/><after-hours>0</after-hours></sms-notification>
    <email-notification><email-address>a</email-address><subject>s</subject><text>t</text>
      <at time="2036-11-21T12:00:00"/></email-notification>
    <authentication-level>TWO_FACTOR</authentication-level><sensitivity-level>SENSITIVE</sensitivity-level>
    <encrypted number-of-pages="3"/><content-hash hash-algorithm="SHA256">abc=</content-hash>
    <link rel="r" uri="u" media-type="m"/>
    <data-type><invoice xmlns="http://api.digipost.no/schema/datatypes"><due-date>2026-12-15T00:00:00+01:00</due-date>
      <sum>1234.50</sum><creditor-account>15032080119</creditor-account><kid>12345678</kid></invoice></data-type>
  </primary-document>
  <attachment><file-type>txt</file-type><opened>true</opened></attachment>
  <print-if-unread><print-if-unread-after>2036-11-21T12:00:00Z</print-if-unread-after><print-details>
    <recipient><name>A</name><norwegian-address><zip-code>0155</zip-code><city>Oslo</city></norwegian-address></recipient>
    <return-address><name>B</name><norwegian-address><zip-code>0155</zip-code><city>Oslo</city></norwegian-address>
    </return-address></print-details></print-if-unread>
  <request-for-registration><registration-deadline>2036-11-21T12:00:00Z</registration-deadline>
    <phone-number>1</phone-number><email-address>a</email-address></request-for-registration>
  <batch><uuid>9f6a1b1e-3c1f-4d0a-9a52-0f4b9f1c2d11</uuid><status>CREATED</status><count-print>1</count-print></batch>
</message>)";

struct Mutation {
  std::string from;
  std::string to;
};

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

/// What is put in the place of a piece of the message; some of it stays valid, most does not.
std::vector<Mutation> mutations() {
  const std::string pin = "<personal-identification-number>12345678901</personal-identification-number>";
  return {
      {"<message-id>ark-1</message-id>", ""},
      {"<message-id>ark-1</message-id>", "<message-id/>"},
      {"<message-id>ark-1</message-id>", "<message-id>a</message-id><message-id>b</message-id>"},
      {"<message-id>ark-1</message-id>", "<message-id><b/></message-id>"},
      {"<message-id>ark-1</message-id>", "<message-id a=\"1\">ark-1</message-id>"},
      {"<message-id>ark-1</message-id>", "text"},
      {"<message-id>ark-1</message-id>", "<!-- a comment --><message-id>ark<![CDATA[-1]]></message-id>"},
      {"910077473", ""},
      {"910077473", "has space"},
      {"910077473", "under_score"},
      {"910077473", "blåbær"},
      {"910077473", times(35, "x")},
      {"910077473", times(36, "x")},
      {"<part-id>BYGG</part-id>", "<part-id>" + times(101, "x") + "</part-id>"},
      {"<recipient><personal", "<sender-id>1</sender-id><recipient><personal"},
      {pin, ""},
      {pin, "<personal-identification-number>1234567890</personal-identification-number>"},
      {pin, "<personal-identification-number>abcdefghijk</personal-identification-number>"},
      {pin, "<personal-identification-number>æøåæøåæøåæø</personal-identification-number>"},
      {pin, pin + pin},
      {pin, pin + "<organisation-number>123456789</organisation-number>"},
      {pin, "<organisation-number>123456789</organisation-number>"},
      {pin, "<organisation-number>12345678</organisation-number>"},
      {pin, "<digipost-address>ola#1</digipost-address>"},
      {pin, "<email-details/>"},
      {pin, "<email-details>" + times(50, "<email-address>a</email-address>") + "</email-details>"},
      {pin, "<email-details>" + times(51, "<email-address>a</email-address>") + "</email-details>"},
      {pin, "<bank-account-number>12345678901</bank-account-number>"},
      {pin,
       "<name-and-address><fullname>a</fullname><addressline1>b</addressline1><postalcode>1</postalcode>"
       "<city>c</city><birth-date>1970-02-28</birth-date></name-and-address>"},
      {pin,
       "<name-and-address><fullname>a</fullname><addressline1>b</addressline1><postalcode>1</postalcode>"
       "<city>c</city><birth-date>1970-02-30</birth-date></name-and-address>"},
      {pin, "<name-and-address><fullname>a</fullname><postalcode>1</postalcode><city>c</city></name-and-address>"},
      {pin,
       "<peppol-addresses><receiver><schemeID>a</schemeID><endpointID>b</endpointID></receiver><sender>"
       "<schemeID>a</schemeID><endpointID>b</endpointID></sender></peppol-addresses>"},
      {pin, "<peppol-addresses><receiver><schemeID>a</schemeID></receiver></peppol-addresses>"},
      {"<name>Ola Nordmann</name>", ""},
      {"<name>Ola Nordmann</name>", "<name>" + times(130, "ø") + "</name>"},
      {"<name>Ola Nordmann</name>", "<name>" + times(131, "ø") + "</name>"},
      {"<addressline1>Storgata 1</addressline1>", ""},
      {"<addressline1>Storgata 1</addressline1>", "<addressline2>b</addressline2><addressline1>a</addressline1>"},
      {"<zip-code>0155</zip-code><city>Oslo</city>", "<city>Oslo</city><zip-code>0155</zip-code>"},
      {"<zip-code>0155</zip-code>", "<zip-code>01234567890</zip-code>"},
      {"<country-code>SE</country-code>", "<country>Sverige</country>"},
      {"<country-code>SE</country-code>", "<country>Sverige</country><country-code>SE</country-code>"},
      {"<country-code>SE</country-code>", ""},
      {"<color>COLORS</color>", "<color/>"},
      {"<color>COLORS</color>", "<color>colors</color>"},
      {"<color>COLORS</color>", "<color> COLORS </color>"},
      {"<print-instruction><key>k</key><value>v</value></print-instruction>", ""},
      {"2036-11-21T12:00:00+01:00", "2036-11-21T12:00:00"},
      {"2036-11-21T12:00:00+01:00", " 2036-11-21T12:00:00Z "},
      {"2036-11-21T12:00:00+01:00", "2036-11-21T12:00:00+01"},
      {"2036-11-21T12:00:00+01:00", "2036-11-21T12:00:00+15:00"},
      {"2036-11-21T12:00:00+01:00", "2036-11-31T12:00:00Z"},
      {"2036-11-21T12:00:00+01:00", "2036-11-21T25:00:00Z"},
      {"2036-11-21T12:00:00+01:00", "2036-11-21t12:00:00Z"},
      {"2036-11-21T12:00:00+01:00", "2036-11-21T12:00:00.Z"},
      {"2036-11-21T12:00:00+01:00", "2036-11-21"},
      {"<invoice-reference>KS-1</invoice-reference>", "<invoice-reference>" + times(101, "x") + "</invoice-reference>"},
      {"technical-type=\"t\"", "other=\"t\""},
      {"<uuid>9f6a1b1e", "<uuid>9F6A1B1E"},
      {"<uuid>9f6a1b1e", "<uuid> 9f6a1b1e"},
      {"<uuid>9f6a1b1e-3c1f", "<uuid>9f6a1b1e3c1f"},
      {"<subject>Vedtak</subject>", "<subject>" + times(255, "å") + "</subject>"},
      {"<subject>Vedtak</subject>", "<subject>" + times(256, "å") + "</subject>"},
      {"<file-type>pdf</file-type>", ""},
      {"<file-type>pdf</file-type>", "<file-type/>"},
      {"<opening-receipt>o</opening-receipt>", "<opening-receipt>o</opening-receipt><opened>true</opened>"},
      {"<opened>true</opened>", "<opened>1</opened>"},
      {"<opened>true</opened>", "<opened>yes</opened>"},
      {"<text>t</text></overrides>", "</overrides>"},
      {"<text>t</text></overrides>", "<text/></overrides>"},
      {"<text>t</text></overrides>", "<text>" + times(161, "x") + "</text></overrides>"},
      {"<after-hours>0</after-hours>", "<after-hours>-1</after-hours>"},
      {"<after-hours>0</after-hours>", "<after-hours> +7 </after-hours>"},
      {"<after-hours>0</after-hours>", "<after-hours>1.5</after-hours>"},
      {"<after-hours>0</after-hours>", "<after-hours>2147483648</after-hours>"},
      {"<at time=\"2036-11-21T12:00:00.5Z\"/>", "<at/>"},
      {"<at time=\"2036-11-21T12:00:00.5Z\"/>", "<at time=\"now\"/>"},
      {"<at time=\"2036-11-21T12:00:00.5Z\"/>", "<at> </at>"},
      {"<at time=\"2036-11-21T12:00:00\"/>", ""},
      {"TWO_FACTOR", "THREE_FACTOR"},
      {"TWO_FACTOR", "IDPORTEN_4"},
      {"SENSITIVE", ""},
      {"number-of-pages=\"3\"", "number-of-pages=\"three\""},
      {"number-of-pages=\"3\"", ""},
      {"uri=\"u\"", ""},
      {"<sum>1234.50</sum>", "<sum>1,50</sum>"},
      {"<sum>1234.50</sum>", "<sum>-.5</sum>"},
      {"<sum>1234.50</sum>", ""},
      {"<kid>12345678</kid>", ""},
      {"<data-type>", "<data-type>text"},
      {"<attachment><file-type>txt</file-type><opened>true</opened></attachment>",
       times(201, "<attachment><file-type>txt</file-type></attachment>")},
      {"<attachment><file-type>txt</file-type><opened>true</opened></attachment>",
       times(202, "<attachment><file-type>txt</file-type></attachment>")},
      {"<status>CREATED</status>", "<status>MADE</status>"},
      {"<count-print>1</count-print>", "<count-print>one</count-print>"},
      {"</message>", "<extra/></message>"},
      {"</message>", "text</message>"},
      {"schema/v8\">\n", "schema/v7\">\n"},
      {"schema/v8\">\n", "schema/v8\" a=\"b\">\n"},
      {"schema/v8\">\n",
       "schema/v8\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\">\n"},
  };
}

class SandboxAndXsd : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!official().present()) GTEST_SKIP() << "the official Digipost schema is not here (FANGST_OFFICIAL_SCHEMAS)";
  }
  static const OfficialDigipostSchema& official() {
    static const OfficialDigipostSchema schema;
    return schema;
  }
};

TEST_F(SandboxAndXsd, both_accept_a_message_with_everything_in_it) {
  EXPECT_EQ(official().fault_of(kMessage), "");
  EXPECT_EQ(check_message(*parse_xml(kMessage)), "");
}

TEST_F(SandboxAndXsd, agree_on_every_mutated_message) {
  int refused = 0;
  for (const auto& [from, to] : mutations()) {
    const auto at = kMessage.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    const std::string xml = kMessage.substr(0, at) + to + kMessage.substr(at + from.size());
    const auto theirs = official().fault_of(xml);
    const auto parsed = parse_xml(xml);
    const auto ours = parsed ? check_message(*parsed) : "not well-formed";
    EXPECT_EQ(theirs.empty(), ours.empty())
        << from << " -> " << to.substr(0, 120) << "\nXSD: " << theirs << "\nsandbox: " << ours;
    refused += theirs.empty() ? 0 : 1;
  }
  EXPECT_GE(refused, 50);
}

TEST_F(SandboxAndXsd, agree_on_identifications) {
  const auto wrap = [](const std::string& inner) {
    return "<identification xmlns=\"http://api.digipost.no/schema/v8\"" + inner + "</identification>";
  };
  const std::string pin = "<personal-identification-number>12345678901</personal-identification-number>";
  for (const auto& xml : {wrap(">" + pin), wrap(">"), wrap(">" + pin + pin), wrap("> " + pin + "\n"),
                          wrap(">text" + pin), wrap(" include-personalias-for-digipost-user=\"true\">" + pin),
                          wrap(" include-personalias-for-digipost-user=\"yes\">" + pin), wrap(" other=\"1\">" + pin),
                          wrap("><digipost-address/>"), wrap("><organisation-number>1</organisation-number>"),
                          wrap("><email-details><email-address>a</email-address></email-details>"),
                          wrap("><bank-account-number>12345678901</bank-account-number>")}) {
    EXPECT_EQ(official().fault_of(xml).empty(), check_identification(*parse_xml(xml)).empty()) << xml;
  }
}

sandbox::Delivery delivery(const std::string& channel) {
  return {"ark-1",
          1001,
          "hash",
          channel,
          sandbox::TimePoint(std::chrono::hours(500'000)),
          true,
          "",
          {{kUuid, "hash", "aGFzaA==", true}, {"9f6a1b1e-3c1f-4d0a-9a52-0f4b9f1c2d12", "hash", "aGFzaA==", false}}};
}

TEST_F(SandboxAndXsd, finds_every_answer_of_the_sandbox_valid) {
  const auto message = *parse_xml(kMessage);
  const auto now = sandbox::TimePoint(std::chrono::hours(500'001));
  std::vector<std::string> answers{
      sandbox::entrypoint_xml("http://127.0.0.1:1", "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n"),
      sandbox::sender_information_xml(1001),
      sandbox::to_xml(sandbox::DigipostError{"X", "a < b & \"c\""}),
      sandbox::events_xml({}),
      sandbox::to_xml_with_key({"DIGIPOST", ""}, "key"),
      sandbox::to_xml_with_key({"IDENTIFIED", ""}, "key")};
  for (const char* result : {"DIGIPOST", "IDENTIFIED"})
    answers.push_back(sandbox::to_xml(sandbox::Identification{result, ""}));
  for (const char* reason : {"NOT_FOUND", "MULTIPLE_MATCHES"}) {
    answers.push_back(sandbox::to_xml(sandbox::Identification{"UNIDENTIFIED", reason}));
  }
  for (const char* reason : {"INVALID_PERSONAL_IDENTIFICATION_NUMBER", "INVALID_ORGANISATION_NUMBER"}) {
    answers.push_back(sandbox::to_xml(sandbox::Identification{"INVALID", reason}));
  }
  for (const char* type : {"OPENED", "POSTMARKED", "PRINT_FAILED"}) {
    answers.push_back(sandbox::events_xml({{kUuid, type, now, now, "TOO_MANY_PAGES"}}));
  }
  for (const char* channel : {"DIGIPOST", "PRINT", "PENDING"}) {
    answers.push_back(sandbox::delivery_xml(delivery(channel), message));
    answers.push_back(sandbox::document_status_xml({delivery(channel), 0}, now, std::chrono::milliseconds(1)));
    answers.push_back(sandbox::document_status_xml({delivery(channel), 1}, now, std::chrono::milliseconds(1)));
  }
  for (const auto& answer : answers) EXPECT_EQ(official().fault_of(answer), "") << answer;
}

}  // namespace
}  // namespace fangst::test
