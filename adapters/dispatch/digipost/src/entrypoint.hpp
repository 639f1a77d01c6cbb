#pragma once

#include <fangst/crypto/rsa.hpp>
#include <fangst/error/result.hpp>

#include <map>
#include <optional>
#include <string>

namespace fangst::digipost {

/// What the root resource said: the key that answers are signed with, and where things are.
class Entrypoint {
 public:
  /// `unavailable` when it is not a root with a usable certificate.
  static Result<Entrypoint> read(int status, const std::string& body);

  const crypto::RsaPublicKey& key() const { return key_; }
  /// The path of a link. Its host is passed over, as the official clients do: Digipost is where the settings say.
  std::optional<std::string> path_of(const std::string& relation) const;

 private:
  Entrypoint(crypto::RsaPublicKey key, std::map<std::string, std::string> links)
      : key_(std::move(key)), links_(std::move(links)) {}

  crypto::RsaPublicKey key_;
  std::map<std::string, std::string> links_;
};

}  // namespace fangst::digipost
