#pragma once

#include <fangst/audit/table_check.hpp>

namespace fangst::store {

/// The tables of submissions, letters, work and what operators do, and how they are compared with the log.
audit::ModuleTables tables();

}  // namespace fangst::store
