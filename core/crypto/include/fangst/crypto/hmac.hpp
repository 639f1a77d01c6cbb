#pragma once

#include <string>
#include <string_view>

namespace fangst::crypto {

/// HMAC with SHA-256 (RFC 2104): 32 raw bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);
/// Compares in a time that depends on the lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace fangst::crypto
