#include "synthetic_number.hpp"

#include <fangst/observe/mask.hpp>

#include <gtest/gtest.h>

#include <string>

namespace fangst::observe {
namespace {

std::string with_wrong_control_digit(std::string number) {
  number.back() = number.back() == '0' ? '1' : static_cast<char>(number.back() - 1);
  return number;
}

TEST(Mask, hides_an_identity_number_wherever_it_stands) {
  const auto number = synthetic_number();
  ASSERT_EQ(number.size(), 11U);
  EXPECT_EQ(mask_identity_numbers(number), "***********");
  EXPECT_EQ(mask_identity_numbers("fnr=" + number + ";" + number), "fnr=***********;***********");
  EXPECT_EQ(mask_identity_numbers("\xC3\xA5" + number), "\xC3\xA5***********");
}

TEST(Mask, hides_an_identity_number_written_in_two_groups) {
  const auto number = synthetic_number();
  EXPECT_EQ(mask_identity_numbers(number.substr(0, 6) + " " + number.substr(6) + " x"), "************ x");
}

TEST(Mask, leaves_other_digits_alone) {
  const auto number = synthetic_number();
  for (const auto& text : {with_wrong_control_digit(number), "1" + number, number + "1", number.substr(1),
                           std::string("2026-11-21T20:15:03.120Z"), std::string("20260310 12345"), std::string()}) {
    EXPECT_EQ(mask_identity_numbers(text), text);
  }
}

}  // namespace
}  // namespace fangst::observe
