#include <fangst/text/ascii.hpp>

#include <gtest/gtest.h>

namespace fangst::text {
namespace {

char byte(int value) { return static_cast<char>(static_cast<unsigned char>(value)); }

/// Every byte of which `predicate` holds, in order.
template <class Predicate>
std::string bytes_where(Predicate predicate) {
  std::string found;
  for (int value = 0; value < 256; ++value) {
    if (predicate(byte(value))) found += byte(value);
  }
  return found;
}

TEST(Ascii, knows_each_class_of_bytes_and_nothing_above_ascii) {
  EXPECT_EQ(bytes_where(is_digit), "0123456789");
  EXPECT_EQ(bytes_where(is_lower), "abcdefghijklmnopqrstuvwxyz");
  EXPECT_EQ(bytes_where(is_upper), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  EXPECT_EQ(bytes_where(is_alpha), bytes_where(is_upper) + bytes_where(is_lower));
  EXPECT_EQ(bytes_where(is_alphanumeric), bytes_where(is_digit) + bytes_where(is_alpha));
  EXPECT_EQ(bytes_where(is_hex), "0123456789ABCDEFabcdef");
  EXPECT_EQ(bytes_where(is_lower_hex), "0123456789abcdef");
  EXPECT_EQ(bytes_where(is_control).size(), 33U);
  EXPECT_EQ(bytes_where(is_printable).size(), 95U);
  EXPECT_EQ(bytes_where([](char c) { return is_control(c) && is_printable(c); }), "");
}

TEST(Ascii, folds_letters_and_leaves_every_other_byte) {
  EXPECT_EQ(lower("AZ[`az{@ ÆØÅ"), "az[`az{@ ÆØÅ");
  EXPECT_EQ(upper("AZ[`az{@ æøå"), "AZ[`AZ{@ æøå");
  for (int value = 128; value < 256; ++value) {
    EXPECT_EQ(to_lower(byte(value)), byte(value)) << value;
    EXPECT_EQ(to_upper(byte(value)), byte(value)) << value;
  }
}

TEST(Ascii, compares_without_the_case_of_letters) {
  EXPECT_TRUE(iequals("", ""));
  EXPECT_TRUE(iequals("Content-TYPE", "content-type"));
  for (const auto* other : {"content-typ", "content-types", "content_type", "content-typf"})
    EXPECT_FALSE(iequals("Content-Type", other)) << other;
  // 32 apart, and no letters.
  EXPECT_FALSE(iequals("[", "{"));
  EXPECT_FALSE(iequals("@", "`"));
  EXPECT_FALSE(iequals("Æ", "æ"));
}

TEST(Ascii, trims_spaces_and_tabs_alone) {
  EXPECT_EQ(trim(" \t a b\t "), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \t"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\na\r"), "\na\r");
}

}  // namespace
}  // namespace fangst::text
