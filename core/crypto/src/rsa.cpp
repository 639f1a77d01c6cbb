#include "openssl.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/rsa.hpp>

#include <openssl/core_names.h>
#include <openssl/pem.h>

namespace fangst::crypto {
namespace {

constexpr int kLeastBits = 2048;

/// Empty when the key is a good RSA key.
std::string fault_of(const openssl::Key& key) {
  if (!key) return openssl::take_reason();
  if (EVP_PKEY_is_a(key.get(), "RSA") != 1) return "the key is not RSA";
  if (EVP_PKEY_get_bits(key.get()) < kLeastBits) return "the key is shorter than 2048 bits";
  return {};
}

Error unreadable(std::string where, std::string sentence, std::string detail) {
  return {ErrorKind::invalid_input, "crypto.ugyldig_noekkel", std::move(where), PublicText{std::move(sentence)},
          PrivateDetail{std::move(detail)}};
}

std::string number_of(EVP_PKEY* key, const char* parameter) {
  BIGNUM* raw = nullptr;
  openssl::require(EVP_PKEY_get_bn_param(key, parameter, &raw) == 1, "EVP_PKEY_get_bn_param");
  const openssl::Bignum number{raw};
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number.get())), '\0');
  BN_bn2bin(number.get(), openssl::bytes_of(bytes));
  return bytes;
}

}  // namespace

struct RsaKey::State {
  openssl::Key key;
};

struct RsaPublicKey::State {
  openssl::Key key;
};

RsaKey RsaKey::generate(int bits) {
  if (bits < kLeastBits) throw std::invalid_argument("an RSA key needs at least 2048 bits");
  openssl::Key made{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits))};
  openssl::require(made != nullptr, "EVP_PKEY_Q_keygen");
  RsaKey key;
  key.state_ = std::make_shared<const State>(State{std::move(made)});
  return key;
}

Result<RsaKey> RsaKey::from_pem(std::string_view pem) {
  auto read = openssl::private_key(pem);
  if (auto fault = fault_of(read); !fault.empty()) {
    return Failure(unreadable("read RSA private key",
                              "Den private nøkkelen kan ikke brukes. Legg inn en RSA-nøkkel på minst 2048 bit i "
                              "PEM-format uten passord.",
                              std::move(fault)));
  }
  RsaKey key;
  key.state_ = std::make_shared<const State>(State{std::move(read)});
  return key;
}

std::string RsaKey::private_pem() const { return openssl::private_pem(openssl::key_of(state_)); }

std::string RsaKey::public_pem() const {
  const openssl::Bio memory{BIO_new(BIO_s_mem())};
  openssl::require(memory && PEM_write_bio_PUBKEY(memory.get(), openssl::key_of(state_)) == 1, "PEM_write_bio_PUBKEY");
  return openssl::contents(memory.get());
}

std::string RsaKey::sign_sha256(std::string_view message) const {
  return openssl::sign(openssl::key_of(state_), openssl::sha256_method(), message);
}

std::string RsaKey::modulus() const { return base64url(number_of(openssl::key_of(state_), OSSL_PKEY_PARAM_RSA_N)); }
std::string RsaKey::exponent() const { return base64url(number_of(openssl::key_of(state_), OSSL_PKEY_PARAM_RSA_E)); }

Result<RsaPublicKey> RsaPublicKey::from_pem(std::string_view pem) {
  auto read = openssl::public_key(pem);
  if (auto fault = fault_of(read); !fault.empty()) {
    return Failure(unreadable("read RSA public key",
                              "Sertifikatet eller den offentlige nøkkelen kan ikke brukes. Legg inn et "
                              "RSA-sertifikat eller en offentlig RSA-nøkkel på minst 2048 bit i PEM-format.",
                              std::move(fault)));
  }
  RsaPublicKey key;
  key.state_ = std::make_shared<const State>(State{std::move(read)});
  return key;
}

bool RsaPublicKey::verify_sha256(std::string_view message, std::string_view signature) const {
  return openssl::verify(openssl::key_of(state_), openssl::sha256_method(), message, signature);
}

}  // namespace fangst::crypto
