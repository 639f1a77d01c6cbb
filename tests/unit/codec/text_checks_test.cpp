#include <fangst/codec/text_checks.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

TEST(TextChecks, an_external_key_may_hold_eleven_digits_that_are_nobody) {
  EXPECT_EQ(fault_of_external_key("faktura-12345678901"), "");
  EXPECT_NE(fault_of_external_key("vedtak-14833821238"), "");
  EXPECT_NE(fault_of_external_key("vedtak-13097248022"), "") << "real numbers are refused in a test environment too";
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
