#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fangst::sandbox {

/// What an identity number of 11 digits is. The test environments of Digdir and KS know only `tenor` (+80 on the
/// month).
enum class IdentityKind { invalid, real, tenor, nav };

/// Date and both control digits (k1 residue 0..3: the rule of 2032); D-numbers have +40 on the day.
IdentityKind classify_identity(std::string_view number);
/// 9 digits, modulus 11.
bool is_orgnr(std::string_view number);

/// The n-th synthetic person of a seed: +80 on the month, classic control digits; every 8th is a D-number.
std::string synthetic_identity(std::uint64_t seed, std::uint64_t n);

/// True when a run of exactly 11 digits in the text is an identity number of any kind.
bool holds_identity(std::string_view text);

/// What the log shows instead of an identity: the SHA-256 of it.
std::string recipient_hash(std::string_view id);

}  // namespace fangst::sandbox
