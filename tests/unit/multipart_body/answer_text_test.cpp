#include <fangst/codec/answer_text.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

TEST(QuoteAnswer, masks_identity_numbers_and_cuts_at_one_kilobyte) {
  EXPECT_EQ(quote_answer("mottaker 17912099997 finnes ikke"), "mottaker *********** finnes ikke");
  EXPECT_EQ(quote_answer(std::string(5000, 'x')).size(), 1024U);
}

TEST(QuoteAnswer, masks_a_number_that_the_cut_goes_through) {
  for (std::size_t before = 1010; before <= 1024; ++before) {
    const auto quoted = quote_answer(std::string(before, 'x') + "17912099997 mer");
    EXPECT_EQ(quoted.find_first_of("0123456789"), std::string::npos) << before;
  }
}

TEST(QuoteAnswer, is_the_beginning_and_as_it_was) {
  std::string body;
  for (int i = 0; i < 1100; ++i) body += static_cast<char>('a' + i % 26);
  EXPECT_EQ(quote_answer(body), body.substr(0, 1024));
  EXPECT_EQ(quote_answer(body.substr(0, 1024)), body.substr(0, 1024));
  EXPECT_EQ(quote_answer("kort"), "kort");
  EXPECT_EQ(quote_answer(""), "");
}

}  // namespace
}  // namespace fangst::codec
