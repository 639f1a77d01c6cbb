#pragma once

#include <fangst/error/result.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace fangst::crypto {

/// An RSA private key for SHA256withRSA (RSASSA-PKCS1-v1_5), as Maskinporten (RS256) and Digipost require.
/// Thread-safe. from_pem reads PKCS#8 or PKCS#1 without encryption; `invalid_input` for every other text.
class RsaKey {
 public:
  static RsaKey generate(int bits = 2048);
  static Result<RsaKey> from_pem(std::string_view pem);
  std::string private_pem() const;
  std::string public_pem() const;
  std::string sign_sha256(std::string_view message) const;  ///< Raw signature bytes.
  /// base64url modulus and exponent, as in a JWK.
  std::string modulus() const;
  std::string exponent() const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// A public key from a PEM certificate or a PEM public key; `invalid_input` for every other text. Thread-safe.
class RsaPublicKey {
 public:
  static Result<RsaPublicKey> from_pem(std::string_view pem);
  bool verify_sha256(std::string_view message, std::string_view signature) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace fangst::crypto
