#include "entrypoint.hpp"

#include "failures.hpp"

#include <fangst/codec/url.hpp>

#include <utility>

namespace fangst::digipost {

Result<Entrypoint> Entrypoint::read(int status, const std::string& body) {
  auto root = read_root(body);
  if (!root) return Failure(not_understood(kRoot, status, "not an entrypoint"));
  auto key = crypto::RsaPublicKey::from_pem(root->certificate);
  if (!key) return Failure(not_understood(kRoot, status, "no usable certificate: " + key.error().private_detail()));
  return Entrypoint(*std::move(key), std::move(root->links));
}

std::optional<std::string> Entrypoint::path_of(const std::string& relation) const {
  const auto found = links_.find(relation);
  if (found == links_.end()) return std::nullopt;
  const auto url = codec::Url::parse(found->second);
  return url ? std::optional(url->path) : std::nullopt;
}

}  // namespace fangst::digipost
