#pragma once

#include <fangst/model/letter.hpp>
#include <fangst/policy/letter_life.hpp>
#include <fangst/sql/database.hpp>

#include <optional>

namespace fangst::store {

policy::LetterLife life_of(const model::Letter& letter);
/// The letter with another life.
model::Letter with_life(model::Letter letter, const policy::LetterLife& life);

std::optional<model::Letter> find_letter(sql::Session& session, const model::LetterId& id);
std::vector<model::Letter> find_letters(sql::Session& session, const model::SubmissionId& submission);

/// False when the recipient has a letter already.
bool insert_letter(sql::Transaction& tx, const model::Letter& letter);
/// The columns that change after the channel is chosen. False when the row is not as it was `seen`.
bool write_letter(sql::Transaction& tx, const model::Letter& seen, const policy::LetterLife& life);
void write_choice(sql::Transaction& tx, const model::Letter& letter);
void delete_letter(sql::Transaction& tx, const model::LetterId& id);

}  // namespace fangst::store
