#pragma once

#include <fangst/audit/table_check.hpp>

namespace fangst::store {

/// The tables of submissions, letters, work and what operators do, and how they are held against the log.
audit::ModuleTables tables();

}  // namespace fangst::store
