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

struct ChannelSettings {
  bool digipost_enabled = true;  ///< The municipality has an agreement with Digipost directly.
};

struct ChannelDecision {
  enum class Outcome { send, hold, no_dispatch } outcome = Outcome::hold;
  std::optional<model::Channel> channel;
  std::string reason;  ///< Stable code: digital_postkasse, digital_med_varsel, utloept, reservert, slettet,
                       ///< ikke_registrert, virksomhet, register_utilgjengelig, ingen_adresse ...
};

/// The decision table. `answer` empty means that the registry could not be asked: hold, never guess digital
/// (invariant 6).
ChannelDecision choose_for_person(const std::optional<RegistryAnswer>& answer, model::LetterKind kind,
                                  model::Timestamp now, const ChannelSettings& settings);
/// Organisations cannot reserve: SvarUT finds the receiving system, Altinn or print.
ChannelDecision choose_for_organisation();
/// Nobody to look up (no identity number, but an address): print.
ChannelDecision choose_for_address_only(bool has_address);

/// A channel is fresh when it was updated or confirmed within the last 18 months (eForvaltningsforskriften section 32).
bool is_fresh(model::Timestamp last_confirmed, model::Timestamp now);

}  // namespace fangst::policy
