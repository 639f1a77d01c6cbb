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
  std::string verifier_key;  ///< To be compared with the key that the municipality has published.
};

std::string to_json(const CaptureReceipt& receipt);
/// Reads what to_json writes: each member once and no others. `corrupt` for every other text.
Result<CaptureReceipt> receipt_from_json(std::string_view json);

/// Checks form, signature and inclusion. When `trusted_key` is not empty, the receipt must also have been made with
/// that key. `corrupt`; the public text says which check failed.
Result<void> verify(const CaptureReceipt& receipt, std::string_view trusted_key);

}  // namespace fangst::tlog
