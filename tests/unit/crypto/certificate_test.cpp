#include <fangst/crypto/certificate.hpp>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace fangst::crypto {
namespace {

using namespace std::chrono_literals;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

const RsaKey& key() {
  static const auto made = RsaKey::generate();
  return made;
}

Certificate parsed(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Certificate certificate{PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), &X509_free};
  BIO_free(bio);
  return certificate;
}

TEST(SelfSignedCertificate, carries_the_public_half_of_the_key) {
  const auto owner = RsaPublicKey::from_pem(self_signed_certificate(key(), "Testby kommune", "localhost", 24h));
  ASSERT_TRUE(owner.has_value());
  EXPECT_TRUE(owner->verify_sha256("x", key().sign_sha256("x")));
  EXPECT_FALSE(owner->verify_sha256("x", RsaKey::generate().sign_sha256("x")));
}

TEST(SelfSignedCertificate, is_signed_with_its_own_key_and_valid_now) {
  const auto certificate = parsed(self_signed_certificate(key(), "Testby kommune", "localhost", 24h));
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())), 1);
  EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(certificate.get())), 0);
  EXPECT_GT(X509_cmp_current_time(X509_get0_notAfter(certificate.get())), 0);
}

TEST(SelfSignedCertificate, names_the_host_it_was_made_for) {
  const auto certificate = parsed(self_signed_certificate(key(), "sandbox", "fangst.testby.kommune.no", 24h));
  EXPECT_EQ(X509_check_host(certificate.get(), "fangst.testby.kommune.no", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(certificate.get(), "localhost", 0, 0, nullptr), 0);
}

TEST(SelfSignedCertificate, names_an_address_as_an_address) {
  const auto certificate = parsed(self_signed_certificate(key(), "sandbox", "127.0.0.1", 24h));
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.2", 0), 0);
}

TEST(SelfSignedCertificate, refuses_a_host_name_that_would_smuggle_in_another) {
  EXPECT_THROW(self_signed_certificate(key(), "x", "a.no,DNS:b.no", 24h), std::invalid_argument);
  EXPECT_THROW(self_signed_certificate(key(), "x", "", 24h), std::invalid_argument);
}

TEST(Certificate, says_when_it_holds) {
  const auto now = std::chrono::system_clock::now();
  const auto period = certificate_period(self_signed_certificate(key(), "Testby kommune", "localhost", 24h));
  ASSERT_TRUE(period);
  EXPECT_LT(period->from, now);
  EXPECT_GT(period->from, now - 2h);
  EXPECT_GT(period->until, now + 23h);
  EXPECT_LT(period->until, now + 25h);
  EXPECT_FALSE(certificate_period("tull"));
  EXPECT_FALSE(certificate_period(key().private_pem()));
}

TEST(Certificate, is_told_from_those_of_other_keys) {
  const auto pem = self_signed_certificate(key(), "Testby kommune", "localhost", 24h);
  EXPECT_TRUE(is_key_of(key().private_pem(), pem));
  EXPECT_FALSE(is_key_of(RsaKey::generate().private_pem(), pem));
  EXPECT_FALSE(is_key_of("tull", pem));
  EXPECT_FALSE(is_key_of(key().private_pem(), "tull"));
}

/// The server's own comes first, and those that issued it after it.
TEST(Certificate, of_a_chain_is_the_first) {
  const auto other = RsaKey::generate();
  const auto own = self_signed_certificate(key(), "Testby kommune", "localhost", 24h);
  const auto issuer = self_signed_certificate(other, "Utsteder", "localhost", 240h);
  EXPECT_EQ(certificate_period(own + issuer)->until, certificate_period(own)->until);
  EXPECT_EQ(certificate_period(issuer + own)->until, certificate_period(issuer)->until);
  EXPECT_TRUE(is_key_of(key().private_pem(), own + issuer));
  EXPECT_FALSE(is_key_of(other.private_pem(), own + issuer));
  EXPECT_TRUE(RsaPublicKey::from_pem(own + issuer)->verify_sha256("x", key().sign_sha256("x")));
  EXPECT_TRUE(is_key_of(key().private_pem(), "Bag Attributes\n" + own)) << "with notes before it, as tools write them";
}

TEST(SelfSignedCertificate, may_be_trusted_as_an_authority_and_is_never_the_same_twice) {
  const auto certificate = parsed(self_signed_certificate(key(), "Testby kommune", "localhost", 24h));
  EXPECT_EQ(X509_check_ca(certificate.get()), 1);
  char name[64] = {};
  EXPECT_EQ(X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name), 14);
  EXPECT_STREQ(name, "Testby kommune");
  const auto again = parsed(self_signed_certificate(key(), "Testby kommune", "localhost", 24h));
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(certificate.get()), X509_get0_serialNumber(again.get())), 0);
}

TEST(SelfSignedCertificate, holds_from_an_hour_ago_for_as_long_as_was_asked) {
  const auto before = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto period = certificate_period(self_signed_certificate(key(), "Testby kommune", "localhost", 36h));
  const auto after = std::chrono::system_clock::now();
  EXPECT_GE(period->from, before - 1h);
  EXPECT_LE(period->from, after - 1h);
  EXPECT_GE(period->until, before + 36h);
  EXPECT_LE(period->until, after + 36h);
}

}  // namespace
}  // namespace fangst::crypto
