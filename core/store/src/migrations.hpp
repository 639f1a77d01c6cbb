#pragma once

#include "connection.hpp"

#include <fangst/store/migration.hpp>

#include <span>
#include <vector>

namespace fangst::store {

/// The store's own tables.
std::vector<Migration> store_migrations();

/// Runs what has not been run, in order, each in a transaction; remembers it in schema_migration.
void migrate(Connection& connection, std::span<const Migration> migrations);

}  // namespace fangst::store
