#include "openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <limits>

namespace fangst::crypto::openssl {
namespace {

int refuse_pass_phrase(char*, int, int, void*) { return -1; }

const EVP_MD* fetch(const char* name) {
  const EVP_MD* method = EVP_MD_fetch(nullptr, name, nullptr);
  require(method != nullptr, "EVP_MD_fetch");
  return method;
}

}  // namespace

std::string take_reason() {
  const auto code = ERR_peek_last_error();
  const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  std::string text = reason != nullptr ? reason : "no reason given";
  ERR_clear_error();
  return text;
}

void fail(const char* operation) { throw std::runtime_error(std::string(operation) + " failed: " + take_reason()); }

const EVP_MD* sha256_method() {
  static const EVP_MD* const method = fetch("SHA256");
  return method;
}

const EVP_MD* sha1_method() {
  static const EVP_MD* const method = fetch("SHA1");
  return method;
}

Bio reader(std::string_view bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw std::length_error("too long for a memory BIO");
  }
  Bio bio{BIO_new_mem_buf(bytes.data() != nullptr ? bytes.data() : "", static_cast<int>(bytes.size()))};
  require(bio != nullptr, "BIO_new_mem_buf");
  return bio;
}

std::string contents(BIO* memory) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(memory, &data);
  require(length >= 0, "BIO_get_mem_data");
  return {data, static_cast<std::size_t>(length)};
}

Key private_key(std::string_view pem) {
  return Key{PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, refuse_pass_phrase, nullptr)};
}

Key public_key(std::string_view pem) {
  if (pem.find("-----BEGIN CERTIFICATE-----") == std::string_view::npos) {
    return Key{PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, refuse_pass_phrase, nullptr)};
  }
  const auto owner = certificate(pem);
  return owner ? Key{X509_get_pubkey(owner.get())} : nullptr;
}

Certificate certificate(std::string_view pem) {
  return Certificate{PEM_read_bio_X509(reader(pem).get(), nullptr, refuse_pass_phrase, nullptr)};
}

std::string private_pem(EVP_PKEY* key) {
  const Bio memory{BIO_new(BIO_s_secmem())};
  require(memory && PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "PEM_write_bio_PKCS8PrivateKey");
  return contents(memory.get());
}

std::string sign(EVP_PKEY* key, const EVP_MD* digest, std::string_view message) {
  const Digest context{EVP_MD_CTX_new()};
  require(context && EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) == 1, "EVP_DigestSignInit");
  std::size_t length = 0;
  require(EVP_DigestSign(context.get(), nullptr, &length, bytes_of(message), message.size()) == 1, "EVP_DigestSign");
  std::string signature(length, '\0');
  require(EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(message), message.size()) == 1,
          "EVP_DigestSign");
  signature.resize(length);
  return signature;
}

bool verify(EVP_PKEY* key, const EVP_MD* digest, std::string_view message, std::string_view signature) {
  const Digest context{EVP_MD_CTX_new()};
  require(context && EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1, "EVP_DigestVerifyInit");
  const bool holds =
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
  if (!holds) take_reason();
  return holds;
}

}  // namespace fangst::crypto::openssl
