#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/policy/letter_life.hpp>
#include <fangst/sql/database.hpp>

#include <optional>
#include <string>
#include <vector>

/// The rows of letters. policy::transition decides what is allowed and what follows; the functions here write the row
/// and its audit entry in the open transaction (invariant 8). `step` is the step that writes: the entry's actor.
namespace fangst::store {

/// By part_no. Throws sql::BrokenInvariant when a letter is in an unknown state.
std::vector<model::Letter> load_letters(sql::Session& session, const model::SubmissionId& submission);

/// Fixes id and channel before the first try. A letter that is already planned gets the new channel. False when it is
/// no longer planned; it is then not changed.
bool plan_letter(sql::Transaction& tx, const model::Letter& letter, const model::StepName& step);
/// For a recipient who gets no letter by the rules: removes a planned letter, and the log says why (invariant 4). False
/// when the letter has, or may have, been sent; then nothing is changed or logged.
bool withdraw_letter(sql::Transaction& tx, const model::Letter& letter, const std::string& reason,
                     const model::StepName& step);

// `seen` is the letter as the caller has read it; each gives the letter as it has become.

/// `node` begins to send. Empty when the letter is no longer planned.
std::optional<model::Letter> claim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node,
                                          const model::StepName& step);
/// Takes over a letter with an unclear outcome, after a look-up found nothing. Empty when another node has done so.
std::optional<model::Letter> reclaim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node,
                                            const model::StepName& step);
/// Nothing was sent after all: the dependency could not be reached. Empty when another node has taken it over.
std::optional<model::Letter> unclaim_letter(sql::Transaction& tx, const model::Letter& seen,
                                            const model::StepName& step);

/// The dependency has the letter. No effect when that is already recorded; the error has the code policy::kNotAllowed
/// when the letter cannot have been sent.
Result<void> record_dispatched(sql::Transaction& tx, const model::Letter& seen, const std::string& external_id,
                               const std::string& dependency_status, const model::StepName& step);
/// The dependency's status of a dispatched letter: letter_event::Followed, Delivered or Refused. No effect when the
/// final status is already recorded, or when the status has not changed.
Result<void> record_progress(sql::Transaction& tx, const model::Letter& seen, policy::LetterEvent::What progress,
                             const model::StepName& step);

}  // namespace fangst::store
