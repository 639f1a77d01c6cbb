#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fangst::model {

/// A SHA-256 digest; as text always 64 lower-case hexadecimal digits (Noark M705).
struct Sha256 {
  std::array<std::uint8_t, 32> bytes{};

  std::string hex() const;
  /// Accepts upper and lower case; nothing else than exactly 64 digits.
  static std::optional<Sha256> from_hex(std::string_view text);
  friend auto operator<=>(const Sha256&, const Sha256&) = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
};

}  // namespace fangst::model
