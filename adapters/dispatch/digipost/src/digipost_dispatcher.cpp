#include "message_xml.hpp"
#include "signed_api.hpp"
#include "wire.hpp"

#include <fangst/crypto/encoding.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

namespace fangst::digipost {
namespace {

constexpr std::size_t kBuffer = 64U << 10U;
constexpr std::array<std::string_view, 4> kLevels{"PASSWORD", "TWO_FACTOR", "IDPORTEN_3", "IDPORTEN_4"};

DigipostSettings checked(DigipostSettings settings) {
  if (settings.broker_id <= 0 || settings.sender_id <= 0) {
    throw std::invalid_argument("digipost: broker_id and sender_id must be set");
  }
  if (std::find(kLevels.begin(), kLevels.end(), settings.authentication_level) == kLevels.end()) {
    throw std::invalid_argument("digipost: unknown authentication_level " + settings.authentication_level);
  }
  return settings;
}

/// The first of two passes: Digipost wants the hash of the whole body in a header (and signed) before the body comes.
Result<std::string> hash_of(codec::MultipartBody& body) {
  crypto::Hasher hasher;
  std::vector<char> buffer(kBuffer);
  for (;;) {
    FANGST_TRY(const std::size_t count, body.read(buffer));
    if (count == 0) break;
    hasher.update({buffer.data(), count});
  }
  const auto digest = hasher.finish();
  return crypto::base64({reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()});
}

ports::HttpHeaders part_headers(const char* content_type, const std::string& filename) {
  return {{"Content-Type", content_type}, {"Content-Disposition", "attachment; filename=\"" + filename + "\""}};
}

bool is_success(int status) { return status >= 200 && status < 300; }

ErrorAnswer error_of(const ports::HttpResponse& response) { return read_error(response.body).value_or(ErrorAnswer{}); }

}  // namespace

struct DigipostDispatcher::State {
  State(DigipostSettings given, ports::HttpClient& http, ports::DocumentStore& store, const ports::Clock& clock)
      : settings(checked(std::move(given))), api(settings, http, clock), documents(store) {}

  Result<ApiCall> prepare(const ports::OutgoingLetter& letter, model::Deadline deadline);
  Result<ports::DispatchReceipt> receipt_of(const ports::HttpResponse& response,
                                            const ports::OutgoingLetter& letter) const;
  Result<ports::DispatchReceipt> confirm_duplicate(const ports::OutgoingLetter& letter, model::Deadline deadline);
  Result<std::optional<DocumentStatus>> ask(const std::string& external_id, const Operation& operation,
                                            model::Deadline deadline);
  Result<std::optional<ports::DispatchReceipt>> find(const ports::OutgoingLetter& letter, model::Deadline deadline);

  std::string external_id(const ports::OutgoingLetter& letter) const {
    return std::to_string(settings.sender_id) + "/" + document_uuid(letter, 0);
  }

  DigipostSettings settings;
  SignedApi api;
  ports::DocumentStore& documents;
};

/// Everything that can fail before a byte is sent.
Result<ApiCall> DigipostDispatcher::State::prepare(const ports::OutgoingLetter& letter, model::Deadline deadline) {
  FANGST_TRY(auto message, compose_message(letter, settings));
  auto body = std::make_shared<codec::MultipartBody>(codec::boundary_of(letter.key.str()));
  body->add(part_headers(kMediaType, "message"), std::move(message.xml));
  for (std::size_t i = 0; i < letter.dokumenter.size(); ++i) {
    FANGST_TRY(auto reader, documents.open(letter.dokumenter[i].sha256));
    body->add(part_headers("application/octet-stream", message.uuids[i]), std::move(reader));
  }
  FANGST_TRY(auto hash, hash_of(*body));
  FANGST_TRY(const auto entrypoint, api.entrypoint(deadline));
  const auto path = entrypoint->path_of(kCreateMessage);
  if (!path) {
    return Failure(refusal(kSend, 200, {"NOT_APPROVED_FOR_REST_API_USAGE", "CONFIGURATION", "no create_message link"}));
  }
  return ApiCall{"POST", *path, std::move(body), std::move(hash)};
}

Result<ports::DispatchReceipt> DigipostDispatcher::State::receipt_of(const ports::HttpResponse& response,
                                                                     const ports::OutgoingLetter& letter) const {
  const auto delivery = read_delivery(response.body);
  if (!delivery) return Failure(not_understood(kSend, response.status, "not a message-delivery"));
  if (!delivery->message_id.empty() && delivery->message_id != letter.key.str()) {
    return Failure(not_understood(kSend, response.status, "the answer is about another message"));
  }
  return ports::DispatchReceipt{external_id(letter), delivery->status, false};
}

Result<ports::DispatchReceipt> DigipostDispatcher::State::confirm_duplicate(const ports::OutgoingLetter& letter,
                                                                            model::Deadline deadline) {
  auto found = find(letter, deadline);
  if (!found) return Failure(found.error().with_unknown_outcome());
  // The key is used, but the document is not there (yet): a later look-up will tell.
  if (!*found) return Failure(not_understood(kSend, 400, "duplicate message without a document"));
  return **std::move(found);
}

Result<std::optional<DocumentStatus>> DigipostDispatcher::State::ask(const std::string& external_id,
                                                                     const Operation& operation,
                                                                     model::Deadline deadline) {
  const ApiCall call{"GET", api.path("/documents/" + external_id + "/status"), nullptr, {}};
  FANGST_TRY(const auto answer, api.call(call, operation, deadline));
  const auto& response = answer.response;
  if (response.status == 404) return std::nullopt;
  if (!is_success(response.status)) return Failure(refusal(operation, response.status, error_of(response)));
  auto status = read_document_status(response.body);
  const auto uuid = external_id.substr(external_id.find('/') + 1);
  if (!status || (!status->uuid.empty() && status->uuid != uuid)) {
    return Failure(not_understood(operation, response.status, "not the status of the document"));
  }
  return status;
}

Result<std::optional<ports::DispatchReceipt>> DigipostDispatcher::State::find(const ports::OutgoingLetter& letter,
                                                                              model::Deadline deadline) {
  if (letter.dokumenter.empty()) return std::nullopt;
  FANGST_TRY(const auto status, ask(external_id(letter), kFind, deadline));
  if (!status) return std::nullopt;
  return ports::DispatchReceipt{external_id(letter), status->status, true};
}

DigipostDispatcher::DigipostDispatcher(DigipostSettings settings, ports::HttpClient& http,
                                       ports::DocumentStore& documents, const ports::Clock& clock)
    : state_(std::make_unique<State>(std::move(settings), http, documents, clock)) {}

DigipostDispatcher::~DigipostDispatcher() = default;

Result<ports::DispatchReceipt> DigipostDispatcher::send(const ports::OutgoingLetter& letter, model::Deadline deadline) {
  FANGST_TRY(const auto call, state_->prepare(letter, deadline));
  FANGST_TRY(const auto answer, state_->api.call(call, kSend, deadline));
  const auto& response = answer.response;
  if (is_success(response.status)) return state_->receipt_of(response, letter);
  const auto error = error_of(response);
  if (says_duplicate(error)) return state_->confirm_duplicate(letter, deadline);
  // Digipost shows the string that it would have signed; beside ours, the difference shows.
  auto ours = says_bad_signature(error) ? " | ours: " + answer.signed_text : std::string();
  return Failure(refusal(kSend, response.status, error, std::move(ours)));
}

Result<std::optional<ports::DispatchReceipt>> DigipostDispatcher::find(const ports::OutgoingLetter& letter,
                                                                       model::Deadline deadline) {
  return state_->find(letter, deadline);
}

Result<ports::DispatchStatus> DigipostDispatcher::status(const std::string& external_id, model::Deadline deadline) {
  const auto is_plain = [](char c) { return text::is_lower_hex(c) || c == '-' || c == '/'; };
  if (std::count(external_id.begin(), external_id.end(), '/') != 1 || !text::all_of(external_id, is_plain)) {
    return Failure(bad_letter("digipost.ugyldig_ekstern_id", "Forsendelsens id hos Digipost er ikke gyldig."));
  }
  FANGST_TRY(const auto found, state_->ask(external_id, kStatus, deadline));
  if (!found) {
    return Failure(Error(ErrorKind::not_found, "digipost.document_not_found", kStatus.name,
                         PublicText{"Digipost kjenner ikke lenger forsendelsen. Ta kontakt med Digipost."}));
  }
  ports::DispatchStatus status;
  status.progress =
      found->status == "DELIVERED" ? ports::LetterProgress::delivered : ports::LetterProgress::in_progress;
  status.dependency_status = found->status;
  if (!found->channel.empty() && found->channel != "DIGIPOST") status.dependency_status += " " + found->channel;
  status.changed_at = found->changed_at;
  return status;
}

}  // namespace fangst::digipost
