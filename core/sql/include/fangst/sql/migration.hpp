#pragma once

#include <string>

namespace fangst::sql {

/// One step of the schema's history. Once released it is never changed. In the text {id} stands for an automatic
/// BIGINT primary key in either database; every statement ends with ";" at the end of a line.
struct Migration {
  std::string name;  ///< Sorts and identifies, e.g. "store-001".
  std::string sql;
};

}  // namespace fangst::sql
