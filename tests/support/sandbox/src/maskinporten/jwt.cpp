#include "maskinporten/jwt.hpp"

#include <fangst/crypto/encoding.hpp>

namespace fangst::sandbox {
namespace {

std::optional<nlohmann::json> decode_object(std::string_view part) {
  const auto text = crypto::base64url_decode(part);
  if (!text) return std::nullopt;
  auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

}  // namespace

std::optional<Jwt> parse_jwt(std::string_view compact) {
  const auto first = compact.find('.');
  const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  // The decoder passes over white space; a JWT has none.
  if (compact.find_first_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  auto header = decode_object(compact.substr(0, first));
  auto claims = decode_object(compact.substr(first + 1, second - first - 1));
  auto signature = crypto::base64url_decode(compact.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return Jwt{*std::move(header), *std::move(claims), std::string(compact.substr(0, second)), *std::move(signature)};
}

std::string sign_jwt(const nlohmann::json& header, const nlohmann::json& claims, const crypto::RsaKey& key) {
  std::string text = crypto::base64url(header.dump()) + "." + crypto::base64url(claims.dump());
  return text + "." + crypto::base64url(key.sign_sha256(text));
}

}  // namespace fangst::sandbox
