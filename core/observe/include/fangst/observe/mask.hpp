#pragma once

#include <string>
#include <string_view>

namespace fangst::observe {

/// Replaces every identity number (11 digits with valid control digits, also written as 6 + space + 5) by asterisks.
/// A last filter: what is known to be personal must not come this far (invariant 9).
std::string mask_identity_numbers(std::string_view text);

}  // namespace fangst::observe
