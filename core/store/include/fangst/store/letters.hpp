#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/policy/letter_life.hpp>
#include <fangst/sql/database.hpp>

#include <optional>
#include <string>
#include <vector>

/// The life of a letter as rows. What is allowed, and what comes of it, is policy::transition's; here the row and its
/// entry in the audit log are written in the open transaction (invariant 8).
namespace fangst::store {

/// By part_no. Throws sql::BrokenInvariant when a letter is in a state that nobody knows.
std::vector<model::Letter> load_letters(sql::Session& session, const model::SubmissionId& submission);

/// Fixes id and channel before any try; a letter that is planned already gets the new channel. False when it is not
/// planned any more: it stays as it is.
bool plan_letter(sql::Transaction& tx, const model::Letter& letter);
/// The registry says that this recipient gets no letter: what is planned is taken back, and the log accounts for the
/// recipient. False when there is a letter that has been sent, or perhaps: it stays, and nothing is logged.
bool withdraw_letter(sql::Transaction& tx, const model::Letter& letter, const std::string& reason);

// `seen` is the letter as the caller has read it; each gives the letter as it has become.

/// `node` begins to send. Nothing when the letter is not planned any more.
std::optional<model::Letter> claim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node);
/// Takes over an unclear letter after a look-up found nothing. Nothing when somebody else did.
std::optional<model::Letter> reclaim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node);
/// Nothing was sent after all: the dependency could not be reached. Nothing when somebody else has taken it over.
std::optional<model::Letter> unclaim_letter(sql::Transaction& tx, const model::Letter& seen);

/// The dependency has it. No effect when that is known already; fails with policy::kNotAllowed when the letter is not
/// one that may have been sent.
Result<void> record_dispatched(sql::Transaction& tx, const model::Letter& seen, const std::string& external_id,
                               const std::string& dependency_status);
/// What the dependency says of a dispatched letter: letter_event::Followed, Delivered or Refused. No effect when its
/// end is known already, or when it says what it said before.
Result<void> record_progress(sql::Transaction& tx, const model::Letter& seen, policy::LetterEvent::What progress);

}  // namespace fangst::store
