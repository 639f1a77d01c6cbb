#pragma once

#include <fangst/model/ids.hpp>
#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace fangst::model {

enum class LetterState {
  planned,          ///< The channel is not chosen, or chosen and not sent.
  unknown_outcome,  ///< Perhaps sent: no answer came, and a look-up is needed.
  dispatched,       ///< The dependency has taken it; its final status is not known yet.
  delivered,        ///< Final and good.
  done_by_hand,     ///< Final: a person has sent it outside Fangst.
  closed,           ///< Final: a person has ended it, with a reason.
  refused           ///< Final: the dependency refused it, or could not deliver it.
};

/// One letter (forsendelse): one recipient, one channel, one external id.
struct Letter {
  LetterId id;  ///< Also the key sent to the dependency (eksternReferanse, message-id); fixed before the first try.
  SubmissionId submission;
  int part_no = 0;  ///< Index into Journalpost::korrespondansepart.
  std::optional<Channel> channel;
  std::string reason;  ///< Why this channel: a code of the decision table, e.g. "reservert".
  LetterState state = LetterState::planned;
  std::string external_id;             ///< The id that the dependency gave; empty until it is known.
  std::string dependency_status;       ///< The dependency's own status, e.g. "SENDT_PRINT".
  std::optional<Timestamp> chosen_at;  ///< When the registry was asked; an old answer is not used.
  std::string claimed_by;              ///< The node that began to send. No other node may send meanwhile.
  std::optional<Timestamp> claimed_at;
  std::optional<Timestamp> dispatched_at;
};

std::string_view to_string(LetterState state);
std::optional<LetterState> parse_letter_state(std::string_view text);

}  // namespace fangst::model
