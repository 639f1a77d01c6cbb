#pragma once

#include <fangst/store/database.hpp>
#include <fangst/tlog/receipt.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fangst::store {

struct AuditVerification {
  std::uint64_t entries = 0;
  std::vector<std::string> faults;  ///< Bokmaal, one for each thing that does not hold; empty: the log is whole.
};

/// Reads the whole log: every row's bytes against its leaf hash, the places without a gap, every tile and every kept
/// checkpoint's signature and root, the head, and that each accepted submission still stands with the content hash that
/// was logged. `progress` is told (done, total).
Result<AuditVerification> verify_audit(Database& database,
                                       const std::function<void(std::uint64_t, std::uint64_t)>& progress);

/// The capture receipt for the audit entry at `index`, against the present head.
Result<tlog::CaptureReceipt> make_receipt(Database& database, std::uint64_t index);

struct LoggedEvent {
  std::int64_t index = 0;
  model::Timestamp at;
  std::string kind, actor, body;
};
/// The history of one submission, oldest first.
std::vector<LoggedEvent> events_of(Session& session, const std::string& submission);

}  // namespace fangst::store
