#pragma once

#include <fangst/audit/row_digest.hpp>
#include <fangst/sql/database.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fangst::archive {

struct Column {
  const char* name;
  sql::ColumnType type;
};

/// A table of the archive by the columns that are written at capture: one list for writing, reading back and proving.
class Table {
 public:
  /// `found_by` is the column that rows are read by; `order` sorts them.
  Table(std::string name, std::vector<Column> columns, const std::string& found_by, const std::string& order);

  /// Writes a row, and adds it to what the audit log will keep of the capture.
  template <class... Values>
  void insert(sql::Transaction& tx, audit::RowDigest& digest, Values&&... values) const {
    const sql::Value row[] = {sql::to_value(std::forward<Values>(values))...};
    tx.execute(insert_, row);
    digest.add_row(row);
  }

  std::vector<std::vector<sql::Value>> rows_of(sql::Session& session, const std::string& key) const;
  std::size_t index_of(const std::string& column) const;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::vector<Column> columns_;
  std::vector<sql::ColumnType> types_;
  std::string insert_, select_;
};

const Table& saksmapper();
const Table& klassifikasjoner();  ///< Read by saksmappe.
const Table& parter();            ///< Read by saksmappe.
const Table& journalposter();
const Table& korrespondanseparter();  ///< Read by journalpost.
const Table& dokumentbeskrivelser();  ///< Read by journalpost.
const Table& dokumentobjekter();      ///< Read by dokumentbeskrivelse.

}  // namespace fangst::archive
