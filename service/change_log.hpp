#pragma once

#include <fangst/pipeline/dependency.hpp>
#include <fangst/sql/database.hpp>

namespace fangst::service {

/// The log lines of what is lost, found, opened and closed (invariant 18); docs/drift.md lists them for the operators.
/// They hold no reference to anything.
void log_dependency(const pipeline::DependencyChange& change);
void log_database(const sql::DatabaseChange& change);

}  // namespace fangst::service
