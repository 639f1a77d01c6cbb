#include <fangst/api/authentication.hpp>
#include <fangst/crypto/hasher.hpp>

#include <algorithm>

namespace fangst::api {
namespace {

constexpr std::string_view kScheme = "Bearer ";

Error unauthorised() {
  return {
      ErrorKind::unauthorised, "tilgang.ukjent_noekkel", "api",
      PublicText{"API-nøkkelen mangler eller er ukjent. Be drift om en nøkkel og send den som Authorization: Bearer."}};
}

Error forbidden() {
  return {ErrorKind::forbidden, "tilgang.feil_rolle", "api",
          PublicText{"API-nøkkelen gir ikke adgang til dette. Be drift om en nøkkel med riktig rolle."}};
}

}  // namespace

std::optional<Role> parse_role(std::string_view text) {
  if (text == "source") return Role::source;
  if (text == "operator") return Role::operations;
  if (text == "archivist") return Role::archivist;
  return std::nullopt;
}

Authenticator::Authenticator(const std::vector<Key>& keys) {
  for (const auto& key : keys) principals_.emplace(key.sha256, key.principal);
}

Result<Principal> Authenticator::authenticate(const http::RequestHead& head) const {
  const auto header = head.header("Authorization");
  if (!header.starts_with(kScheme)) return Failure(unauthorised());
  return authenticate(header.substr(kScheme.size()));
}

Result<Principal> Authenticator::authenticate(std::string_view bearer) const {
  // The key is found by its hash: how long that takes tells nothing of the key.
  const auto at = principals_.find(crypto::sha256(bearer));
  if (at == principals_.end()) return Failure(unauthorised());
  return at->second;
}

Result<Principal> Authenticator::authorise(const http::RequestHead& head, const std::vector<Role>& roles) const {
  FANGST_TRY(auto principal, authenticate(head));
  if (std::find(roles.begin(), roles.end(), principal.role) == roles.end()) return Failure(forbidden());
  return principal;
}

}  // namespace fangst::api
