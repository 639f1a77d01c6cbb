#include "openssl.hpp"

#include <fangst/crypto/hmac.hpp>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include <array>

namespace fangst::crypto {
namespace {

EVP_MAC* hmac_method() {
  static EVP_MAC* const method = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  openssl::require(method != nullptr, "EVP_MAC_fetch");
  return method;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
  const openssl::Mac context{EVP_MAC_CTX_new(hmac_method())};
  std::string digest_name = "SHA256";
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
                              OSSL_PARAM_construct_end()};
  // A null key would mean "keep the former key", so an empty one must still point somewhere.
  const auto* key_bytes = key.empty() ? openssl::bytes_of("") : openssl::bytes_of(key);
  std::string mac(32, '\0');
  std::size_t length = 0;
  openssl::require(context && EVP_MAC_init(context.get(), key_bytes, key.size(), parameters.data()) == 1 &&
                       EVP_MAC_update(context.get(), openssl::bytes_of(message), message.size()) == 1 &&
                       EVP_MAC_final(context.get(), openssl::bytes_of(mac), &length, mac.size()) == 1 &&
                       length == mac.size(),
                   "HMAC-SHA-256");
  return mac;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace fangst::crypto
