#pragma once

#include "saksmappe.hpp"

#include <fangst/ports/archive.hpp>

namespace fangst::archive {

/// The journalpost that an earlier capture of the same (source, external key) made.
std::optional<ports::ArchivedRecord> find_journalpost(sql::Transaction& tx, const model::Submission& submission);

/// Writes journalpost, korrespondanseparter, dokumentbeskrivelser and dokumentobjekter. `corrupt` when a document's
/// bytes are not in the store: nothing is archived without them (Noark 3.1.10).
Result<ports::ArchivedRecord> insert_journalpost(sql::Transaction& tx, const model::Submission& submission,
                                                 const SaksmappeRow& mappe, const model::StepName& step);

}  // namespace fangst::archive
