#include "digipost/message_rules.hpp"

#include "digipost/identification.hpp"
#include "shared/times.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace fangst::sandbox {
namespace {

using Wrong = std::optional<DigipostError>;

constexpr std::size_t kMostAttachments = 99;
constexpr std::array<std::string_view, 8> kFileTypes{"pdf", "txt", "jpg", "png", "gif", "zip", "html", "xml"};

Wrong wrong(const char* code, const char* message) { return DigipostError{code, message}; }

/// The schema's dateTime may lack an offset; UTC is meant then.
std::optional<TimePoint> moment(const std::string& text) {
  const auto at = parse_time(text);
  return at ? at : parse_time(text + "Z");
}

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

Wrong check_times(const XmlElement& document, TimePoint now) {
  const XmlElement* sms = document.child("sms-notification");
  if (sms == nullptr) return {};
  for (const auto& at : sms->children) {
    if (at.name != "at") continue;
    const auto time = moment(at.attribute("time"));
    if (!time || *time < now) return wrong("INVALID_SMS_NOTIFICATION_TIME", "SMS notification in the past");
  }
  return {};
}

Wrong check_document(const XmlElement& document, bool is_primary, TimePoint now) {
  if (document.child("uuid") == nullptr) return wrong("VALIDATION_FAILED", "A document needs a uuid in this flow");
  if (is_primary && is_blank(document.child_text("subject"))) return wrong("MISSING_SUBJECT", "The subject is blank");
  const std::string type = document.child_text("file-type");
  if (std::find(kFileTypes.begin(), kFileTypes.end(), type) == kFileTypes.end()) {
    return wrong("ILLEGAL_CONTENT_TYPE", "Unsupported file type");
  }
  if (document.child("encrypted") != nullptr) {
    return wrong("NOT_APPROVED_FOR_PREENCRYPT", "The sender is not approved for pre-encryption");
  }
  if (!document.attribute("technical-type").empty()) {
    return wrong("NOT_APPROVED_FOR_TECHNICAL_ATTACHMENTS", "The sender is not approved for technical attachments");
  }
  const XmlElement* sms = document.child("sms-notification");
  if (document.child("email-notification") != nullptr || (sms != nullptr && sms->child("overrides") != nullptr)) {
    return wrong("NOTIFICATION_ADDRESSES_NOT_ALLOWED", "The sender may not set notification addresses");
  }
  return check_times(document, now);
}

bool is_print_address(const XmlElement* party) {
  if (party == nullptr || is_blank(party->child_text("name"))) return false;
  const XmlElement* norwegian = party->child("norwegian-address");
  if (norwegian == nullptr) return true;
  const std::string zip = norwegian->child_text("zip-code");
  return zip.size() == 4 && std::all_of(zip.begin(), zip.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) &&
         !is_blank(norwegian->child_text("city"));
}

Wrong check_print_details(const XmlElement& holder) {
  const XmlElement* print = holder.child("print-details");
  if (print == nullptr) return {};
  if (!is_print_address(print->child("recipient"))) {
    return wrong("INVALID_RECIPIENT_PRINT_ADDRESS", "The recipient's print address is not valid");
  }
  if (!is_print_address(print->child("return-address"))) {
    return wrong("INVALID_RETURN_ADDRESS", "The return address is not valid");
  }
  return {};
}

Wrong check_pdf(const DigipostFile& file, bool for_print) {
  if (!file.pdf.is_pdf) return wrong("INVALID_PDF_CONTENT", "PDF_PARSE_ERROR");
  if (!for_print) return {};
  if (file.pdf.encrypted) return wrong("INVALID_PDF_CONTENT", "PDF_IS_ENCRYPTED");
  if (!file.pdf.printable_version()) return wrong("INVALID_PDF_CONTENT", "UNSUPPORTED_PDF_VERSION_FOR_PRINT");
  return {};
}

bool may_carry(const std::string& part_type, const std::string& file_type) {
  return part_type == "application/octet-stream" || part_type == "application/" + file_type;
}

}  // namespace

std::vector<const XmlElement*> documents_of(const XmlElement& message) {
  std::vector<const XmlElement*> documents;
  for (const auto& child : message.children) {
    if (child.name == "primary-document" || child.name == "attachment") documents.push_back(&child);
  }
  return documents;
}

std::variant<std::int64_t, DigipostError> sender_of(const XmlElement& message, const Installation& installation) {
  if (message.child("sender-id") != nullptr) {
    const auto sender = std::stoll(message.child_text("sender-id"));
    if (sender == installation.sender_id || sender == installation.broker_id) return sender;
    return DigipostError{"BROKER_NOT_AUTHORIZED", "The broker may not send for this sender"};
  }
  if (const auto* organization = message.child("sender-organization")) {
    if (organization->child_text("organization-id") == installation.sender_orgnr) return installation.sender_id;
    return DigipostError{"UNKNOWN_SENDER", "Unknown sender organization"};
  }
  return installation.broker_id;
}

std::variant<std::string, DigipostError> channel_of(const XmlElement& message, const People& people) {
  const XmlElement& recipient = *message.child("recipient");
  const bool can_print = recipient.child("print-details") != nullptr;
  const auto [result, reason] = identify(recipient, people);
  if (result.empty()) {
    if (can_print) return std::string("PRINT");
    return DigipostError{"MISSING_RECIPIENT", "The message has no recipient"};
  }
  if (result == "INVALID") return DigipostError{"VALIDATION_FAILED", reason};
  if (result == "DIGIPOST") return std::string("DIGIPOST");
  if (can_print) return std::string("PRINT");
  if (message.child("request-for-registration") != nullptr) return std::string("PENDING");
  return DigipostError{"UNKNOWN_RECIPIENT", "The recipient does not have a Digipost account."};
}

Wrong check_message_rules(const XmlElement& message, TimePoint now) {
  const auto documents = documents_of(message);
  if (documents.size() > kMostAttachments + 1) return wrong("VALIDATION_FAILED", "At most 99 attachments");
  std::set<std::string> uuids;
  for (const auto* document : documents) {
    if (auto bad = check_document(*document, document == documents.front(), now)) return bad;
    if (!uuids.insert(document->child_text("uuid")).second) {
      return wrong("DUPLICATE_DOCUMENT_ID", "The same uuid stands on two documents");
    }
  }
  if (message.child("batch") != nullptr) return wrong("UNKNOWN_BATCH", "No such batch");
  if (message.child("delivery-time") != nullptr) {
    const auto time = moment(message.child_text("delivery-time"));
    if (!time || *time < now) return wrong("DELIVERY_DATE_HISTORICAL", "The delivery time has passed");
  }
  for (const char* holder : {"recipient", "print-if-unread", "request-for-registration"}) {
    if (const auto* found = message.child(holder)) {
      if (auto bad = check_print_details(*found)) return bad;
    }
  }
  return {};
}

Wrong check_files(const XmlElement& message, const std::vector<DigipostFile>& files, const std::string& channel) {
  const auto documents = documents_of(message);
  if (documents.size() != files.size()) return wrong("DOCUMENTS_AND_FILES_MISMATCH", "One part for each document");
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string type = documents[i]->child_text("file-type");
    if (files[i].filename != documents[i]->child_text("uuid")) {
      return wrong("DOCUMENTS_AND_FILES_MISMATCH", "Parts must stand in the order of the documents, named by uuid");
    }
    if (!may_carry(files[i].content_type, type))
      return wrong("ILLEGAL_CONTENT_TYPE", "Content-Type of a document part");
    if (files[i].size == 0) return wrong("MISSING_CONTENT", "A document is empty");
    const XmlElement* hash = documents[i]->child("content-hash");
    if (hash != nullptr && hash->attribute("hash-algorithm") == "SHA256" && hash->text != files[i].content_hash) {
      return wrong("VALIDATION_FAILED", "content-hash does not match the content");
    }
    const bool for_print = channel == "PRINT";
    if (for_print && type != "pdf") return wrong("CONTENT_OF_PRINT_MESSAGE_MUST_BE_PDF", "Print takes PDF only");
    if (type != "pdf") continue;
    if (auto bad = check_pdf(files[i], for_print)) return bad;
  }
  return {};
}

}  // namespace fangst::sandbox
