#pragma once

#include <fangst/crypto/rsa.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/schemas/xml_document.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/memory_document_store.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <string>
#include <vector>

namespace fangst::support {

/// One part of a multipart body.
struct Part {
  std::string content_type;
  std::string disposition;
  std::string body;
};

/// Both ends for a test: the settings and keys of Digipost and of the municipality, a script of signed answers, and
/// what the dispatcher sent.
struct SignedDigipost {
  SignedDigipost();

  using Answer = ScriptedHttpClient::Answer;

  Answer root() const;
  Answer root_with(const crypto::RsaKey& key, const std::string& links) const;
  /// A whole signed answer to whatever was asked.
  Answer answer(int status, std::string body = {}) const;
  Answer answer_signed_by(const crypto::RsaKey& key, int status, std::string body) const;
  Answer error(int status, const std::string& code, const std::string& type, const std::string& message = "m") const;
  Answer delivery(const std::string& status = "DELIVERED") const;
  Answer document_status(const std::string& status, const std::string& channel = "DIGIPOST") const;

  Result<ports::DispatchReceipt> send() { return dispatcher().send(letter, deadline); }
  digipost::DigipostDispatcher& dispatcher();
  std::vector<Part> sent_parts(std::size_t call) const;
  schemas::XmlDocument sent_message(std::size_t call = 1) const;
  std::string header(std::size_t call, std::string_view name) const;

  static const crypto::RsaKey& client_key();
  static const crypto::RsaKey& server_key();
  static const crypto::RsaKey& next_server_key();

  ManualClock clock{model::from_millis(1'795'258'800'000)};  // Sat, 21 Nov 2026 11:00:00 GMT
  ScriptedHttpClient http;
  MemoryDocumentStore documents;
  digipost::DigipostSettings settings;
  ports::OutgoingLetter letter;
  model::Deadline deadline = clock.monotonic() + std::chrono::seconds(10);

 private:
  std::unique_ptr<digipost::DigipostDispatcher> dispatcher_;
};

}  // namespace fangst::support
