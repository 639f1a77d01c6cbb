#include "digipost/digipost_service.hpp"

#include "digipost/digipost_answers.hpp"
#include "digipost/digipost_schema.hpp"
#include "digipost/identification.hpp"
#include "digipost/request_signature.hpp"
#include "shared/identity_numbers.hpp"

#include <utility>

namespace fangst::sandbox {
namespace {

std::vector<std::string> identity_subjects(const DigipostRequest& request) {
  const auto xml = parse_xml(request.xml);
  return xml ? std::vector<std::string>{identity_in(*xml)} : std::vector<std::string>{};
}

/// The message id and the recipient.
std::vector<std::string> message_subjects(const DigipostRequest& request) {
  const auto xml = parse_xml(request.xml);
  if (!xml) return {};
  std::vector<std::string> subjects{xml->child_text("message-id")};
  if (const auto* recipient = xml->child("recipient")) subjects.push_back(identity_in(*recipient));
  return subjects;
}

std::vector<std::string> path_subjects(const DigipostRequest& request) { return {request.head.target}; }

http::Response refusal(const Fault& fault) {
  if (fault.action == FaultAction::duplicate) return digipost_refusal({"DUPLICATE_MESSAGE", "message-id already used"});
  if (fault.action == FaultAction::refuse) return digipost_refusal({fault.code, "Refused as the test asked"});
  if (!fault.body.empty()) return proxy_error(fault.status, "/", fault.body);
  const char* code = fault.status == 503 ? "API_UNAVAILABLE" : fault.status >= 500 ? "SERVER_ERROR" : "GENERAL_ERROR";
  return digipost_refusal({code, "Refused as the test asked", fault.status});
}

}  // namespace

http::Response digipost_response(std::string xml) { return {200, kDigipostXml, {}, std::move(xml)}; }

http::Response digipost_refusal(const DigipostError& error) {
  return {status_of(error), kDigipostXml, {}, to_xml(error)};
}

DigipostService::DigipostService(World& world)
    : world_(world),
      signer_(world.installation.digipost_key, world.installation.foreign_key),
      deliveries_(world.journal, world.letters, world.settings.status_delay) {}

void DigipostService::add_routes(http::Router& router) {
  const Operation entry{"root", [this](const auto& request, const auto&) { return root(request); }, path_subjects};
  add(router, "GET", "/digipost", entry);
  add(router, "GET", "/digipost/", entry);
  add(router, "GET", "/digipost/{sender}", entry);
  add(router, "POST", "/digipost/identification",
      {"identify", [this](const auto& request, const auto&) { return identify(request, false); }, identity_subjects});
  add(router, "POST", "/digipost/identificationwithencryptionkey",
      {"identify", [this](const auto& request, const auto&) { return identify(request, true); }, identity_subjects});
  add(router, "POST", "/digipost/messages",
      {"send", [this](const auto& request, const auto& fault) { return send(request, fault); }, message_subjects});
  add(router, "GET", "/digipost/documents/{sender}/{uuid}/status",
      {"status", [this](const auto& request, const auto&) { return status(request); }, path_subjects});
  add(router, "GET", "/digipost/documents/events",
      {"events", [this](const auto& request, const auto&) { return events(request); }, path_subjects});
  add(router, "GET", "/digipost/sender-information/{sender}",
      {"sender", [this](const auto& request, const auto&) { return sender_information(request); }, path_subjects});
  router.add("POST", "/sandbox/digipost/rollover", [this](const http::RequestHead&, const std::string&) {
    signer_.change_key();
    return text_response(204, "", "");
  });
}

void DigipostService::add(http::Router& router, const char* method, const char* pattern, Operation operation) {
  router.add_stream(
      method, pattern,
      [this, operation = std::move(operation)](http::RequestHead head) -> Result<std::unique_ptr<http::BodyConsumer>> {
        return std::make_unique<DigipostUpload>(std::move(head),
                                                [this, operation](DigipostRequest& request, http::Responder respond) {
                                                  world_.answers.give(reply(request, operation), std::move(respond));
                                                });
      });
}

Reply DigipostService::reply(const DigipostRequest& request, const Operation& operation) {
  if (holds_identity(request.head.target)) world_.calls.count_identity_in_url();
  std::optional<Fault> fault;
  if (!world_.faults.empty()) fault = world_.faults.take("digipost", operation.name, operation.subjects(request));
  auto early = reply_before(fault, refusal);
  if (!early) {
    const auto wrong = check_request(request.head, request.body_hash, world_.installation, world_.clock.now());
    auto response = wrong ? digipost_refusal(*wrong) : operation.answer(request, fault);
    early = reply_after(fault, std::move(response), refusal);
  }
  world_.calls.count("digipost", operation.name, early->response.status);
  const bool spoil = fault && fault->action == FaultAction::bad_signature;
  // A proxy's page is not Digipost's own and bears no signature.
  if (early->response.content_type == kDigipostXml) {
    signer_.sign(early->response, raw_path(request.head), world_.clock.now(), spoil);
  }
  return *std::move(early);
}

http::Response DigipostService::root(const DigipostRequest& request) const {
  const auto sender = request.head.path_params.find("sender");
  if (sender != request.head.path_params.end() && !is_own_sender(sender->second)) {
    return digipost_refusal({"BROKER_NOT_AUTHORIZED", "The broker may not act for this sender"});
  }
  return digipost_response(entrypoint_xml(world_.base_url(), signer_.certificate()));
}

http::Response DigipostService::identify(const DigipostRequest& request, bool with_key) const {
  if (request.xml_type != kDigipostXml) return digipost_refusal({"ILLEGAL_CONTENT_TYPE", "Content-Type of the body"});
  const auto xml = parse_xml(request.xml);
  if (!xml) return digipost_refusal({"SCHEMA_VALIDATION_ERROR", "Not well-formed"});
  if (auto wrong = check_identification(*xml); !wrong.empty()) {
    return digipost_refusal({"SCHEMA_VALIDATION_ERROR", wrong});
  }
  const auto found = sandbox::identify(*xml, world_.people);
  if (found.result.empty()) return digipost_refusal({"MISSING_RECIPIENT", "Nobody is named"});
  return digipost_response(with_key ? to_xml_with_key(found, world_.installation.digipost_key.public_pem())
                                    : to_xml(found));
}

bool DigipostService::is_own_sender(const std::string& text) const {
  return text == std::to_string(world_.installation.sender_id) || text == std::to_string(world_.installation.broker_id);
}

}  // namespace fangst::sandbox
