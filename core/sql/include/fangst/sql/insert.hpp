#pragma once

#include <fangst/sql/session.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

/// New rows, with each column name next to its value, so that no value can be given to the wrong column.
namespace fangst::sql {

struct Cell {
  template <class T>
  Cell(const char* name, T&& content) : column(name), value(to_value(std::forward<T>(content))) {}

  const char* column;
  Value value;
};

/// "INSERT INTO table (a, b) VALUES (:1, :2) tail". It depends on the names alone, so that each call in the code
/// gives one text, and one prepared statement.
std::string insert_text(std::string_view table, std::span<const Cell> cells, std::string_view tail = {});

namespace detail {
template <std::size_t N>
std::array<Value, N> take_values(Cell (&cells)[N]) {
  std::array<Value, N> values;
  for (std::size_t i = 0; i < N; ++i) values[i] = std::move(cells[i].value);
  return values;
}
}  // namespace detail

/// insert_row(tx, "work", {{"step", step}, {"due_at", due}}, "ON CONFLICT DO NOTHING"): the number of rows changed.
template <std::size_t N>
std::int64_t insert_row(Session& session, std::string_view table, Cell (&&cells)[N], std::string_view tail = {}) {
  const auto text = insert_text(table, cells, tail);
  return session.execute(text, detail::take_values(cells));
}

/// insert_returning<std::int64_t>(tx, "work", "seq", {{"step", step}}): the value that the database gave the new row.
template <class Column, std::size_t N>
Column insert_returning(Session& session, std::string_view table, std::string_view column, Cell (&&cells)[N]) {
  const auto text = insert_text(table, cells, "RETURNING " + std::string(column));
  constexpr ColumnType kTypes[] = {ColumnOf<Column>::kType};
  return ColumnOf<Column>::from(std::move(session.fetch(text, detail::take_values(cells), kTypes).at(0).at(0)));
}

}  // namespace fangst::sql
