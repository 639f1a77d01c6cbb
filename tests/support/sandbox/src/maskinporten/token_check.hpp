#pragma once

#include "shared/world.hpp"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace fangst::sandbox {

/// What an access token says, once its signature, issuer and times hold.
struct TokenFacts {
  std::vector<std::string> scopes;
  std::string consumer;  ///< Organisation number.
  std::int64_t expires = 0;

  bool has(std::string_view scope) const;
};

enum class TokenFault { missing, malformed, bad_signature, wrong_issuer, expired };

/// A resource server's check of "Authorization: Bearer ...", with a cache of signatures already verified. Thread-safe.
class TokenCheck {
 public:
  explicit TokenCheck(World& world);
  std::variant<TokenFacts, TokenFault> check(std::string_view authorization);

 private:
  std::variant<TokenFacts, TokenFault> verify(std::string_view token) const;

  World& world_;
  crypto::RsaPublicKey key_;
  std::mutex mutex_;
  std::unordered_map<std::string, TokenFacts> verified_;
};

}  // namespace fangst::sandbox
