#pragma once

#include "shared/clock.hpp"

#include <fangst/crypto/rsa.hpp>
#include <fangst/http/request.hpp>

#include <mutex>
#include <string>

namespace fangst::sandbox {

/// Digipost's own key: signs every answer, and may be changed for a new one. Thread-safe.
class ResponseSigner {
 public:
  ResponseSigner(const crypto::RsaKey& key, const crypto::RsaKey& foreign);

  /// Adds Date, X-Content-SHA256 and X-Digipost-Signature, in exactly this case: Java sorts header names as they stand.
  void sign(http::Response& response, const std::string& path, TimePoint now, bool with_foreign_key) const;
  /// PEM, for the entrypoint.
  std::string certificate() const;
  void change_key();

 private:
  mutable std::mutex mutex_;
  crypto::RsaKey key_;
  crypto::RsaKey foreign_;
  std::string certificate_;
};

}  // namespace fangst::sandbox
