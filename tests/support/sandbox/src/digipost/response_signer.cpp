#include "digipost/response_signer.hpp"

#include "shared/times.hpp"

#include <fangst/crypto/certificate.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>

#include <algorithm>

namespace fangst::sandbox {
namespace {

std::string certificate_of(const crypto::RsaKey& key) {
  return crypto::self_signed_certificate(key, "Digipost sandkasse", "127.0.0.1", std::chrono::hours(24 * 365));
}

std::string hash_text(const std::string& body) {
  const auto digest = crypto::sha256(body);
  return crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

ResponseSigner::ResponseSigner(const crypto::RsaKey& key, const crypto::RsaKey& foreign)
    : key_(key), foreign_(foreign), certificate_(certificate_of(key)) {}

void ResponseSigner::sign(http::Response& response, const std::string& path, TimePoint now,
                          bool with_foreign_key) const {
  const std::string date = to_http_date(now);
  std::string text = std::to_string(response.status) + "\n" + lower(path) + "\ndate: " + date + "\n";
  response.headers.emplace_back("Date", date);
  if (!response.body.empty()) {
    const std::string hash = hash_text(response.body);
    text += "x-content-sha256: " + hash + "\n";
    response.headers.emplace_back("X-Content-SHA256", hash);
  }
  std::unique_lock lock(mutex_);
  const crypto::RsaKey key = with_foreign_key ? foreign_ : key_;
  lock.unlock();
  response.headers.emplace_back("X-Digipost-Signature", crypto::base64(key.sign_sha256(text)));
}

std::string ResponseSigner::certificate() const {
  std::lock_guard lock(mutex_);
  return certificate_;
}

void ResponseSigner::change_key() {
  const auto key = crypto::RsaKey::generate();
  const auto certificate = certificate_of(key);
  std::lock_guard lock(mutex_);
  key_ = key;
  certificate_ = certificate;
}

}  // namespace fangst::sandbox
