#include "digipost/digipost_answers.hpp"
#include "digipost/digipost_schema.hpp"
#include "digipost/digipost_service.hpp"
#include "digipost/identification.hpp"
#include "digipost/message_rules.hpp"
#include "shared/identity_numbers.hpp"

#include <utility>

namespace fangst::sandbox {
namespace {

bool wants_receipt(const XmlElement& document) {
  return document.child("opening-receipt") != nullptr || document.child("opened") != nullptr;
}

Delivery delivery_of(const XmlElement& message, const std::vector<DigipostFile>& files) {
  Delivery delivery;
  delivery.message_id = message.child_text("message-id");
  const XmlElement& recipient = *message.child("recipient");
  const std::string identity = identity_in(recipient);
  // Without a number, the whole address is who it is to.
  std::string address;
  if (const auto* print = recipient.child("print-details")) {
    const XmlElement& to = *print->child("recipient");
    address = to.child_text("name");
    for (const auto& line : to.children.back().children) address += "\n" + line.text;
  }
  delivery.recipient = recipient_hash(identity.empty() ? address : identity);
  const auto documents = documents_of(message);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    delivery.documents.push_back(
        {files[i].filename, files[i].sha256, files[i].content_hash, wants_receipt(*documents[i])});
  }
  return delivery;
}

}  // namespace

http::Response DigipostService::send(const DigipostRequest& request, const std::optional<Fault>& fault) {
  if (!request.is_multipart) {
    return digipost_refusal({"ILLEGAL_CONTENT_TYPE", "Content-Type must be multipart/vnd.digipost-v8+xml"});
  }
  if (!request.problem.empty()) return digipost_refusal({request.problem, "The multipart body is not as it must be"});
  if (request.xml_type != kDigipostXml) {
    return digipost_refusal({"ILLEGAL_CONTENT_TYPE", "The first part must be application/vnd.digipost-v8+xml"});
  }
  const auto message = parse_xml(request.xml);
  if (!message) return digipost_refusal({"SCHEMA_VALIDATION_ERROR", "Not well-formed"});
  if (auto wrong = check_message(*message); !wrong.empty()) {
    return digipost_refusal({"SCHEMA_VALIDATION_ERROR", wrong});
  }
  return deliver(request, *message, fault);
}

http::Response DigipostService::deliver(const DigipostRequest& request, const XmlElement& message,
                                        const std::optional<Fault>& fault) {
  const TimePoint now = world_.clock.now();
  const auto sender = sender_of(message, world_.installation);
  if (const auto* wrong = std::get_if<DigipostError>(&sender)) return digipost_refusal(*wrong);
  const auto owner = std::get<std::int64_t>(sender);
  // Before anything else of the content: a resend of what was delivered must hear just that.
  if (deliveries_.has_message(owner, message.child_text("message-id"))) {
    return digipost_refusal({"DUPLICATE_MESSAGE", "message-id already used"});
  }
  if (auto wrong = check_message_rules(message, now)) return digipost_refusal(*wrong);
  const auto channel = channel_of(message, world_.people);
  if (const auto* wrong = std::get_if<DigipostError>(&channel)) return digipost_refusal(*wrong);
  if (auto wrong = check_files(message, request.files, std::get<std::string>(channel))) {
    return digipost_refusal(*wrong);
  }

  Delivery delivery = delivery_of(message, request.files);
  delivery.sender = owner;
  delivery.channel = std::get<std::string>(channel);
  delivery.created = now;
  const auto person = world_.people.find(identity_in(*message.child("recipient")));
  delivery.is_read = person && person->reads;
  if (fault && fault->action == FaultAction::end_status) delivery.print_error = fault->code;
  if (const auto code = deliveries_.take_on(delivery); !code.empty()) {
    return digipost_refusal({code, "The id has been used before"});
  }
  return digipost_response(delivery_xml(delivery, message));
}

}  // namespace fangst::sandbox
