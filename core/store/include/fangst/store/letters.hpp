#pragma once

#include <fangst/model/letter.hpp>
#include <fangst/sql/database.hpp>

#include <vector>

namespace fangst::store {

std::vector<model::Letter> load_letters(sql::Session& session, const model::SubmissionId& submission);
/// Fixes ids and channels before any try; a letter that exists gets its new channel when it is still planned.
void plan_letter(sql::Transaction& tx, const model::Letter& letter);
/// A later answer of the registry says that this recipient gets no letter: what is planned is taken back.
void withdraw_letter(sql::Transaction& tx, const model::Letter& letter, const std::string& reason);
/// Marks that `node` begins to send. False when the letter is not planned (any more).
bool claim_letter(sql::Transaction& tx, const model::LetterId& id, const std::string& node);
/// Takes over an unclear letter after a look-up found nothing. False when somebody else did.
bool reclaim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node);
/// Nothing was sent after all: the peer could not be reached.
void unclaim_letter(sql::Transaction& tx, const model::Letter& letter);
void record_dispatched(sql::Transaction& tx, const model::Letter& letter, const std::string& external_id,
                       const std::string& peer_status);
void record_progress(sql::Transaction& tx, const model::Letter& letter, model::LetterState state,
                     const std::string& peer_status);

}  // namespace fangst::store
