#pragma once

#include <fangst/store/table_check.hpp>

namespace fangst::archive {

/// Holds the archive's tables against the audit log (invariant 8). What the change log has changed since is undone
/// before a row is compared with what was captured.
void check_archive(store::Session& session, store::Faults& faults);

}  // namespace fangst::archive
