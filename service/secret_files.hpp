#pragma once

#include <fangst/crypto/ed25519.hpp>

#include <filesystem>
#include <string>

namespace fangst::service {

/// The content of a secret file without its final line break. Throws when it cannot be read, or when others than its
/// owner and group may read it.
std::string read_secret(const std::filesystem::path& file);

/// The key that signs the audit log; made, with mode 0600, the first time.
crypto::Ed25519Key load_or_make_log_key(const std::filesystem::path& file);

}  // namespace fangst::service
