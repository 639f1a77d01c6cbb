#pragma once

#include <fangst/sql/migration.hpp>
#include <fangst/sql/session.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fangst::audit {

/// What `fangst audit verify` found, in bokmål: which row, and what is wrong. Never the values of a row (invariant 9).
/// After a hundred faults only the count grows.
class Faults {
 public:
  void add(std::string text);
  /// One fault that names every column whose value is not the expected one.
  void compare(const std::string& row, const std::vector<std::string>& columns, const std::vector<sql::Value>& expected,
               const std::vector<sql::Value>& found);
  const std::vector<std::string>& list() const { return list_; }
  std::uint64_t count() const { return count_; }

 private:
  std::vector<std::string> list_;
  std::uint64_t count_ = 0;
};

/// Compares tables with the log. May open a snapshot of its own; throws SqlError.
using TableCheck = std::function<void(sql::Session&, Faults&)>;

/// The tables of a module: how they are created, and how they are compared with the log.
struct ModuleTables {
  sql::Migration migration;
  TableCheck check;
};

/// While it lives, every read of the session sees the database at one moment. At most one per session at a time. Its
/// destructor throws SqlError when the snapshot cannot be ended and nothing else is being thrown.
class Snapshot {
 public:
  explicit Snapshot(sql::Session& session);
  ~Snapshot() noexcept(false);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  sql::Session& session_;
  int thrown_before_;
};

struct LogEntry {
  std::int64_t index = 0, at = 0;  ///< `at` in milliseconds since 1970, as the column.
  std::string kind, submission, source, actor, body;
};
/// Calls `visit` for every entry of a kind, oldest first. Entries are read in pages, each page in one snapshot.
void each_entry(sql::Session& session, const std::string& kind, const std::function<void(const LogEntry&)>& visit);

/// Adds a fault when the number of rows differs from the number of log entries of these kinds. Opens its own snapshot.
void compare_count(sql::Session& session, Faults& faults, const std::string& table,
                   const std::vector<std::string>& kinds);

}  // namespace fangst::audit
