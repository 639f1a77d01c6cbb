#pragma once

#include <fangst/sql/database.hpp>
#include <fangst/tlog/receipt.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fangst::audit {

struct Verification {
  std::uint64_t entries = 0, documents = 0;  ///< Read and checked.
  std::uint64_t fault_count = 0;
  std::vector<std::string> faults;  ///< Bokmål, one for each thing that does not hold, the first hundred.

  bool is_whole() const { return fault_count == 0; }
};

struct Scope {
  bool reads_documents = true;  ///< False: the documents' bytes are not read, and a change of them is not found.
  /// Told what ("innførsler" or "dokumenter"), done and total.
  std::function<void(const char*, std::uint64_t, std::uint64_t)> progress;
};

/// Invariant 8. First the log itself: every row against its leaf hash, the places without a gap, every mean sum, every
/// kept checkpoint and the head. Then all the tables against the log, as History tells them
/// (docs/decisions/audit-log.md says column by column what is found), those of other modules too. At last the bytes of
/// every document. Memory does not grow with the log. Safe beside a running service.
Result<Verification> verify(sql::Database& database, const Scope& scope = {});

/// The key that the log is signed with, as C2SP signed notes write it: what a municipality makes known.
std::string verifier_key_of(const sql::Database& database);

/// The capture receipt for the audit entry at `index`, against the present head.
Result<tlog::CaptureReceipt> make_receipt(sql::Database& database, std::uint64_t index);

struct LoggedEvent {
  std::int64_t index = 0;
  model::Timestamp at;
  std::string kind, actor, body;
};
/// The history of one submission, oldest first.
std::vector<LoggedEvent> events_of(sql::Session& session, const std::string& submission);

}  // namespace fangst::audit
