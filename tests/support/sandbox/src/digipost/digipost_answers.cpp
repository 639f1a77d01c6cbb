#include "digipost/digipost_answers.hpp"

#include "digipost/digipost_schema.hpp"
#include "digipost/message_rules.hpp"
#include "shared/times.hpp"

#include <array>
#include <utility>

namespace fangst::sandbox {
namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kRelations = "https://api.digipost.no/relations/";

std::string root(const std::string& name, const std::string& inner, const Attributes& attributes = {}) {
  std::string open = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + name + " xmlns=\"" + kDigipostSpace + "\"";
  for (const auto& [attribute, value] : attributes) open += " " + attribute + "=\"" + xml_escaped(value) + "\"";
  return open + ">" + inner + "</" + name + ">";
}

std::string link(const std::string& base, const char* relation, const char* path) {
  return xml_element("link", "",
                     {{"rel", std::string(kRelations) + relation}, {"uri", base + path}, {"media-type", kDigipostXml}});
}

std::string text_or(const XmlElement& document, const char* name, const char* fallback) {
  return document.child(name) == nullptr ? fallback : document.child_text(name);
}

std::string document_xml(const char* element, const XmlElement& document, const DeliveredDocument& delivered) {
  std::string inner = xml_element("uuid", delivered.uuid);
  if (document.child("subject") != nullptr) inner += xml_element("subject", document.child_text("subject"));
  inner += xml_element("file-type", document.child_text("file-type"));
  for (const char* name : {"opening-receipt", "opened"}) {
    if (document.child(name) != nullptr) inner += xml_element(name, document.child_text(name));
  }
  inner += xml_element("authentication-level", text_or(document, "authentication-level", "PASSWORD"));
  inner += xml_element("sensitivity-level", text_or(document, "sensitivity-level", "NORMAL"));
  inner += xml_element("content-hash", delivered.content_hash, {{"hash-algorithm", "SHA256"}});
  return "<" + std::string(element) + ">" + inner + "</" + element + ">";
}

}  // namespace

std::string entrypoint_xml(const std::string& base_url, const std::string& certificate) {
  const std::string base = base_url + "/digipost";
  static constexpr std::array<std::pair<const char*, const char*>, 5> kLinks{{
      {"create_message", "/messages"},
      {"identify_recipient", "/identification"},
      {"identify_recipient_with_encryption_key", "/identificationwithencryptionkey"},
      {"document_events", "/documents/events"},
      {"get_sender_information", "/sender-information"},
  }};
  std::string inner = xml_element("certificate", certificate);
  for (const auto& [relation, path] : kLinks) inner += link(base, relation, path);
  return root("entrypoint", inner);
}

std::string delivery_xml(const Delivery& delivery, const XmlElement& message) {
  std::string inner;
  if (!delivery.message_id.empty()) inner += xml_element("message-id", delivery.message_id);
  const bool printed = delivery.channel == "PRINT";
  inner += xml_element("delivery-method", delivery.channel);
  inner += xml_element("sender-id", std::to_string(delivery.sender));
  inner += xml_element("status", printed                         ? "DELIVERED_TO_PRINT"
                                 : delivery.channel == "PENDING" ? "COMPLETE"
                                                                 : "DELIVERED");
  inner += xml_element("delivery-time", to_offset_text(delivery.created));
  const auto documents = documents_of(message);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    inner += document_xml(i == 0 ? "primary-document" : "attachment", *documents[i], delivery.documents[i]);
  }
  return root("message-delivery", inner);
}

std::string document_status_xml(const Deliveries::Found& found, TimePoint now, std::chrono::milliseconds event_delay) {
  const auto& [delivery, index] = found;
  const auto& document = delivery.documents[index];
  const bool outcome_known = now >= delivery.created + 2 * event_delay;
  const bool failed = delivery.channel == "PENDING" || (!delivery.print_error.empty() && outcome_known);
  Attributes attributes{{"uuid", document.uuid},
                        {"sender-id", std::to_string(delivery.sender)},
                        {"status", failed ? "NOT_DELIVERED" : "DELIVERED"},
                        {"created", to_offset_text(delivery.created)}};
  if (!failed) attributes.emplace_back("delivered", to_offset_text(delivery.created));
  if (document.wants_receipt && delivery.channel == "DIGIPOST") {
    attributes.emplace_back("read", delivery.is_read && outcome_known ? "Y" : "N");
  }
  attributes.emplace_back("channel", delivery.channel);
  attributes.emplace_back("is-primary-document", index == 0 ? "true" : "false");
  attributes.emplace_back("content-hash", document.content_hash);
  attributes.emplace_back("content-hash-algorithm", "SHA256");
  return root("document-status", "", attributes);
}

std::string events_xml(const std::vector<DocumentEvent>& events) {
  std::string inner;
  for (const auto& event : events) {
    std::string metadata;
    if (event.type == "PRINT_FAILED") {
      metadata = xml_element("metadata", "", {{"xsi:type", "failed-print-metadata"}, {"error-code", event.error_code}});
    } else if (event.type == "POSTMARKED") {
      metadata = xml_element("metadata", "",
                             {{"xsi:type", "postmarked-metadata"}, {"postmarked-date", to_offset_text(event.created)}});
    }
    std::string opened = xml_element("event", "",
                                     {{"uuid", event.uuid},
                                      {"type", event.type},
                                      {"created", to_offset_text(event.created)},
                                      {"document-created", to_offset_text(event.document_created)}});
    opened.replace(opened.size() - 2, 2, ">");
    inner += opened + metadata + "</event>";
  }
  return root("document-events", inner, {{"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"}});
}

std::string sender_information_xml(std::int64_t sender) {
  static constexpr std::array<const char*, 3> kFeatures{"delivery.digipost", "delivery.digipost-with-print-fallback",
                                                        "delivery.direct-to-print"};
  std::string features;
  for (const char* feature : kFeatures)
    features += xml_element("feature", std::string("no.digipost.feature.") + feature);
  return root("sender-information", xml_element("sender-id", std::to_string(sender)) +
                                        xml_element("status", "VALID_SENDER") + "<supported-features>" + features +
                                        "</supported-features>");
}

}  // namespace fangst::sandbox
