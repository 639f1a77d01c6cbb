#pragma once

#include <fangst/concurrency/coalescer.hpp>
#include <fangst/ports/access_tokens.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/ports/http_client.hpp>
#include <fangst/ports/mail_dispatcher.hpp>

#include <string>
#include <vector>

namespace fangst::svarut {

struct Settings {
  std::string base_url;  ///< "https://svarut.ks.no" or, for test, "https://test.svarut.ks.no".
  std::string konto_id;
  std::string integrasjon_id;
  std::string integrasjon_passord;
  std::string scope = "ks:fiks";
  std::string avgivende_system = "Fangst";
  std::string konteringskode;       ///< For the invoice; may be empty.
  std::string organisasjonsnummer;  ///< Of the sender: where an answer goes (svarSendesTil); empty for none.
  bool tosidig_utskrift = true;
};

/// SvarUt of KS: Send v3, Status v3 and the v2 look-up by eksternReferanse. Carries the channels svarut (SvarUt chooses
/// between mailbox, Altinn and paper) and svarut_print (paper only). Thread-safe.
///
/// send() needs a deadline of 16 minutes: SvarUt may take 15 to answer, and an earlier end leaves the outcome unknown.
/// Errors: `invalid_input` (the letter lacks something, e.g. the address for print), `rejected_by_dependency` (SvarUt
/// says so), `forbidden` (configuration), else `unavailable` or `timeout`.
class Dispatcher final : public ports::MailDispatcher {
 public:
  /// What is referred to must outlive it.
  Dispatcher(Settings settings, ports::HttpClient& http, ports::AccessTokens& tokens, ports::DocumentStore& documents,
             const ports::Clock& clock);

  std::vector<policy::ChannelTraits> channels() const override;
  Result<ports::DispatchReceipt> send(const ports::OutgoingLetter& letter, model::Deadline deadline) override;
  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter& letter,
                                                     model::Deadline deadline) override;
  /// Questions of several threads share a call.
  Result<ports::DispatchStatus> status(const std::string& external_id, model::Deadline deadline) override;

 private:
  using Coalescer = concurrency::Coalescer<std::string, ports::DispatchStatus>;

  Result<ports::DispatchReceipt> reconcile(const ports::OutgoingLetter& letter, const Error& refusal,
                                           model::Deadline deadline);
  Coalescer::Answers status_of_all(const std::vector<std::string>& ids, model::Deadline deadline);
  Result<Coalescer::Answers> ask_status(const std::vector<std::string>& ids, model::Deadline deadline);
  Result<ports::HttpResponse> call(ports::HttpRequest request, model::Deadline deadline);
  model::Deadline question_deadline(model::Deadline deadline) const;
  std::string konto_url(const char* version) const;

  const Settings settings_;
  ports::HttpClient& http_;
  ports::AccessTokens& tokens_;
  ports::DocumentStore& documents_;
  const ports::Clock& clock_;
  Coalescer statuses_;
};

}  // namespace fangst::svarut
