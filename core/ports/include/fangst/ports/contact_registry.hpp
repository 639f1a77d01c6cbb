#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/person_identifier.hpp>
#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>

namespace fangst::ports {

enum class KrrStatus { aktiv, slettet, ikke_registrert };

/// What KRR says of one person at one moment. It is used by the step that asked, and never stored.
struct Kontaktopplysning {
  KrrStatus status = KrrStatus::ikke_registrert;
  bool reservert = false;
  bool kan_varsles = false;                              ///< varslingsstatus == KAN_VARSLES
  std::optional<model::Timestamp> epost_sist_bekreftet;  ///< max(oppdatert, sist_verifisert) of the mail address
  std::optional<model::Timestamp> mobil_sist_bekreftet;  ///< likewise of the mobile number
  bool har_digital_postkasse = false;                    ///< mailbox and certificate, both non-empty
  std::string postkasseleverandoer;                      ///< 984661185 Digipost, 922020175 e-Boks
};

/// The contact and reservation registry (KRR). Blocking and thread-safe; concurrent look-ups may share one call.
/// `invalid_input` or `rejected_by_dependency` for a number that is not valid, `forbidden` without access, else
/// `timeout` or `unavailable`. A person whom the registry does not know is an answer, no error.
class ContactRegistry {
 public:
  virtual ~ContactRegistry() = default;
  virtual Result<Kontaktopplysning> look_up(const model::PersonIdentifier& person, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports
