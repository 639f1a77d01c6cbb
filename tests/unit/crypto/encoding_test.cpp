#include <fangst/crypto/encoding.hpp>

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>

namespace fangst::crypto {
namespace {

// RFC 4648 section 10.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kVectors{{{"", ""},
                                                                                 {"f", "Zg=="},
                                                                                 {"fo", "Zm8="},
                                                                                 {"foo", "Zm9v"},
                                                                                 {"foob", "Zm9vYg=="},
                                                                                 {"fooba", "Zm9vYmE="},
                                                                                 {"foobar", "Zm9vYmFy"}}};

TEST(Base64, agrees_with_rfc_4648_both_ways) {
  for (const auto& [bytes, text] : kVectors) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(base64_decode(text), bytes);
  }
}

TEST(Base64url, leaves_out_the_padding_and_uses_the_safe_alphabet) {
  EXPECT_EQ(base64url("foob"), "Zm9vYg");
  EXPECT_EQ(base64url_decode("Zm9vYg"), "foob");
  EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
  EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(base64url_decode("-__-"), "\xfb\xff\xfe");
}

TEST(Base64, brings_back_every_byte_value_at_every_length) {
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    EXPECT_EQ(base64_decode(base64(bytes)), bytes);
    EXPECT_EQ(base64url_decode(base64url(bytes)), bytes);
    bytes += static_cast<char>(i % 256);
  }
}

TEST(Base64, passes_over_white_space_wherever_it_stands) {
  EXPECT_EQ(base64_decode(" Zm9v\r\n\tYg = =\n"), "foob");
  for (const auto* space : {" ", "\t", "\r", "\n", "\f", "\v"}) {
    EXPECT_EQ(base64_decode("Zm" + std::string(space) + "9v"), "foo") << static_cast<int>(*space);
  }
  EXPECT_EQ(base64_decode(" \r\n"), "");
}

TEST(Base64, refuses_wrong_padding) {
  for (const auto* text :
       {"Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "Zm9v=", "Zm9v====", "=", "====", "Z===", "Zg==Zg==", "Z=g="}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
}

TEST(Base64, refuses_signs_outside_the_alphabet) {
  for (const auto* text : {"Zm9-", "Zm9_", "Zm9.", "Zm\xc3\xb8", "Zm9v!", "Zm%3D"}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
  EXPECT_EQ(base64_decode(std::string_view("Zm\0v", 4)), std::nullopt);
}

TEST(Base64, refuses_left_over_bits_so_that_a_value_has_one_text) {
  EXPECT_EQ(base64_decode("Zh=="), std::nullopt);
  EXPECT_EQ(base64_decode("Zm9="), std::nullopt);
  EXPECT_EQ(base64url_decode("Zh"), std::nullopt);
}

TEST(Base64url, refuses_padding_white_space_and_the_other_alphabet) {
  for (const auto* text : {"Zg==", "Zm9v\n", "+//+", "Z", "Zm9vY"}) {
    EXPECT_EQ(base64url_decode(text), std::nullopt) << text;
  }
}

TEST(Hex, writes_two_lower_case_digits_for_each_byte) {
  EXPECT_EQ(hex(std::string_view("\x00\x0f\xa0\xff", 4)), "000fa0ff");
  EXPECT_EQ(hex(""), "");
}

}  // namespace
}  // namespace fangst::crypto
