#pragma once

#include <fangst/error/result.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace fangst::crypto {

/// An Ed25519 signing key (RFC 8032). Thread-safe.
class Ed25519Key {
 public:
  static Ed25519Key generate();
  /// PKCS#8 PEM, not encrypted. `invalid_input` for every other text.
  static Result<Ed25519Key> from_pem(std::string_view pem);
  std::string private_pem() const;
  std::string public_bytes() const;                  ///< 32 raw bytes.
  std::string sign(std::string_view message) const;  ///< 64 raw bytes.

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// `public_bytes` is 32 raw bytes, `signature` 64. False for every other length.
bool ed25519_verify(std::string_view public_bytes, std::string_view message, std::string_view signature);

}  // namespace fangst::crypto
