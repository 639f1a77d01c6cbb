#pragma once

#include <fangst/audit/table_check.hpp>
#include <fangst/crypto/ed25519.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/sql/database.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fangst::audit {

/// One row of the audit log, before it has an index. `body` is the JSON object of what happened: no names, no identity
/// numbers, no content (invariant 9).
struct Entry {
  std::string kind;        ///< e.g. "submission.accepted"
  std::string submission;  ///< Submission id, or empty.
  std::string source;      ///< Source name, or empty.
  std::string actor;       ///< "step:arkiver", "source:gerica", "operator:kari" ...
  std::string body;        ///< Canonical JSON object.
};

/// "step:arkiver"
std::string actor_of(const model::StepName& step);

/// Appends to the audit log in the transaction and returns the entry's index. Every state change must do so in its own
/// transaction (invariant 8). Throws std::logic_error when the database was made without a Log.
std::int64_t append(sql::Transaction& tx, const Entry& entry);

struct LogSettings {
  std::string origin = "fangst.local/revisjon";  ///< The name of the log (tlog checkpoint origin).
  crypto::Ed25519Key key;                        ///< Signs the log's head.
  std::vector<ModuleTables> tables;              ///< Of the modules whose changes are in the log.
};

/// The audit log: a Merkle tree (RFC 6962) over the rows of audit_entry, updated in every group commit. settings()
/// never changes and may be read from any thread; the rest runs on the writer thread.
class Log final : public sql::CommitHook {
 public:
  explicit Log(LogSettings settings);
  ~Log() override;

  std::vector<sql::Migration> migrations() const override;
  void prepare(sql::Session& session) override;
  void begin(sql::Session& session) override;
  void begin_write() override;
  void undo_write() override;
  void before_commit(sql::Session& session, model::Timestamp now) override;
  void forget() override;

  std::uint64_t append(sql::Session& session, model::Timestamp at, const Entry& entry);
  const LogSettings& settings() const { return settings_; }

 private:
  struct Trees;
  LogSettings settings_;
  std::unique_ptr<Trees> trees_;
};

/// The log that the database was made with. Throws std::logic_error when it was made without one.
const Log& log_of(const sql::Database& database);

}  // namespace fangst::audit
