#pragma once

#include <fangst/model/letter.hpp>
#include <fangst/model/submission.hpp>

#include <optional>
#include <string>

namespace fangst::policy {

/// What the registry answered, in the words of the decision table (national.md 1.7). Kept apart from the port's type so
/// that policy stands below ports.
struct RegistryAnswer {
  enum class Status { aktiv, slettet, ikke_registrert } status = Status::ikke_registrert;
  bool reservert = false;
  bool kan_varsles = false;
  std::optional<model::Timestamp> epost_sist_bekreftet;
  std::optional<model::Timestamp> mobil_sist_bekreftet;
  bool har_digital_postkasse = false;
  std::string postkasseleverandoer;
};

/// How a letter may reach its recipient; which channel that is, the channels say that the installation has.
enum class Way {
  mailbox,  ///< The digital mailbox of a provider, or digital when no channel serves that provider.
  digital,  ///< A digital service that finds the recipient itself.
  paper
};

struct ChannelDecision {
  enum class Outcome { send, hold, no_dispatch } outcome = Outcome::hold;
  std::optional<Way> way;        ///< Set when the letter is to be sent.
  std::string mailbox_provider;  ///< Organisation number; of Way::mailbox.
  std::string reason;            ///< Stable code: digital_postkasse, digital_med_varsel, utloept, reservert, slettet,
                                 ///< ikke_registrert, virksomhet, register_utilgjengelig, ingen_adresse ...
};

/// The decision table. `answer` empty means that the registry could not be asked: hold, never guess digital
/// (invariant 6).
ChannelDecision choose_for_person(const std::optional<RegistryAnswer>& answer, model::LetterKind kind,
                                  model::Timestamp now);
/// Organisations cannot reserve.
ChannelDecision choose_for_organisation();
/// Nobody to look up (no identity number, but an address): print.
ChannelDecision choose_for_address_only(bool has_address);

/// A channel is fresh when it was updated or confirmed within the last 18 months (eForvaltningsforskriften section 32).
bool is_fresh(model::Timestamp last_confirmed, model::Timestamp now);

}  // namespace fangst::policy
