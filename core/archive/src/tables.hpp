#pragma once

#include <fangst/audit/row_digest.hpp>
#include <fangst/sql/database.hpp>
#include <fangst/sql/insert.hpp>

#include <span>
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

  /// Writes a row, and adds it to what the audit log will keep of the capture. The cells are the table's columns, all
  /// of them and in its order, in which the digest goes; throws std::logic_error otherwise.
  template <std::size_t N>
  void insert(sql::Transaction& tx, audit::RowDigest& digest, sql::Cell (&&cells)[N]) const {
    write(tx, digest, cells);
  }

  std::vector<std::vector<sql::Value>> rows_of(sql::Session& session, const std::string& key) const;
  std::size_t index_of(const std::string& column) const;
  const std::string& name() const { return name_; }

 private:
  void write(sql::Transaction& tx, audit::RowDigest& digest, std::span<sql::Cell> cells) const;

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
