#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/policy/life.hpp>

#include <optional>
#include <string>
#include <variant>

namespace fangst::policy {

/// Everything of a letter (forsendelse) that changes while it lives, as its row keeps it. Channels are names: a life
/// does not depend on which there are.
struct LetterLife {
  model::LetterState state = model::LetterState::planned;
  int part_no = 0;                            ///< The recipient: index into Journalpost::korrespondansepart.
  std::optional<std::string> channel;         ///< Nothing until one is chosen.
  std::string reason;                         ///< Why this channel, a code.
  std::string external_id;                    ///< The dependency's id of it, once known.
  std::string dependency_status;              ///< The dependency's own word, e.g. "SENDT_PRINT".
  std::optional<model::Timestamp> chosen_at;  ///< When the registry was asked. Nothing when a person chose.
  std::string claimed_by;                     ///< The node that began to send.
  std::optional<model::Timestamp> claimed_at;
  std::optional<model::Timestamp> dispatched_at;
  int generation = 1;  ///< Which sending of the letter: each has a key of its own (invariant 3).
  bool operator==(const LetterLife&) const = default;
};

/// What happens to a letter.
namespace letter_event {

/// The recipient gets a letter, by this channel; or another channel, while it has not been sent.
struct Planned {
  static constexpr std::string_view kLogKind = "letter.planned";
  int part_no = 0;
  std::optional<std::string> channel;
  std::string reason;
  std::optional<model::Timestamp> chosen_at;
};
/// The recipient gets no letter after all.
struct Withdrawn {
  static constexpr std::string_view kLogKind = "letter.withdrawn";
  std::string reason;
};
/// A recipient without a letter is accounted for (invariant 4).
struct None {
  static constexpr std::string_view kLogKind = "letter.none";
  std::string reason;
};
/// `node` begins to send; from now on the dependency may have it. `again`: a look-up found nothing there.
struct Sending {
  static constexpr std::string_view kLogKind = "letter.sending";
  std::string node;
  bool again = false;
};
/// The dependency cannot have got it: it could not be reached.
struct NotSent {
  static constexpr std::string_view kLogKind = "letter.not_sent";
};
/// The dependency has proved that it has the letter (invariant 16).
struct Dispatched {
  static constexpr std::string_view kLogKind = "letter.dispatched";
  std::string external_id, dependency_status;
};
/// The dependency was asked, and is not done with it.
struct Followed {
  static constexpr std::string_view kLogKind = "letter.followed";
  std::string dependency_status;
};
struct Delivered {
  static constexpr std::string_view kLogKind = "letter.delivered";
  std::string dependency_status;
};
struct Refused {
  static constexpr std::string_view kLogKind = "letter.refused";
  std::string dependency_status;
};
/// A person sends a refused letter again: a new generation, whose channel is to be chosen.
struct SentAgain {
  static constexpr std::string_view kLogKind = "letter.sent_again";
};
/// A person chooses paper; a refused letter becomes a new generation.
struct OnPaper {
  static constexpr std::string_view kLogKind = "letter.on_paper";
  std::string channel, reason;
};
/// A person has sent it outside Fangst.
struct DoneByHand {
  static constexpr std::string_view kLogKind = "letter.done_by_hand";
  std::string reason;
};
/// A person ends it (invariant 14).
struct Closed {
  static constexpr std::string_view kLogKind = "letter.closed";
  std::string reason;
};

}  // namespace letter_event

struct LetterEvent {
  using What = std::variant<letter_event::Planned, letter_event::Withdrawn, letter_event::None, letter_event::Sending,
                            letter_event::NotSent, letter_event::Dispatched, letter_event::Followed,
                            letter_event::Delivered, letter_event::Refused, letter_event::SentAgain,
                            letter_event::OnPaper, letter_event::DoneByHand, letter_event::Closed>;
  model::Timestamp at;
  What what;
};

struct LetterChange {
  std::optional<LetterLife> life;  ///< Nothing when the recipient has no letter.
  bool is_logged = true;           ///< False when the dependency says what it said before.
};

/// The life after the event. Nothing stands for a recipient without a letter. Fails with kNotAllowed.
Result<LetterChange> transition(const std::optional<LetterLife>& life, const LetterEvent& event);

/// The channel may still be chosen, or chosen again.
bool may_be_chosen(model::LetterState state);
/// It has to be sent, or it must be found out whether it was.
bool awaits_sending(model::LetterState state);
/// A dependency has it, and has not told how it ended.
bool awaits_receipt(model::LetterState state);
/// Nothing happens any more without a person.
bool is_at_rest(model::LetterState state);

}  // namespace fangst::policy
