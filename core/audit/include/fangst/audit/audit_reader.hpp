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
  std::vector<std::string> faults;  ///< Bokmål, one sentence for each fault; the first hundred.

  bool is_whole() const { return fault_count == 0; }
};

struct Scope {
  bool reads_documents = true;  ///< False: the documents' bytes are not read, and a change of them is not found.
  /// Called with what is read ("innførsler" or "dokumenter"), how many are done, and the total.
  std::function<void(const char*, std::uint64_t, std::uint64_t)> progress;
};

/// Checks invariant 8. First the log: every row against its leaf hash, the indices without a gap, every hash between
/// leaf and root, every kept checkpoint and the head. Then every table of every module against the log
/// (docs/decisions/audit-log.md says what is found, column by column). Last the bytes of every document. Memory does
/// not grow with the log. The service may run meanwhile.
Result<Verification> verify(sql::Database& database, const Scope& scope = {});

/// The key that the log is signed with, as C2SP signed notes write it: what a municipality publishes.
std::string verifier_key_of(const sql::Database& database);

/// The capture receipt for the audit entry at `index`, with a proof for the present head. `not_found` when there is no
/// such entry.
Result<tlog::CaptureReceipt> make_receipt(sql::Database& database, std::uint64_t index);

struct LoggedEvent {
  std::int64_t index = 0;
  model::Timestamp at;
  std::string kind, actor, body;
};
/// The history of one submission, oldest first.
std::vector<LoggedEvent> events_of(sql::Session& session, const std::string& submission);

}  // namespace fangst::audit
