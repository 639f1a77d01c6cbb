#pragma once

#include <fangst/sql/migration.hpp>
#include <fangst/sql/session.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fangst::audit {

/// What `fangst audit verify` found, in bokmål: which row, and what about it does not hold. Values of rows are never
/// named (invariant 9). Past a hundred only the count goes on.
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

/// Compares tables with what the log says of them. May open a snapshot of its own; throws SqlError.
using TableCheck = std::function<void(sql::Session&, Faults&)>;

/// Tables that another module keeps in the database: how they are made, and how they are held against the log.
struct ModuleTables {
  sql::Migration migration;
  TableCheck check;
};

/// What is read while it lives is of one moment. At most one for a session at a time.
class Snapshot {
 public:
  explicit Snapshot(sql::Session& session);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  sql::Session& session_;
};

struct LogEntry {
  std::int64_t index = 0, at = 0;  ///< `at` in milliseconds since 1970, as the column.
  std::string kind, submission, source, actor, body;
};
/// Calls for every entry of a kind, oldest first, inside a snapshot that a page of entries shares.
void each_entry(sql::Session& session, const std::string& kind, const std::function<void(const LogEntry&)>& visit);

/// A fault when the table has not as many rows as the log has entries of these kinds. Inside a snapshot of its own.
void compare_count(sql::Session& session, Faults& faults, const std::string& table,
                   const std::vector<std::string>& kinds);

}  // namespace fangst::audit
