#pragma once

#include <fangst/crypto/rsa.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace fangst::sandbox {

/// A compact JWS with JSON header and claims; nothing of it is verified yet.
struct Jwt {
  nlohmann::json header;
  nlohmann::json claims;
  std::string signed_part;
  std::string signature;
};

/// Empty unless there are three base64url parts of which the first two are JSON objects.
std::optional<Jwt> parse_jwt(std::string_view compact);
std::string sign_jwt(const nlohmann::json& header, const nlohmann::json& claims, const crypto::RsaKey& key);

}  // namespace fangst::sandbox
