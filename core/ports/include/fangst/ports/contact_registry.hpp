#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/person_identifier.hpp>
#include <fangst/model/timestamp.hpp>

#include <optional>
#include <string>

namespace fangst::ports {

enum class KrrStatus { aktiv, slettet, ikke_registrert };

/// What KRR says of one person at one moment. Lives no longer than the step that asked (national.md 1.7: never stored).
struct Kontaktopplysning {
  KrrStatus status = KrrStatus::ikke_registrert;
  bool reservert = false;
  bool kan_varsles = false;                              ///< varslingsstatus == KAN_VARSLES
  std::optional<model::Timestamp> epost_sist_bekreftet;  ///< max(oppdatert, sist_verifisert) of the mail address
  std::optional<model::Timestamp> mobil_sist_bekreftet;  ///< likewise of the mobile number
  bool har_digital_postkasse = false;                    ///< mailbox and certificate, both non-empty
  std::string postkasseleverandoer;                      ///< 984661185 Digipost, 922020175 e-Boks
};

/// The contact and reservation registry. Blocking and thread-safe; concurrent look-ups may share one call.
class ContactRegistry {
 public:
  virtual ~ContactRegistry() = default;
  virtual Result<Kontaktopplysning> look_up(const model::PersonIdentifier& person, model::Deadline deadline) = 0;
};

}  // namespace fangst::ports
