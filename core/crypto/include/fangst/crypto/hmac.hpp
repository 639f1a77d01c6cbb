#pragma once

#include <string>
#include <string_view>

namespace fangst::crypto {

std::string hmac_sha256(std::string_view key, std::string_view message);  ///< Raw bytes.
/// Comparison whose time depends on the length alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace fangst::crypto
