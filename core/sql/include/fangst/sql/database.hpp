#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/sql/migration.hpp>
#include <fangst/sql/session.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::sql {

struct DatabaseSettings {
  std::filesystem::path directory;  ///< Documents, and the database file of SQLite. Created with mode 0700.
  std::string postgresql;           ///< libpq connection string; empty for SQLite.
  std::string node = "node-1";      ///< Unique among the processes that share a database.
  std::size_t readers = 4;
  std::size_t small_document = 64U << 10U;  ///< Documents up to this size are kept in segment files.
  std::uint64_t segment = 256ULL << 20U;    ///< A segment file of at least so many bytes is followed by a new one.
};

class CommitHook;

/// The database cannot be reached or takes no commit, or it is there again. A write that fails by itself is no loss.
struct DatabaseChange {
  bool is_lost = false;
  std::string_view where;   ///< What noticed it: "sql.read" or "sql.write".
  std::string_view detail;  ///< Of a loss: what the database or its driver said.
};
/// Runs on the thread that noticed, under a lock: must not block, throw or touch Database.
using DatabaseListener = std::function<void(const DatabaseChange&)>;

/// One unit of a group commit. Used on the writer thread alone.
class Transaction : public Session {
 public:
  /// The moment of the group commit.
  virtual model::Timestamp now() const = 0;
  /// The hook that the database was made with.
  virtual CommitHook& hook() = 0;
};

/// Takes part in every group commit: its rows are written in the same transaction as the others (the audit log,
/// invariant 8). From begin() on, the functions run on the writer thread, in the order in which they are declared, and
/// may throw SqlError. migrations() and prepare() run before that thread starts.
class CommitHook {
 public:
  virtual ~CommitHook() = default;
  /// The tables of the hook, and of the modules that were given to it.
  virtual std::vector<Migration> migrations() const = 0;
  /// Once, when all migrations have run.
  virtual void prepare(Session& session) = 0;
  /// The transaction has begun.
  virtual void begin(Session& session) = 0;
  /// One write begins. undo_write() undoes what the hook was given since then.
  virtual void begin_write() = 0;
  virtual void undo_write() = 0;
  /// All writes have run; the commit follows.
  virtual void before_commit(Session& session, model::Timestamp now) = 0;
  /// The transaction did not commit, or the connection is new: the hook must drop what it has cached.
  virtual void forget() = 0;
};

/// Every migration that a database with this hook runs, in order.
std::vector<Migration> migrations_of(const CommitHook& hook);

struct Write {
  /// Made durable before `apply` runs; rows that refer to them may be written there.
  std::vector<std::shared_ptr<ports::PendingDocument>> documents;
  /// Runs on the writer thread inside a savepoint: an error or a thrown SqlError or BrokenInvariant undoes this write
  /// alone. Must not block and must not touch Database.
  std::function<Result<void>(Transaction&)> apply;
};

/// The database, SQLite or PostgreSQL, with one writer thread that commits all waiting writes in one transaction (group
/// commit), and several readers. Thread-safe. After a failed sync the process ends, since the disk may have lost what
/// was written (docs/decisions/group-commit.md).
class Database {
 public:
  /// Opens, migrates and prepares the hook. Throws std::runtime_error.
  Database(DatabaseSettings settings, std::shared_ptr<ports::Clock> clock, std::unique_ptr<CommitHook> hook);
  ~Database();

  /// Returns when the transaction is durable, or with the error of `apply`.
  Result<void> write(Write write);
  Result<void> write(std::function<Result<void>(Transaction&)> apply);
  /// `done` runs on the writer thread after the commit: it must not block.
  void write_async(Write write, std::function<void(Result<void>)> done);
  /// Runs at once on the calling thread, with a reader that no other thread uses; sees committed data. `unavailable`
  /// when the database cannot be read.
  Result<void> read(const std::function<Result<void>(Session&)>& fn);

  ports::DocumentStore& documents();
  const ports::Clock& clock() const;
  /// The writer thread uses the hook: read only the parts of it that never change.
  const CommitHook& hook() const;
  const DatabaseSettings& settings() const;
  /// Told once of each loss and once when it is over.
  void on_change(DatabaseListener listener);
  /// Called on the writer thread after every commit, e.g. to wake a queue.
  void on_commit(std::function<void()> listener);
  /// Removes all listeners of on_commit. When it returns, none runs or will run.
  void forget_listeners();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::sql
