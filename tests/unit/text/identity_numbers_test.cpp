#include <fangst/text/identity_numbers.hpp>
#include <fangst/text/utf8.hpp>

#include <gtest/gtest.h>

namespace fangst::text {
namespace {

// Synthetic: 80 is added to the month.
const std::string kPerson = "14833821238";
const std::string kOther = "20914695016";
const std::string kStars(11, '*');

TEST(MaskElevenDigits, hides_runs_of_exactly_eleven_whoever_they_are) {
  EXPECT_EQ(mask_eleven_digits("nr " + kPerson + "."), "nr " + kStars + ".");
  EXPECT_EQ(mask_eleven_digits("12345678901"), kStars);
  EXPECT_EQ(mask_eleven_digits(kPerson + "a" + kPerson), kStars + "a" + kStars);
  EXPECT_EQ(mask_eleven_digits("ø" + kPerson + "ø"), "ø" + kStars + "ø");
  for (const std::string text : {"148338212380 og 1483382123", "148338 21238", "", "1"})
    EXPECT_EQ(mask_eleven_digits(text), text);
}

TEST(MaskIdentityNumbers, hides_one_wherever_it_stands) {
  EXPECT_EQ(mask_identity_numbers(kPerson), kStars);
  EXPECT_EQ(mask_identity_numbers("fnr=" + kPerson + ";" + kOther), "fnr=" + kStars + ";" + kStars);
  EXPECT_EQ(mask_identity_numbers("\xC3\xA5" + kPerson), "\xC3\xA5" + kStars);
}

TEST(MaskFirstBytes, hides_a_number_that_the_cut_goes_through) {
  const auto text = "nr " + kPerson + "æ" + kPerson;
  for (std::size_t most = 0; most <= text.size() + 1; ++most) {
    const auto masked = mask_first_bytes(text, most);
    EXPECT_EQ(masked, std::string(first_bytes("nr " + kStars + "æ" + kStars, most))) << most;
  }
}

TEST(MaskIdentityNumbers, hides_one_that_is_written_in_two_groups) {
  EXPECT_EQ(mask_identity_numbers("148338 21238 x"), std::string(12, '*') + " x");
  EXPECT_EQ(mask_identity_numbers("148338 21238 " + kOther), std::string(12, '*') + " " + kStars);
  EXPECT_EQ(mask_identity_numbers("148338 148338 21238"), "148338 " + std::string(12, '*'));
}

TEST(MaskIdentityNumbers, hides_those_of_real_and_synthetic_people_and_of_every_kind) {
  // A birth number or a D-number, as in production (nobody has these) and with +80 and +40 on the month.
  for (const std::string number :
       {"13094570055", "53094570049", "17912099997", "57912075186", "15507600333", "55507608360", "02013299903"}) {
    EXPECT_EQ(mask_identity_numbers("a " + number + " b"), "a " + kStars + " b") << number;
    EXPECT_EQ(mask_identity_numbers(number.substr(0, 6) + " " + number.substr(6)), kStars + "*") << number;
    EXPECT_TRUE(contains_foedselsnummer("a " + number)) << number;
    EXPECT_TRUE(names_a_person("a-" + number)) << number;
  }
}

TEST(MaskIdentityNumbers, hides_each_of_many) {
  std::string text, masked;
  for (int i = 0; i < 20; ++i) {
    text += i % 2 == 0 ? kPerson + ", 12345, " : "148338 21238, ";
    masked += i % 2 == 0 ? kStars + ", 12345, " : kStars + "*, ";
  }
  EXPECT_EQ(mask_identity_numbers(text), masked);
  EXPECT_EQ(mask_eleven_digits(kPerson + "," + kOther + ",12345678901," + kPerson),
            kStars + "," + kStars + "," + kStars + "," + kStars);
}

TEST(MaskIdentityNumbers, leaves_other_digits_alone) {
  for (const std::string text :
       {"14833821237", "114833821238", "148338212381", "4833821238", "2026-11-21T20:15:03.120Z", "20260310 12345",
        "148338  21238", "148338-21238", "148338 212380", "1148338 21238", "148338 21237", "148338 ", ""}) {
    EXPECT_EQ(mask_identity_numbers(text), text);
  }
}

TEST(ContainsFoedselsnummer, finds_one_anywhere_in_a_text) {
  for (const auto* text : {"20914695016", "person 20914695016 finnes ikke", "{\"id\":\"20914695016\"}", "x20914695016",
                           "1 22 20914695016.", "sak-20914695016", "12345678901 20914695016", "13094570055"}) {
    EXPECT_TRUE(contains_foedselsnummer(text)) << text;
  }
}

TEST(ContainsFoedselsnummer, passes_over_numbers_that_are_something_else) {
  for (const auto* text : {"", "journalpost 2026/1187", "12345678901", "209146950160", "120914695016", "2091469501 6",
                           "984661185", "13094570065"}) {
    EXPECT_FALSE(contains_foedselsnummer(text)) << text;
  }
}

TEST(NamesAPerson, passes_over_an_id_that_a_machine_made) {
  for (const auto* id :
       {"0d1c8a6e-59a4-4a61-9a54-a14833821238", "vedtak:0d1c8a6e-59a4-4a61-9a54-a14833821238/v2",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cda14833821238a00", "0123456789abcdefabcda14833821238"}) {
    EXPECT_FALSE(names_a_person(id)) << id;
  }
  for (const auto* id : {"14833821238", "fnr14833821238", "a14833821238", "9f86d081-14833821238",
                         "0d1c8a6e-59a4-4a61-9a54-a14833821238-14833821238", "x0d1c8a6e-59a4-4a61-9a54-a14833821238",
                         "0d1c8a6e-59a4-4a61-9a54-a14833821238a", "0123456789abcdefabc-a14833821238"}) {
    EXPECT_TRUE(names_a_person(id)) << id;
  }
  EXPECT_TRUE(names_a_person("123456789abcdefabcda14833821238")) << "31 digits are no hash";
}

}  // namespace
}  // namespace fangst::text
