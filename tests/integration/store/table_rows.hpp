#pragma once

#include "both_databases.hpp"

#include <map>

namespace fangst::testing {

/// Column and value as text; "(null)" for none.
using TableRow = std::map<std::string, std::string>;

inline std::vector<std::string> columns_of(sql::Session& session, const std::string& table) {
  std::vector<std::string> names;
  for (const auto& [name] : session.query<std::string>(
           session.is_postgresql() ? "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE "
                                     "table_schema = current_schema() AND table_name = :1 ORDER BY ordinal_position"
                                   : "SELECT name FROM pragma_table_info(:1) ORDER BY cid",
           table)) {
    names.push_back(name);
  }
  return names;
}

/// Every row of a table with every column that the database says it has, so that a column that a test does not name
/// makes it fail. `order` names columns that tell any two rows apart.
inline std::vector<TableRow> table_rows(sql::Database& database, const std::string& table, const std::string& order) {
  std::vector<TableRow> rows;
  const auto read = database.read([&](sql::Session& session) -> Result<void> {
    for (const auto& column : columns_of(session, table)) {
      const auto values = session.query<std::optional<std::string>>("SELECT CAST(" + column + " AS TEXT) FROM " +
                                                                    table + " ORDER BY " + order);
      rows.resize(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) rows[i][column] = std::get<0>(values[i]).value_or("(null)");
    }
    return {};
  });
  if (!read) throw std::runtime_error(read.error().private_detail());
  return rows;
}

/// Adds to a table a copy of the one row that `from` gives, past the store. `changed`: columns, and the SQL of what
/// they have instead.
inline void add_copy_of_row(TemporaryDatabase& database, const std::string& table, const std::string& from,
                            const std::map<std::string, std::string>& changed) {
  std::string columns, values;
  const auto read = database->read([&](sql::Session& session) -> Result<void> {
    for (const auto& column : columns_of(session, table)) {
      const auto at = changed.find(column);
      columns += (columns.empty() ? "" : ", ") + column;
      values += (values.empty() ? "" : ", ") + (at == changed.end() ? column : at->second);
    }
    return {};
  });
  if (!read) throw std::runtime_error(read.error().private_detail());
  database.tamper("INSERT INTO " + table + " (" + columns + ") SELECT " + values + " FROM " + from);
}

inline std::string millis(model::Timestamp at) { return std::to_string(model::to_millis(at)); }

/// For tests that compare whole rows, those of the log among them.
class StoredRows : public BothDatabases {
 protected:
  std::vector<TableRow> entries() { return table_rows(**database, "audit_entry", "idx"); }
  /// Without the hash of its leaf, which follows from the rest.
  TableRow last_entry() {
    auto row = entries().back();
    row.erase("leaf");
    return row;
  }
};

}  // namespace fangst::testing
