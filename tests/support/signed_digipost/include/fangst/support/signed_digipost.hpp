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

/// A text of so many characters, of two bytes each.
std::string of_length(std::size_t characters);

/// One part of a multipart body.
struct Part {
  std::string content_type;
  std::string disposition;
  std::string body;
};

/// Both ends for a test: the settings and keys of Digipost and of the municipality, a script of signed answers, and
/// what the dispatcher sent.
struct SignedDigipost {
  static constexpr std::string_view kNs = "http://api.digipost.no/schema/v8";
  /// The id of the letter's document, and Digipost's own id of the letter: sender_id/document id.
  static constexpr const char* kDocumentId = "9f6a1b1e-3c1f-5d0a-9a52-0f4b9f1c2d11";
  static constexpr const char* kExternalId = "2002/9f6a1b1e-3c1f-5d0a-9a52-0f4b9f1c2d11";

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
  /// What a first letter is sent as. Throws when it is refused.
  schemas::XmlDocument message();
  /// The code of a letter that must be refused as invalid_input before any call; "sent" when it is not.
  std::string refusal();
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
