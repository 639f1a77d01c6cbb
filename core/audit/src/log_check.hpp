#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/sql/session.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace fangst::audit {

/// Tells (done, total) entries.
using LogProgress = std::function<void(std::uint64_t, std::uint64_t)>;

/// Reads the whole log up to its head: each row against its leaf hash, the places without a gap, every mean sum, every
/// kept checkpoint's signature and root, and the head. Returns the number of entries.
std::uint64_t check_log(sql::Session& session, Faults& faults, const std::string& verifier_key,
                        const LogProgress& progress);

}  // namespace fangst::audit
