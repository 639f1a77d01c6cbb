#pragma once

#include <fangst/audit/table_check.hpp>

namespace fangst::archive {

/// Holds the archive's tables against the audit log (invariant 8). What the change log has changed since is undone
/// before a row is compared with what was captured.
void check_archive(sql::Session& session, audit::Faults& faults);

}  // namespace fangst::archive
