#pragma once

#include <fangst/audit/log.hpp>
#include <fangst/config/document.hpp>
#include <fangst/crypto/ed25519.hpp>

#include <filesystem>
#include <memory>

namespace fangst::service {

/// The key that signs the audit log; made, with mode 0600, the first time. Throws std::runtime_error.
crypto::Ed25519Key load_or_make_log_key(const std::filesystem::path& file);

/// The audit log of the installation, with its key.
std::unique_ptr<audit::Log> audit_log(const config::Document& config);

}  // namespace fangst::service
