#pragma once

#include <fangst/sql/session.hpp>

#include <span>
#include <string>
#include <utility>

namespace fangst::audit {

/// SHA-256 over the columns of rows, in the order in which they are added. The audit log keeps it for rows whose
/// change must be found. Each value is written as its type and, for text, its length, so that no two rows give the same
/// bytes: "n;" for NULL, "i42;" for an integer, "t5:hello;" for text.
class RowDigest {
 public:
  RowDigest& add_row(std::span<const sql::Value> columns);

  template <class... Columns>
  RowDigest& add(Columns&&... columns) {
    const sql::Value values[] = {sql::to_value(std::forward<Columns>(columns))...};
    return add_row(values);
  }

  /// Lower-case hexadecimal.
  std::string hex() const;

 private:
  std::string bytes_;
};

}  // namespace fangst::audit
