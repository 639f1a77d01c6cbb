#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/crypto/hmac.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace fangst::crypto {
namespace {

// FIPS 180-4 example digests.
constexpr auto kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr auto kOfTwoBlocks = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
constexpr auto kOfMillionA = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

TEST(Sha256, gives_the_published_digests) {
  EXPECT_EQ(sha256("").hex(), kOfNothing);
  EXPECT_EQ(sha256("abc").hex(), kOfAbc);
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq").hex(), kOfTwoBlocks);
}

TEST(Hasher, gives_the_same_digest_however_the_bytes_are_split) {
  const std::string text(1'000'000, 'a');
  for (const std::size_t piece : {1U, 63U, 64U, 65U, 4096U, 1'000'000U}) {
    Hasher hasher;
    for (std::size_t i = 0; i < text.size(); i += piece) hasher.update(std::string_view{text}.substr(i, piece));
    EXPECT_EQ(hasher.finish().hex(), kOfMillionA) << piece;
  }
}

TEST(Hasher, starts_afresh_after_finish) {
  Hasher hasher;
  hasher.update("something else");
  hasher.finish();
  EXPECT_EQ(hasher.finish().hex(), kOfNothing);
  hasher.update("abc");
  EXPECT_EQ(hasher.finish().hex(), kOfAbc);
}

TEST(Hasher, carries_what_it_has_read_when_moved) {
  Hasher first;
  first.update("ab");
  Hasher second{std::move(first)};
  second.update("c");
  EXPECT_EQ(second.finish().hex(), kOfAbc);
}

TEST(Sha256, is_right_on_many_threads_at_once) {
  std::vector<int> wrong(8, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&wrong, t] {
      for (int i = 0; i < 2000; ++i) wrong[t] += sha256("abc").hex() != kOfAbc;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(8, 0));
}

TEST(HmacSha256, gives_the_values_of_rfc_4231) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, takes_an_empty_key_and_an_empty_message) {
  EXPECT_EQ(hex(hmac_sha256("", "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  EXPECT_EQ(hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(EqualInConstantTime, tells_texts_apart_by_content_and_by_length) {
  EXPECT_TRUE(equal_in_constant_time("", ""));
  EXPECT_TRUE(equal_in_constant_time("hemmelig", "hemmelig"));
  EXPECT_FALSE(equal_in_constant_time("hemmelig", "hemmelih"));
  EXPECT_FALSE(equal_in_constant_time("hemmelig", "hemmeli"));
  EXPECT_FALSE(equal_in_constant_time("", "h"));
}

}  // namespace
}  // namespace fangst::crypto
