#include "letter_rows.hpp"
#include "life_entries.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/store/letters.hpp>
#include <fangst/text/utf8.hpp>

#include <nlohmann/json.hpp>

namespace fangst::store {
namespace {

namespace happens = policy::letter_event;
using What = policy::LetterEvent::What;

void tell(sql::Transaction& tx, const model::Letter& letter, const What& what, const model::StepName& step) {
  auto body = to_body(what);
  body["letter"] = letter.id.str();
  if (letter.channel) body["channel"] = letter.channel->str();
  audit::append(tx,
                {std::string(policy::log_kind(what)), letter.submission.str(), "", audit::actor_of(step), body.dump()});
}

/// Nothing when the life refuses it, or when the row is not as it was seen any more.
std::optional<model::Letter> change_as_seen(sql::Transaction& tx, const model::Letter& seen, const What& what,
                                            const model::StepName& step) {
  const auto change = policy::transition(life_of(seen), {tx.now(), what});
  if (!change || !change->life) return std::nullopt;
  auto letter = with_life(seen, *change->life);
  if (!change->is_logged) return letter;
  if (!write_letter(tx, seen, *change->life)) return std::nullopt;
  tell(tx, letter, what, step);
  return letter;
}

/// What a dependency has said is kept whoever sends the letter now, so a row that has changed meanwhile is read again.
Result<void> keep_answer(sql::Transaction& tx, const model::Letter& seen, const What& what,
                         const model::StepName& step) {
  if (change_as_seen(tx, seen, what, step)) return {};
  const auto now = find_letter(tx, seen.id);
  if (now && change_as_seen(tx, *now, what, step)) return {};
  if (now && now->dispatched_at) return {};
  return Failure(policy::not_allowed(policy::log_kind(what), now ? to_string(now->state) : "not planned"));
}

}  // namespace

std::vector<model::Letter> load_letters(sql::Session& session, const model::SubmissionId& submission) {
  return find_letters(session, submission);
}

bool plan_letter(sql::Transaction& tx, const model::Letter& letter, const model::StepName& step) {
  const auto wanted = life_of(letter);
  const What planned = happens::Planned{wanted.part_no, wanted.channel, wanted.reason, wanted.chosen_at};
  const auto begun = policy::transition(std::nullopt, {tx.now(), planned});
  if (!begun) throw sql::BrokenInvariant(begun.error());
  auto written = with_life(letter, *begun->life);
  if (!insert_letter(tx, written)) {
    const auto earlier = find_letter(tx, letter.id);
    const auto changed =
        policy::transition(earlier ? std::optional(life_of(*earlier)) : std::nullopt, {tx.now(), planned});
    if (!earlier || !changed) return false;
    written = with_life(*earlier, *changed->life);
    write_choice(tx, written);
  }
  tell(tx, written, planned, step);
  return true;
}

bool withdraw_letter(sql::Transaction& tx, const model::Letter& letter, const std::string& reason,
                     const model::StepName& step) {
  const auto tell_of_part = [&](const What& what, bool has_letter) {
    auto body = to_body(what);
    body["part"] = letter.part_no;
    if (has_letter) body["letter"] = letter.id.str();
    audit::append(
        tx, {std::string(policy::log_kind(what)), letter.submission.str(), "", audit::actor_of(step), body.dump()});
  };
  if (const auto earlier = find_letter(tx, letter.id)) {
    const What withdrawn = happens::Withdrawn{reason};
    if (!policy::transition(life_of(*earlier), {tx.now(), withdrawn})) return false;
    delete_letter(tx, letter.id);
    tell_of_part(withdrawn, true);
  }
  const What none = happens::None{reason};
  if (auto refused = policy::transition(std::nullopt, {tx.now(), none}); !refused) {
    throw sql::BrokenInvariant(refused.error());
  }
  tell_of_part(none, false);
  return true;
}

std::optional<model::Letter> claim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node,
                                          const model::StepName& step) {
  return change_as_seen(tx, seen, happens::Sending{node, false}, step);
}

std::optional<model::Letter> reclaim_letter(sql::Transaction& tx, const model::Letter& seen, const std::string& node,
                                            const model::StepName& step) {
  return change_as_seen(tx, seen, happens::Sending{node, true}, step);
}

std::optional<model::Letter> unclaim_letter(sql::Transaction& tx, const model::Letter& seen,
                                            const model::StepName& step) {
  return change_as_seen(tx, seen, happens::NotSent{}, step);
}

Result<void> record_dispatched(sql::Transaction& tx, const model::Letter& seen, const std::string& external_id,
                               const std::string& dependency_status, const model::StepName& step) {
  // What a dependency wrote may be no text at all.
  return keep_answer(tx, seen, happens::Dispatched{text::as_utf8(external_id), text::as_utf8(dependency_status)}, step);
}

Result<void> record_progress(sql::Transaction& tx, const model::Letter& seen, What progress,
                             const model::StepName& step) {
  std::visit(
      [](auto& event) {
        if constexpr (requires { event.dependency_status; }) {
          event.dependency_status = text::as_utf8(event.dependency_status);
        }
      },
      progress);
  return keep_answer(tx, seen, progress, step);
}

}  // namespace fangst::store
