#include <fangst/text/utf8.hpp>

#include <gtest/gtest.h>

namespace fangst::text {
namespace {

/// Each border of the table of well-formed sequences (Unicode 15, table 3-7), from both sides.
constexpr const char* kWellFormed[] = {"",
                                       "a",
                                       "\x7F",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xE0\xBF\xBF",
                                       "\xE1\x80\x80",
                                       "\xEC\xBF\xBF",
                                       "\xED\x80\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF0\xBF\xBF\xBF",
                                       "\xF1\x80\x80\x80",
                                       "\xF3\xBF\xBF\xBF",
                                       "\xF4\x80\x80\x80",
                                       "\xF4\x8F\xBF\xBF",
                                       "søknad €\U0001F600"};
constexpr const char* kIllFormed[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC2\x7F",
                                      "\xC2\xC0",
                                      "\xE0\x9F\xBF",
                                      "\xE0\xC0\x80",
                                      "\xE1\x7F\x80",
                                      "\xE1\x80\x7F",
                                      "\xED\xA0\x80",
                                      "\xED\xBF\xBF",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF0\x90\x80\xC0",
                                      "\xF1\x80\x7F\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xF8\x88\x80\x80\x80",
                                      "\xFE",
                                      "\xFF",
                                      "s\xF8knad",
                                      "\xC3",
                                      "\xE2\x82",
                                      "\xF0\x9F\x98",
                                      "a\xC3",
                                      "\xC3"
                                      "a"};

TEST(Utf8, is_well_formed_up_to_each_border_of_the_table) {
  for (const auto* text : kWellFormed) EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8, is_not_overlong_nor_a_surrogate_nor_cut_nor_above_the_last_plane) {
  for (const auto* text : kIllFormed) EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, is_checked_alike_wherever_the_fault_lies_in_a_long_text) {
  // The check goes in blocks of 16, 32 or 64 bytes.
  for (std::size_t before = 0; before <= 130; ++before) {
    const std::string start(before, 'x');
    EXPECT_TRUE(is_utf8(start + "\xF0\x9F\x98\x80")) << before;
    EXPECT_FALSE(is_utf8(start + "\xF0\x9F\x98")) << before;
    EXPECT_FALSE(is_utf8(start + "\xED\xA0\x80" + start)) << before;
  }
}

TEST(Utf8, any_bytes_become_text_that_a_database_takes) {
  EXPECT_EQ(as_utf8("blåbær 🫐"), "blåbær 🫐");
  EXPECT_EQ(as_utf8(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(as_utf8("\xFF\xC3"), "\uFFFD\uFFFD");
  EXPECT_EQ(as_utf8("\xED\xA0\x80z"), "\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(as_utf8("\xF0\x9F\x98"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(as_utf8("\xE2\x82ø"), "\uFFFD\uFFFDø");
  EXPECT_EQ(as_utf8(""), "");
  for (const auto* text : kWellFormed) EXPECT_EQ(as_utf8(text), text);
  for (const auto* text : kIllFormed) {
    const auto mended = as_utf8(text);
    EXPECT_TRUE(is_utf8(mended)) << text;
    EXPECT_NE(mended.find("\uFFFD"), std::string::npos) << text;
  }
}

TEST(Utf8, counts_code_points) {
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("Bæærum"), 6U);
  EXPECT_EQ(count_characters("\U0001F600"), 1U);
  EXPECT_EQ(count_characters("e\u0301"), 2U) << "a combining accent is a character of its own";
}

TEST(Utf8, is_cut_between_characters) {
  const std::string text = "aø€\U0001F600z";  // 1 + 2 + 3 + 4 + 1 bytes
  const std::string beginnings[] = {"", "a", "aø", "aø€", "aø€\U0001F600", text};
  for (std::size_t most = 0; most <= 5; ++most) EXPECT_EQ(first_characters(text, most), beginnings[most]);
  EXPECT_EQ(first_characters(text, 6), text);
  const std::size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t most = 0; most <= 12; ++most) EXPECT_EQ(first_bytes(text, most).size(), kept[most]) << most;
}

TEST(PlainLine, has_nothing_unseen_in_it) {
  for (const auto* good : {"", "Vedtak § 3 – «æøå»", "\U0001F600", "\u00A0", "\u061B", "\u061D", "\u200D", "\u2010",
                           "\u2027", "\u202F", "\u2065", "\u206A", "\uFFFD", "\U0001FFFE"}) {
    EXPECT_TRUE(is_plain_line(good)) << good;
  }
  for (const auto* bad : {"a\nb",     "a\tb",   "\x01",   "\x1F",   "\x7F",   "\xC2\x80", "\u0085",
                          "\xC2\x9F", "\u061C", "\u200E", "\u200F", "\u2028", "\u2029",   "\u202A",
                          "\u202E",   "\u2066", "\u2069", "\uFFFE", "\uFFFF", "\xC3",     "s\xF8knad"}) {
    EXPECT_FALSE(is_plain_line(bad)) << bad;
  }
  EXPECT_FALSE(is_plain_line(std::string_view("a\0b", 3)));
}

TEST(Text, has_content_when_it_is_more_than_white_space) {
  for (const auto* text : {"a", " a", "\u00A0", "\t.\n"}) EXPECT_TRUE(has_content(text)) << text;
  for (const auto* text : {"", " ", " \t\r\n "}) EXPECT_FALSE(has_content(text));
}

TEST(Text, has_a_control_character_below_space_or_delete) {
  for (const auto* text : {"a\n", "\x1F", "\x7F", "\x01z"}) EXPECT_TRUE(has_control_character(text));
  for (const auto* text : {"", " ~", "\u0080", "ø"}) EXPECT_FALSE(has_control_character(text)) << text;
  EXPECT_TRUE(has_control_character(std::string_view("\0", 1)));
}

}  // namespace
}  // namespace fangst::text
