#pragma once

#include <fangst/error/result.hpp>
#include <fangst/http/request.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/model/sha256.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fangst::api {

enum class Role { source, operations, archivist };

std::optional<Role> parse_role(std::string_view text);  ///< "source", "operator", "archivist"

/// The holder of a key.
struct Principal {
  std::string name;  ///< For the audit log: "operator:drift-1".
  Role role = Role::source;
  model::SourceName source;  ///< Of a source.
};

/// API keys, kept as SHA-256 (they are 32 random bytes, so a plain hash is enough). Immutable, so thread-safe.
class Authenticator {
 public:
  struct Key {
    model::Sha256 sha256;
    Principal principal;
  };
  explicit Authenticator(const std::vector<Key>& keys);

  /// `Authorization: Bearer <key>`. `unauthorised` when absent or unknown.
  Result<Principal> authenticate(const http::RequestHead& head) const;
  Result<Principal> authenticate(std::string_view bearer) const;
  /// As authenticate, and the role must be one of these: else `forbidden`.
  Result<Principal> authorise(const http::RequestHead& head, const std::vector<Role>& roles) const;

 private:
  std::map<model::Sha256, Principal> principals_;
};

}  // namespace fangst::api
