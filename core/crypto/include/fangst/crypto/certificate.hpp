#pragma once

#include <fangst/crypto/rsa.hpp>

#include <chrono>
#include <string>

namespace fangst::crypto {

/// A self-signed certificate for the sandbox and the tests; never for production.
std::string self_signed_certificate(const RsaKey& key, const std::string& common_name, const std::string& dns_name,
                                    std::chrono::hours lifetime);

}  // namespace fangst::crypto
