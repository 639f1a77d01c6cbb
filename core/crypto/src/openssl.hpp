#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/// OpenSSL objects with owners, for this module alone.
namespace fangst::crypto::openssl {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Bignum = std::unique_ptr<BIGNUM, Freed<&BN_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<&EVP_MD_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC_CTX, Freed<&EVP_MAC_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<&EVP_PKEY_CTX_free>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;

/// OpenSSL failing at what cannot fail (no memory, no provider, no entropy) is a broken installation. Clears the
/// thread's error queue: what stays there would be blamed on a later call.
[[noreturn]] void fail(const char* operation);
inline void require(bool succeeded, const char* operation) {
  if (!succeeded) fail(operation);
}
/// The last reason OpenSSL gave; empties the error queue.
std::string take_reason();

/// Fetched once, never freed: fetching for each digest costs more than hashing a short text, and static destructors
/// may still hash.
const EVP_MD* sha256_method();
const EVP_MD* sha1_method();

Bio reader(std::string_view bytes);
std::string contents(BIO* memory);

/// Empty when the text holds no such key. Never asks for a pass phrase.
Key private_key(std::string_view pem);
Key public_key(std::string_view pem);  ///< From a public key or a certificate.
Certificate certificate(std::string_view pem);
std::string private_pem(EVP_PKEY* key);

/// What a key object keeps; a default-constructed or moved-from one has no state, which is a mistake of the caller.
template <class State>
EVP_PKEY* key_of(const std::shared_ptr<const State>& state) {
  if (!state) throw std::logic_error("used a key object that holds no key");
  return state->key.get();
}

std::string sign(EVP_PKEY* key, const EVP_MD* digest, std::string_view message);
bool verify(EVP_PKEY* key, const EVP_MD* digest, std::string_view message, std::string_view signature);

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace fangst::crypto::openssl
