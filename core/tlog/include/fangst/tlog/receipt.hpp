#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/sha256.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::tlog {

/// A capture receipt: the audit entry that says what was archived (document hashes, Noark ids), its place in the log
/// and the signed checkpoint that covers it. Anyone can check it with the verifier key alone, offline.
struct CaptureReceipt {
  std::string entry;  ///< The exact bytes of the audit entry: canonical JSON.
  std::uint64_t index = 0;
  std::vector<model::Sha256> proof;
  std::string checkpoint;    ///< Signed note.
  std::string verifier_key;  ///< Whoever checks compares it with the one published by the municipality.
};

std::string to_json(const CaptureReceipt& receipt);
Result<CaptureReceipt> receipt_from_json(std::string_view json);

/// Signature, inclusion and form; with `trusted_key` non-empty also that it was made with that key. `corrupt` with a
/// sentence that says what does not hold.
Result<void> verify(const CaptureReceipt& receipt, std::string_view trusted_key);

}  // namespace fangst::tlog
