#pragma once

#include <fangst/model/letter.hpp>
#include <fangst/model/submission.hpp>

#include <optional>
#include <string>

namespace fangst::policy {

/// What the registry answered, with the names of the decision table. It is not the port's type, since policy may not
/// depend on ports.
struct RegistryAnswer {
  enum class Status { aktiv, slettet, ikke_registrert } status = Status::ikke_registrert;
  bool reservert = false;
  bool kan_varsles = false;
  std::optional<model::Timestamp> epost_sist_bekreftet;
  std::optional<model::Timestamp> mobil_sist_bekreftet;
  bool har_digital_postkasse = false;
  std::string postkasseleverandoer;
};

/// How a letter may reach its recipient. ChannelTable finds the installation's channel for it.
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

/// The decision table for a person. An empty `answer` means that the registry could not be asked; the outcome is then
/// `hold`, never digital (invariant 6). Pure.
ChannelDecision choose_for_person(const std::optional<RegistryAnswer>& answer, model::LetterKind kind,
                                  model::Timestamp now);
/// Always digital: organisations cannot reserve themselves against digital communication.
ChannelDecision choose_for_organisation();
/// For a recipient without an identity number: paper when there is an address, else the outcome is `no_dispatch`.
ChannelDecision choose_for_address_only(bool has_address);

/// True when contact information was updated or confirmed within the last 18 months (eForvaltningsforskriften section
/// 32).
bool is_fresh(model::Timestamp last_confirmed, model::Timestamp now);

}  // namespace fangst::policy
