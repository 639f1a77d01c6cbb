#include <fangst/codec/text_checks.hpp>

#include <gmock/gmock.h>

namespace fangst::codec {
namespace {

using model::IdentityRealm;
using testing::HasSubstr;

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// The check, a text that it takes and one that it does not, and a word of what it then says.
struct Row {
  std::string_view (*fault_of)(std::string_view);
  std::string good, bad, says;
};

std::string_view of_test(std::string_view number) { return fault_of_foedselsnummer(number, IdentityRealm::synthetic); }
std::string_view of_production(std::string_view number) {
  return fault_of_foedselsnummer(number, IdentityRealm::production);
}

TEST(TextChecks, say_what_is_wrong_and_nothing_of_what_is_right) {
  const Row rows[] = {
      {fault_of_external_key, "k", "", "mangler"},
      {fault_of_external_key, "a b", "a\nb", "styretegn"},
      {fault_of_external_key, "å", "a\u202Eb", "styretegn"},
      {fault_of_external_key, repeated("k", 200), repeated("k", 201), "200 tegn"},
      {fault_of_external_key, repeated("å", 200), repeated("å", 201), "200 tegn"},
      {fault_of_external_key, "faktura-12345678901", "vedtak-14833821238", "fødselsnummer"},
      {fault_of_external_key, "0d1c8a6e-59a4-4a61-9a54-a14833821238", "vedtak-13094570055", "fødselsnummer"},
      {fault_of_filnavn, "a.pdf", "", "mangler"},
      {fault_of_filnavn, "a b.pdf", "a\tb.pdf", "styretegn"},
      {fault_of_filnavn, repeated("å", 200), repeated("å", 201), "200 tegn"},
      {fault_of_filnavn, "...", "..", "uten mappe"},
      {fault_of_filnavn, ".a", ".", "uten mappe"},
      {fault_of_filnavn, "a:b", "a/b", "uten mappe"},
      {fault_of_filnavn, "a..b", "a\\b", "uten mappe"},
      {fault_of_mime_type, "a/b", "ab", "MIME"},
      {fault_of_mime_type, "a0!#$&^_.+-/a0!#$&^_.+-", "a/b/c", "MIME"},
      {fault_of_mime_type, repeated("a", 100) + "/b", repeated("a", 101) + "/b", "MIME"},
      {fault_of_mime_type, "a/" + repeated("b", 100), "a/" + repeated("b", 101), "MIME"},
      {fault_of_mime_type, "application/pdf", "Application/pdf", "MIME"},
      {fault_of_mime_type, "text/plain", "text/plain;charset=utf-8", "MIME"},
      {fault_of_mime_type, "a/b", "/b", "MIME"},
      {fault_of_mime_type, "a/b", "a/", "MIME"},
      {fault_of_mime_type, "a/b", "a/b ", "MIME"},
      {fault_of_url, "http://h", "https:/h", "http- eller https"},
      {fault_of_url, "https://h/" + repeated("x", 1990), "https://h/" + repeated("x", 1991), "http- eller https"},
      {fault_of_url, "https://h/@", "https://u@h/", "http- eller https"},
      {fault_of_url, "https://h?a=\"<>\\", "https://h\"/", "http- eller https"},
      {fault_of_url, "https://h/<", "https://h</", "http- eller https"},
      {fault_of_url, "https://h/>", "https://h>/", "http- eller https"},
      {fault_of_url, "https://h/~", "https://h/\x7F", "http- eller https"},
      {fault_of_url, "https://h#x", "https://#x", "http- eller https"},
      {fault_of_url, "https://h/12345678901", "https://h/14833821238", "fødselsnummer"},
      {fault_of_organisasjonsnummer, "313770001", "313770002", "kontrollsifferet"},
      {fault_of_organisasjonsnummer, "991825827", "99182582", "9 siffer"},
      {of_test, "14833821238", "14833821239", "kontrollsifrene"},
      {of_test, "57912075186", "13094570055", "bare imot syntetiske"},
      {of_test, "14833821238", "", "11 siffer"},
      {of_production, "13094570055", "14833821238", "ikke imot i produksjon"},
      {of_production, "53094570049", "13094570056", "kontrollsifrene"}};
  for (const auto& row : rows) {
    EXPECT_EQ(row.fault_of(row.good), "") << row.good;
    EXPECT_THAT(std::string(row.fault_of(row.bad)), HasSubstr(row.says)) << row.bad;
  }
}

TEST(TextChecks, a_url_is_http_with_a_host) {
  for (const auto* good : {"https://example.no/a?b=c#d", "http://127.0.0.1:8080/filer/1", "https://[::1]/x"})
    EXPECT_EQ(fault_of_url(good), "") << good;
  for (const auto* bad : {"", "example.no", "ftp://example.no", "https://", "https:///a", "https://a b", "https://a\nb",
                          "https://u@h/", "HTTPS://h/", "https://h\\@evil/", "javascript://h/", "https://æ.no/"}) {
    EXPECT_NE(fault_of_url(bad), "") << bad;
  }
}

}  // namespace
}  // namespace fangst::codec
