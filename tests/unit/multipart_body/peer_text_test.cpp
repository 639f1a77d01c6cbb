#include <fangst/codec/peer_text.hpp>

#include <gtest/gtest.h>

namespace fangst::codec {
namespace {

TEST(QuotePeer, masks_identity_numbers_and_cuts_at_one_kilobyte) {
  EXPECT_EQ(quote_peer("mottaker 17912099997 finnes ikke"), "mottaker *********** finnes ikke");
  EXPECT_EQ(quote_peer(std::string(5000, 'x')).size(), 1024U);
}

TEST(QuotePeer, masks_a_number_that_the_cut_goes_through) {
  for (std::size_t before = 1010; before <= 1024; ++before) {
    const auto quoted = quote_peer(std::string(before, 'x') + "17912099997 mer");
    EXPECT_EQ(quoted.find_first_of("0123456789"), std::string::npos) << before;
  }
}

}  // namespace
}  // namespace fangst::codec
