#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/letter.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/policy/life.hpp>

#include <optional>
#include <string>
#include <variant>

namespace fangst::policy {

/// The parts of a letter (forsendelse) that change, as its row keeps them. A channel is only a name here: the life does
/// not depend on which channels the installation has.
struct LetterLife {
  model::LetterState state = model::LetterState::planned;
  int part_no = 0;                            ///< The recipient: index into Journalpost::korrespondansepart.
  std::optional<std::string> channel;         ///< Empty until one is chosen.
  std::string reason;                         ///< Why this channel, a code.
  std::string external_id;                    ///< The dependency's id of it, once known.
  std::string dependency_status;              ///< The dependency's own word, e.g. "SENDT_PRINT".
  std::optional<model::Timestamp> chosen_at;  ///< When the registry was asked. Empty when a person chose.
  std::string claimed_by;                     ///< The node that began to send.
  std::optional<model::Timestamp> claimed_at;
  std::optional<model::Timestamp> dispatched_at;
  int generation = 1;  ///< From 1; each time it is sent again, with a key of its own (invariant 3).
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
/// The recipient gets no letter, and the log says why (invariant 4).
struct None {
  static constexpr std::string_view kLogKind = "letter.none";
  std::string reason;
};
/// `node` begins to send: after this the dependency may have the letter. `again`: a look-up found nothing there.
struct Sending {
  static constexpr std::string_view kLogKind = "letter.sending";
  std::string node;
  bool again = false;
};
/// The dependency could not be reached, so it cannot have the letter.
struct NotSent {
  static constexpr std::string_view kLogKind = "letter.not_sent";
};
/// The dependency has proved that it has the letter (invariant 16).
struct Dispatched {
  static constexpr std::string_view kLogKind = "letter.dispatched";
  std::string external_id, dependency_status;
};
/// The dependency was asked for the status, and it is not final.
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
  std::optional<LetterLife> life;  ///< Empty when the recipient has no letter.
  bool is_logged = true;           ///< False when the dependency's status has not changed.
};

/// The life after the event. An empty `life` is a recipient without a letter. The error has the code kNotAllowed.
Result<LetterChange> transition(const std::optional<LetterLife>& life, const LetterEvent& event);

/// True while the channel may be chosen, or chosen again.
bool may_be_chosen(model::LetterState state);
/// True when it must be sent, or when a look-up must find out whether it was sent.
bool awaits_sending(model::LetterState state);
/// True when a dependency has it and its final status is not known.
bool awaits_receipt(model::LetterState state);
/// True when only a person can change it.
bool is_at_rest(model::LetterState state);

}  // namespace fangst::policy
