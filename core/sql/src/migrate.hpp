#pragma once

#include "connection.hpp"

#include <fangst/sql/migration.hpp>

#include <span>
#include <vector>

namespace fangst::sql {

/// Runs what has not been run, in order, each in a transaction; remembers it in schema_migration.
void migrate(Connection& connection, std::span<const Migration> migrations);

}  // namespace fangst::sql
