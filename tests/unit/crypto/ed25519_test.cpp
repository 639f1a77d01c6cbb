#include <fangst/crypto/ed25519.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/rsa.hpp>

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace fangst::crypto {
namespace {

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string{text.substr(i, 2)}, nullptr, 16));
  }
  return bytes;
}

/// RFC 8410: a PKCS#8 wrapper around the 32 bytes.
std::string pem_of(std::string_view secret_hex) {
  return "-----BEGIN PRIVATE KEY-----\n" + base64(from_hex("302e020100300506032b657004220420") + from_hex(secret_hex)) +
         "\n-----END PRIVATE KEY-----\n";
}

struct Vector {
  std::string_view secret, public_key, message, signature;
};

// RFC 8032 section 7.1, tests 1 to 3.
constexpr Vector kVectors[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
                                "701cf9b46bd25bf5f0595bbe2465"
                                "5141438e7a100b"},
                               {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f36"
                                "13d0f11d8c387b2eaeb4302aeeb0"
                                "0d291612bb0c00"},
                               {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f7"
                                "60984dc6594a7c15e9716ed28dc0"
                                "27beceea1ec40a"}};

TEST(Ed25519, signs_as_rfc_8032_says) {
  for (const auto& vector : kVectors) {
    const auto key = Ed25519Key::from_pem(pem_of(vector.secret));
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(hex(key->public_bytes()), vector.public_key);
    EXPECT_EQ(hex(key->sign(from_hex(vector.message))), vector.signature);
    EXPECT_TRUE(ed25519_verify(from_hex(vector.public_key), from_hex(vector.message), from_hex(vector.signature)));
  }
}

TEST(Ed25519, keeps_its_identity_through_pem) {
  const auto key = Ed25519Key::generate();
  const auto again = Ed25519Key::from_pem(key.private_pem());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->public_bytes(), key.public_bytes());
  EXPECT_EQ(again->sign("x"), key.sign("x"));
}

TEST(Ed25519, refuses_another_key_and_another_message) {
  const auto key = Ed25519Key::generate();
  const auto signature = key.sign("revisjonslogg");
  EXPECT_TRUE(ed25519_verify(key.public_bytes(), "revisjonslogg", signature));
  EXPECT_FALSE(ed25519_verify(Ed25519Key::generate().public_bytes(), "revisjonslogg", signature));
  EXPECT_FALSE(ed25519_verify(key.public_bytes(), "revisjonslogh", signature));
}

TEST(Ed25519, refuses_a_signature_with_any_bit_turned) {
  const auto key = Ed25519Key::generate();
  const auto good = key.sign("x");
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    auto bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(ed25519_verify(key.public_bytes(), "x", bad)) << bit;
  }
}

TEST(Ed25519, refuses_signatures_and_keys_of_other_lengths) {
  const auto key = Ed25519Key::generate();
  const auto signature = key.sign("x");
  EXPECT_FALSE(ed25519_verify(key.public_bytes(), "x", ""));
  EXPECT_FALSE(ed25519_verify(key.public_bytes(), "x", signature.substr(0, 63)));
  EXPECT_FALSE(ed25519_verify(key.public_bytes(), "x", signature + '\0'));
  EXPECT_FALSE(ed25519_verify("", "x", signature));
  EXPECT_FALSE(ed25519_verify(key.public_bytes() + '\0', "x", signature));
}

TEST(Ed25519, refuses_what_is_no_ed25519_key) {
  for (const auto& pem : {std::string{}, std::string{"ikke en nøkkel"}, RsaKey::generate().private_pem()}) {
    const auto key = Ed25519Key::from_pem(pem);
    ASSERT_FALSE(key.has_value());
    EXPECT_EQ(key.error().kind(), ErrorKind::invalid_input);
    EXPECT_EQ(key.error().code(), "crypto.ugyldig_noekkel");
    EXPECT_FALSE(key.error().public_text().empty());
  }
}

TEST(Ed25519, signs_on_many_threads_at_once) {
  const auto key = Ed25519Key::generate();
  const auto expected = key.sign("x");
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i) wrong[t] += key.sign("x") != expected;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace fangst::crypto
