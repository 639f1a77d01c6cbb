#include <fangst/codec/text_checks.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

TEST(TextChecks, counts_code_points) {
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("Bæærum"), 6U);
  EXPECT_EQ(count_characters("\U0001F600"), 1U);
}

TEST(TextChecks, knows_utf8_from_what_only_looks_like_it) {
  for (const auto* good : {"", "a", "æ", "€", "\U0001F600", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const auto* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "s\xF8knad", "\xE2\x82", "\xC3"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(TextChecks, a_plain_line_has_nothing_unseen_in_it) {
  for (const auto* good : {"Vedtak § 3 – «æøå»", "\U0001F600", "\u00A0", "\u2027", "\u202F", "\uFFFD"})
    EXPECT_TRUE(is_plain_line(good)) << good;
  for (const auto* bad : {"a\nb", "a\tb", "\x01", "\x7F", "\u0085", "\u061C", "\u200E", "\u200F", "\u2028", "\u2029",
                          "\u202A", "\u202E", "\u2066", "\u2069", "\uFFFE", "\uFFFF", "\xC3"}) {
    EXPECT_FALSE(is_plain_line(bad)) << bad;
  }
}

TEST(TextChecks, masks_runs_of_exactly_eleven_digits) {
  EXPECT_EQ(mask_digits("nr 14833821238."), "nr ***********.");
  EXPECT_EQ(mask_digits("148338212380 og 1483382123"), "148338212380 og 1483382123");
  EXPECT_EQ(mask_digits("14833821238a14833821238"), "***********a***********");
}

TEST(TextChecks, an_external_key_may_hold_eleven_digits_that_are_nobody) {
  EXPECT_EQ(fault_of_external_key("faktura-12345678901"), "");
  EXPECT_NE(fault_of_external_key("vedtak-14833821238"), "");
  EXPECT_NE(fault_of_external_key("vedtak-13097248022"), "") << "real numbers are refused in a test environment too";
}

TEST(TextChecks, a_machine_made_id_is_nobody) {
  for (const auto* id : {"0d1c8a6e-59a4-4a61-9a54-a14833821238", "vedtak:0d1c8a6e-59a4-4a61-9a54-a14833821238/v2",
                         "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cda14833821238a00"}) {
    EXPECT_FALSE(names_a_person(id)) << id;
  }
  for (const auto* id : {"14833821238", "fnr14833821238", "a14833821238", "9f86d081-14833821238",
                         "0d1c8a6e-59a4-4a61-9a54-a14833821238-14833821238", "x0d1c8a6e-59a4-4a61-9a54-a14833821238"}) {
    EXPECT_TRUE(names_a_person(id)) << id;
  }
}

TEST(TextChecks, any_bytes_become_text_that_a_database_takes) {
  EXPECT_EQ(as_utf8("blåbær 🫐"), "blåbær 🫐");
  EXPECT_EQ(as_utf8(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(as_utf8("\xFF\xC3"), "\uFFFD\uFFFD");
  EXPECT_EQ(as_utf8("\xED\xA0\x80z"), "\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(as_utf8(""), "");
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
