#pragma once

#include <fangst/error/error.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace fangst::sql {

/// NULL, BIGINT or TEXT: the only column types in use, alike in SQLite and PostgreSQL.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
enum class ColumnType { integer, text };

/// The database failed (no connection, full, damaged). Thrown inside a transaction or read; Database turns it into an
/// Error.
class SqlError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An invariant does not hold. Thrown within a write, it undoes the write and becomes its error.
class BrokenInvariant : public std::runtime_error {
 public:
  explicit BrokenInvariant(Error error) : std::runtime_error(error.code()), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

template <class T>
struct ColumnOf;
template <>
struct ColumnOf<std::int64_t> {
  static constexpr auto kType = ColumnType::integer;
  static std::int64_t from(Value&& value) { return std::get<std::int64_t>(value); }
};
template <>
struct ColumnOf<std::string> {
  static constexpr auto kType = ColumnType::text;
  static std::string from(Value&& value) { return std::get<std::string>(std::move(value)); }
};
template <class T>
struct ColumnOf<std::optional<T>> {
  static constexpr auto kType = ColumnOf<T>::kType;
  static std::optional<T> from(Value&& value) {
    if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
    return ColumnOf<T>::from(std::move(value));
  }
};

inline Value to_value(std::int64_t value) { return value; }
inline Value to_value(int value) { return static_cast<std::int64_t>(value); }
inline Value to_value(std::uint64_t value) { return static_cast<std::int64_t>(value); }
inline Value to_value(bool value) { return static_cast<std::int64_t>(value ? 1 : 0); }
inline Value to_value(std::string value) { return value; }
inline Value to_value(std::string_view value) { return std::string(value); }
inline Value to_value(const char* value) { return std::string(value); }
inline Value to_value(std::nullopt_t /*null*/) { return {}; }
template <class T>
Value to_value(const std::optional<T>& value) {
  return value ? to_value(*value) : Value{};
}

/// SQL with positional parameters :1, :2 ... each used once, in order. Each text is prepared once and kept, so the
/// number of texts must be small: values are always parameters, never part of the text. Throws SqlError. Used by one
/// thread at a time.
class Session {
 public:
  virtual ~Session() = default;
  /// Number of rows changed.
  virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters) = 0;
  virtual std::vector<std::vector<Value>> fetch(std::string_view sql, std::span<const Value> parameters,
                                                std::span<const ColumnType> columns) = 0;
  virtual bool is_postgresql() const = 0;

  template <class... Parameters>
  std::int64_t run(std::string_view sql, Parameters&&... parameters) {
    const std::vector<Value> values{to_value(std::forward<Parameters>(parameters))...};
    return execute(sql, values);
  }

  /// query<std::int64_t, std::optional<std::string>>("SELECT a, b FROM t WHERE c = :1", key)
  template <class... Columns, class... Parameters>
  std::vector<std::tuple<Columns...>> query(std::string_view sql, Parameters&&... parameters) {
    const std::vector<Value> values{to_value(std::forward<Parameters>(parameters))...};
    constexpr ColumnType columns[] = {ColumnOf<Columns>::kType...};
    auto rows = fetch(sql, values, columns);
    std::vector<std::tuple<Columns...>> result;
    result.reserve(rows.size());
    for (auto& row : rows) result.push_back(convert<Columns...>(row, std::index_sequence_for<Columns...>{}));
    return result;
  }

 private:
  template <class... Columns, std::size_t... I>
  static std::tuple<Columns...> convert(std::vector<Value>& row, std::index_sequence<I...>) {
    return std::tuple<Columns...>{ColumnOf<Columns>::from(std::move(row[I]))...};
  }
};

}  // namespace fangst::sql
