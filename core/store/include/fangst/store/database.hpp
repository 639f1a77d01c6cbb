#pragma once

#include <fangst/crypto/ed25519.hpp>
#include <fangst/error/result.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/store/session.hpp>
#include <fangst/store/table_check.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::store {

struct DatabaseSettings {
  std::filesystem::path directory;  ///< Documents, and the database file of SQLite. Created with mode 0700.
  std::string postgresql;           ///< libpq connection string; empty for SQLite.
  std::string node = "node-1";      ///< Unique among the processes that share a database.
  std::string log_origin = "fangst.local/revisjon";  ///< The name of the audit log (tlog checkpoint origin).
  std::size_t readers = 4;
  std::size_t small_document = 64U << 10U;  ///< Documents up to this size are kept in segment files.
  std::vector<ModuleTables> modules;        ///< Other modules that keep tables here (the embedded archive).
};

/// One row of the audit log, before it has a place. `body` is the JSON object of what happened: no names, no identity
/// numbers, no content (invariant 9).
struct AuditEntry {
  std::string kind;        ///< e.g. "submission.accepted"
  std::string submission;  ///< Submission id, or empty.
  std::string source;      ///< Source name, or empty.
  std::string actor;       ///< "step:arkiver", "source:gerica", "operator:kari" ...
  std::string body;        ///< Canonical JSON object.
};

/// One unit of a group commit. Every state change says so in the audit log: same transaction (invariant 8).
class Transaction : public Session {
 public:
  /// Appends to the audit log and returns the entry's index in it.
  virtual std::int64_t audit(const AuditEntry& entry) = 0;
  virtual model::Timestamp now() const = 0;
};

struct Write {
  /// Made durable before `apply` runs; rows that refer to them may be written there.
  std::vector<std::shared_ptr<ports::PendingDocument>> documents;
  /// Runs on the writer thread inside a savepoint: an error or a thrown SqlError undoes this write alone. Must not
  /// block and must not touch Database.
  std::function<Result<void>(Transaction&)> apply;
};

/// The database, SQLite or PostgreSQL, behind one writer that commits what has gathered (group commit) and several
/// readers beside it. Thread-safe. A failed sync is fatal: the process ends rather than promise what the disk may have
/// lost.
class Database {
 public:
  /// Opens, migrates, and checks that the audit log's head fits its rows. Throws std::runtime_error.
  Database(DatabaseSettings settings, std::shared_ptr<ports::Clock> clock, crypto::Ed25519Key log_key);
  ~Database();

  /// Returns when the transaction is durable, or with the error of `apply`.
  Result<void> write(Write write);
  Result<void> write(std::function<Result<void>(Transaction&)> apply);
  /// `done` runs on the writer thread after the commit: it must not block.
  void write_async(Write write, std::function<void(Result<void>)> done);
  /// Runs at once on the calling thread with a reader of its own; sees what is committed.
  Result<void> read(const std::function<Result<void>(Session&)>& fn);

  ports::DocumentStore& documents();
  const ports::Clock& clock() const;
  const crypto::Ed25519Key& log_key() const;
  const DatabaseSettings& settings() const;
  /// Called on the writer thread after every commit, e.g. to wake a queue.
  void on_commit(std::function<void()> listener);
  /// When it returns, no listener runs or will run.
  void forget_listeners();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::store
