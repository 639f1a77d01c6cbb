#include <fangst/crypto/ed25519.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/rsa.hpp>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace fangst::crypto {
namespace {

// RFC 7515 appendix A.2: RS256 over a compact JWS.
constexpr std::string_view kModulus =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-"
    "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2Cap"
    "Hg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h"
    "4FRWyuXpoQ";
constexpr std::string_view kMessage =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnV"
    "lfQ";
constexpr std::string_view kSignature =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7"
    "t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi1"
    "2jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGl"
    "UPQGe77Rw";

/// The SubjectPublicKeyInfo of a 2048-bit key with exponent 65537.
std::string public_pem_of(std::string_view modulus) {
  const auto header = base64url_decode("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA");
  const auto exponent = base64url_decode("AgMBAAE");
  return "-----BEGIN PUBLIC KEY-----\n" + base64(*header + *base64url_decode(modulus) + *exponent) +
         "\n-----END PUBLIC KEY-----\n";
}

const RsaKey& key() {
  static const auto made = RsaKey::generate();
  return made;
}

std::string pem_of(std::size_t bits, const EVP_CIPHER* cipher) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> made{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits),
                                                                 &EVP_PKEY_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
  const std::string phrase = cipher != nullptr ? "hemmelig" : "";
  PEM_write_bio_PKCS8PrivateKey(memory.get(), made.get(), cipher, phrase.data(), static_cast<int>(phrase.size()),
                                nullptr, nullptr);
  char* text = nullptr;
  const auto length = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string encrypted_pem() { return pem_of(2048, EVP_aes_256_cbc()); }
std::string short_key_pem() { return pem_of(1024, nullptr); }

RsaPublicKey public_half(const RsaKey& key) { return RsaPublicKey::from_pem(key.public_pem()).value(); }

TEST(Rsa, verifies_the_signature_of_rfc_7515) {
  const auto known = RsaPublicKey::from_pem(public_pem_of(kModulus));
  ASSERT_TRUE(known.has_value()) << known.error().private_detail();
  EXPECT_TRUE(known->verify_sha256(kMessage, *base64url_decode(kSignature)));
  EXPECT_FALSE(known->verify_sha256(std::string{kMessage} + "x", *base64url_decode(kSignature)));
}

TEST(Rsa, publishes_the_same_numbers_in_the_jwk_and_the_pem) {
  EXPECT_EQ(key().exponent(), "AQAB");
  EXPECT_EQ(base64url_decode(key().modulus())->size(), 256U);
  EXPECT_EQ(base64_decode(key().public_pem().substr(27, key().public_pem().size() - 27 - 25)),
            base64_decode(public_pem_of(key().modulus()).substr(27, public_pem_of(key().modulus()).size() - 27 - 25)));
}

TEST(Rsa, signs_the_same_message_the_same_way_after_a_trip_through_pem) {
  const auto again = RsaKey::from_pem(key().private_pem());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->sign_sha256("melding"), key().sign_sha256("melding"));
  EXPECT_EQ(again->modulus(), key().modulus());
}

TEST(Rsa, verifies_its_own_signature_and_no_other) {
  const auto signature = key().sign_sha256("melding");
  EXPECT_EQ(signature.size(), 256U);
  EXPECT_TRUE(public_half(key()).verify_sha256("melding", signature));
  EXPECT_FALSE(public_half(key()).verify_sha256("meldinf", signature));
  EXPECT_FALSE(public_half(RsaKey::generate()).verify_sha256("melding", signature));
}

TEST(Rsa, refuses_a_tampered_or_cut_signature) {
  const auto good = key().sign_sha256("melding");
  const auto verifier = public_half(key());
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x01);
    EXPECT_FALSE(verifier.verify_sha256("melding", bad)) << i;
  }
  EXPECT_FALSE(verifier.verify_sha256("melding", ""));
  EXPECT_FALSE(verifier.verify_sha256("melding", good.substr(1)));
  EXPECT_FALSE(verifier.verify_sha256("melding", good + '\0'));
}

TEST(Rsa, refuses_keys_that_are_not_rsa_or_not_keys) {
  for (const auto& pem : {std::string{}, std::string{"-----BEGIN PRIVATE KEY-----\nZm9v\n-----END PRIVATE KEY-----\n"},
                          Ed25519Key::generate().private_pem(), key().public_pem()}) {
    const auto read = RsaKey::from_pem(pem);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().kind(), ErrorKind::invalid_input);
    EXPECT_EQ(read.error().code(), "crypto.ugyldig_noekkel");
  }
  EXPECT_FALSE(RsaPublicKey::from_pem("").has_value());
  EXPECT_FALSE(RsaPublicKey::from_pem(key().private_pem()).has_value());
}

TEST(Rsa, refuses_an_encrypted_key_without_asking_for_the_pass_phrase) {
  EXPECT_FALSE(RsaKey::from_pem(encrypted_pem()).has_value());
}

TEST(Rsa, never_shows_the_key_in_the_error) {
  const auto pem = Ed25519Key::generate().private_pem();
  const auto error = RsaKey::from_pem(pem).error();
  const auto secret = pem.substr(pem.find('\n') + 1, 40);
  EXPECT_EQ(error.private_detail().find(secret), std::string::npos);
  EXPECT_EQ(error.public_text().find(secret), std::string::npos);
}

TEST(Rsa, refuses_keys_shorter_than_2048_bits) {
  EXPECT_THROW(RsaKey::generate(1024), std::invalid_argument);
  const auto read = RsaKey::from_pem(short_key_pem());
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().private_detail(), "the key is shorter than 2048 bits");
}

TEST(Rsa, reads_a_key_in_the_older_form_too) {
  const auto pem = key().private_pem();
  const std::unique_ptr<BIO, decltype(&BIO_free)> source{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                         &BIO_free};
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> read{
      PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
  ASSERT_EQ(PEM_write_bio_PrivateKey_traditional(memory.get(), read.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
  char* text = nullptr;
  const auto length = BIO_get_mem_data(memory.get(), &text);
  const std::string older(text, static_cast<std::size_t>(length));
  ASSERT_NE(older.find("BEGIN RSA PRIVATE KEY"), std::string::npos);
  const auto again = RsaKey::from_pem(older);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->modulus(), key().modulus());
}

TEST(Rsa, takes_keys_of_2048_bits_and_refuses_2047_for_either_half) {
  EXPECT_THROW(RsaKey::generate(2047), std::invalid_argument);
  EXPECT_TRUE(RsaKey::from_pem(pem_of(2048, nullptr)).has_value());
  EXPECT_FALSE(RsaKey::from_pem(pem_of(2047, nullptr)).has_value());
  const auto short_pem = pem_of(2047, nullptr);
  const std::unique_ptr<BIO, decltype(&BIO_free)> source{
      BIO_new_mem_buf(short_pem.data(), static_cast<int>(short_pem.size())), &BIO_free};
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> made{
      PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), &BIO_free};
  ASSERT_EQ(PEM_write_bio_PUBKEY(memory.get(), made.get()), 1);
  char* text = nullptr;
  const auto length = BIO_get_mem_data(memory.get(), &text);
  const auto read = RsaPublicKey::from_pem(std::string_view(text, static_cast<std::size_t>(length)));
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code(), "crypto.ugyldig_noekkel");
}

}  // namespace
}  // namespace fangst::crypto
