#pragma once

#include <fangst/model/noark.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/ports/http_client.hpp>
#include <fangst/ports/mail_dispatcher.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace fangst::digipost {

struct DigipostSettings {
  std::string base_url;                             ///< "https://api.digipost.no"; a path prefix is kept and signed.
  std::int64_t broker_id = 0;                       ///< The account whose certificate signs.
  std::int64_t sender_id = 0;                       ///< The account that the recipient sees.
  std::string private_key_pem;                      ///< RSA; its certificate is registered at Digipost.
  std::string authentication_level = "TWO_FACTOR";  ///< PASSWORD, TWO_FACTOR, IDPORTEN_3 or IDPORTEN_4.
  std::string sender_name;                          ///< On the envelope, where the letter names none.
  model::Adresse return_address;                    ///< Likewise.
};

/// Digipost's sender API, version 8: digital letters, with print as Digipost's own fallback when the address is known,
/// and letters straight to print. Thread-safe.
///
/// A letter is one signed multipart request whose message id and document ids follow from the delivery; documents are
/// read twice from the store (hash, send) and never held. Answers count only when Digipost has signed them.
/// external_id is "<sender id>/<uuid of the primary document>".
class DigipostDispatcher final : public ports::MailDispatcher {
 public:
  /// Throws std::invalid_argument for settings that cannot work. Makes no call.
  DigipostDispatcher(DigipostSettings settings, ports::HttpClient& http, ports::DocumentStore& documents,
                     const ports::Clock& clock);
  ~DigipostDispatcher() override;

  std::vector<policy::ChannelTraits> channels() const override;
  Result<ports::DispatchReceipt> send(const ports::OutgoingLetter& letter, model::Deadline deadline) override;
  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter& letter,
                                                     model::Deadline deadline) override;
  Result<ports::DispatchStatus> status(const std::string& external_id, model::Deadline deadline) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::digipost
