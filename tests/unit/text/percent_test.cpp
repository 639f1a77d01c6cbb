#include <fangst/text/percent.hpp>

#include <gtest/gtest.h>

namespace fangst::text {
namespace {

TEST(PercentEncoding, leaves_the_unreserved_characters_alone) {
  EXPECT_EQ(percent_encode("azAZ09-._~"), "azAZ09-._~");
  EXPECT_EQ(percent_encode("a b+c/ø%&=?#"), "a%20b%2Bc%2F%C3%B8%25%26%3D%3F%23");
  EXPECT_EQ(percent_encode(std::string_view("\0\x7F\xFF", 3)), "%00%7F%FF");
  EXPECT_EQ(percent_encode(""), "");
}

TEST(PercentEncoding, is_undone_for_every_byte) {
  for (int value = 0; value < 256; ++value) {
    const std::string text(1, static_cast<char>(static_cast<unsigned char>(value)));
    EXPECT_EQ(percent_decode(percent_encode(text)), text) << value;
    EXPECT_EQ(percent_decode(percent_encode(text), Plus::is_space), text) << value;
  }
}

TEST(PercentDecode, takes_digits_of_both_cases_and_a_plus_as_asked) {
  EXPECT_EQ(percent_decode("a%41+b"), "aA+b");
  EXPECT_EQ(percent_decode("a%41+b", Plus::is_space), "aA b");
  EXPECT_EQ(percent_decode("%c3%B8%2b"), "ø+");
  EXPECT_EQ(percent_decode("%2B", Plus::is_space), "+");
  EXPECT_EQ(percent_decode("%2541"), "%41") << "only once";
  EXPECT_EQ(percent_decode(""), "");
}

TEST(PercentDecode, refuses_what_is_no_escape) {
  for (const auto* text : {"%", "a%", "%4", "%zz", "%4g", "%g4", "%%41", "%+1", "% 1", "%41%", "%-1", "%@1", "%`1"})
    EXPECT_EQ(percent_decode(text), std::nullopt) << text;
}

}  // namespace
}  // namespace fangst::text
