#pragma once

#include "both_databases.hpp"

#include <map>

namespace fangst::testing {

/// Column and value as text; "(null)" for none.
using TableRow = std::map<std::string, std::string>;

/// Every row of a table with every column that the database says it has, so that a column that a test does not name
/// makes it fail. `order` names columns that tell any two rows apart.
inline std::vector<TableRow> table_rows(sql::Database& database, const std::string& table, const std::string& order) {
  std::vector<TableRow> rows;
  const auto read = database.read([&](sql::Session& session) -> Result<void> {
    const auto columns = session.query<std::string>(
        session.is_postgresql() ? "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_schema "
                                  "= current_schema() AND table_name = :1"
                                : "SELECT name FROM pragma_table_info(:1)",
        table);
    for (const auto& [column] : columns) {
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

inline std::string millis(model::Timestamp at) { return std::to_string(model::to_millis(at)); }

}  // namespace fangst::testing
