#pragma once

#include <string>

namespace fangst::sql {

/// One change of the schema. It is never changed after its release. In the text {id} stands for an automatic
/// BIGINT primary key in either database; every statement ends with ";" at the end of a line.
struct Migration {
  std::string name;  ///< Sorts and identifies, e.g. "store-001".
  std::string sql;
};

}  // namespace fangst::sql
