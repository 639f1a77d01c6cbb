#include <fangst/model/sha256.hpp>

#include <gtest/gtest.h>

namespace fangst::model {
namespace {

constexpr auto kText = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256Text, is_64_lower_case_digits) {
  const auto digest = Sha256::from_hex(kText);
  ASSERT_TRUE(digest.has_value());
  EXPECT_EQ(digest->bytes.front(), 0xe3);
  EXPECT_EQ(digest->bytes.back(), 0x55);
  EXPECT_EQ(digest->hex(), kText);
}

TEST(Sha256Text, is_read_in_either_case_and_written_in_lower) {
  const auto digest = Sha256::from_hex("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
  ASSERT_TRUE(digest.has_value());
  EXPECT_EQ(digest->hex(), kText);
}

TEST(Sha256Text, is_refused_in_any_other_form) {
  const std::string good = kText;
  for (const auto& text : {std::string{}, good.substr(1), good + "0", good + "00", "g" + good.substr(1),
                           "0x" + good.substr(2), " " + good.substr(1), good.substr(1) + "\n", good.substr(1) + "-"}) {
    EXPECT_EQ(Sha256::from_hex(text), std::nullopt) << text;
  }
}

TEST(Sha256Value, sorts_as_its_text_does) {
  const auto low = Sha256::from_hex("0f" + std::string(62, 'f'));
  const auto high = Sha256::from_hex("f0" + std::string(62, '0'));
  EXPECT_LT(*low, *high);
  EXPECT_LT(low->hex(), high->hex());
  EXPECT_EQ(*low, *low);
}

}  // namespace
}  // namespace fangst::model
