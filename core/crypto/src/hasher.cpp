#include "openssl.hpp"

#include <fangst/crypto/hasher.hpp>

namespace fangst::crypto {

struct Hasher::State {
  openssl::Digest context{EVP_MD_CTX_new()};

  State() {
    openssl::require(context != nullptr, "EVP_MD_CTX_new");
    begin();
  }
  void begin() {
    openssl::require(EVP_DigestInit_ex2(context.get(), openssl::sha256_method(), nullptr) == 1, "EVP_DigestInit_ex2");
  }
};

Hasher::Hasher() : state_(std::make_unique<State>()) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
  openssl::require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1, "EVP_DigestUpdate");
}

model::Sha256 Hasher::finish() {
  model::Sha256 digest;
  openssl::require(EVP_DigestFinal_ex(state_->context.get(), digest.bytes.data(), nullptr) == 1, "EVP_DigestFinal_ex");
  state_->begin();
  return digest;
}

model::Sha256 sha256(std::string_view bytes) {
  // Making a context costs more than hashing a Merkle node.
  thread_local Hasher hasher;
  hasher.update(bytes);
  return hasher.finish();
}

}  // namespace fangst::crypto
