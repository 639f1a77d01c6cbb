#include "openssl.hpp"

#include <fangst/crypto/ed25519.hpp>

namespace fangst::crypto {
namespace {

constexpr std::size_t kPublicSize = 32;
constexpr std::size_t kSignatureSize = 64;

}  // namespace

struct Ed25519Key::State {
  openssl::Key key;
};

Ed25519Key Ed25519Key::generate() {
  openssl::Key made{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  openssl::require(made != nullptr, "EVP_PKEY_Q_keygen");
  Ed25519Key key;
  key.state_ = std::make_shared<const State>(State{std::move(made)});
  return key;
}

Result<Ed25519Key> Ed25519Key::from_pem(std::string_view pem) {
  auto read = openssl::private_key(pem);
  if (!read || EVP_PKEY_is_a(read.get(), "ED25519") != 1) {
    return Failure(Error{ErrorKind::invalid_input, "crypto.ugyldig_noekkel", "read Ed25519 private key",
                         PublicText{"Signeringsnøkkelen kan ikke leses. Legg inn en Ed25519-nøkkel i PEM-format "
                                    "(PKCS#8) uten passord."},
                         PrivateDetail{read ? "the key is not Ed25519" : openssl::take_reason()}});
  }
  Ed25519Key key;
  key.state_ = std::make_shared<const State>(State{std::move(read)});
  return key;
}

std::string Ed25519Key::private_pem() const { return openssl::private_pem(openssl::key_of(state_)); }

std::string Ed25519Key::public_bytes() const {
  std::string bytes(kPublicSize, '\0');
  auto length = bytes.size();
  openssl::require(EVP_PKEY_get_raw_public_key(openssl::key_of(state_), openssl::bytes_of(bytes), &length) == 1 &&
                       length == kPublicSize,
                   "EVP_PKEY_get_raw_public_key");
  return bytes;
}

std::string Ed25519Key::sign(std::string_view message) const {
  return openssl::sign(openssl::key_of(state_), nullptr, message);
}

bool ed25519_verify(std::string_view public_bytes, std::string_view message, std::string_view signature) {
  if (public_bytes.size() != kPublicSize || signature.size() != kSignatureSize) return false;
  const openssl::Key key{EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, openssl::bytes_of(public_bytes),
                                                        public_bytes.size())};
  if (!key) {
    openssl::take_reason();
    return false;
  }
  return openssl::verify(key.get(), nullptr, message, signature);
}

}  // namespace fangst::crypto
