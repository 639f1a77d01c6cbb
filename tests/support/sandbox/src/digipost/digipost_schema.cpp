#include "digipost/digipost_schema.hpp"

#include "digipost/content_model.hpp"

#include <cctype>

namespace fangst::sandbox {
namespace {

constexpr unsigned kUnbounded = std::numeric_limits<unsigned>::max();
constexpr std::string_view kDatatypeSpace = "http://api.digipost.no/schema/datatypes";

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

/// \w{1,35}; letters beyond ASCII are word characters.
bool is_organization_id(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // XML Schema's \w leaves out punctuation, and the underscore is punctuation there.
    if (byte < 0x80 && std::isalnum(byte) == 0) return false;
    count += (byte & 0xC0) != 0x80 ? 1 : 0;
  }
  return count >= 1 && count <= 35;
}

bool is_batch_status(std::string_view text) {
  return text == "CREATED" || text == "NOT_COMMITTED" || text == "COMMITTED" || text == "DONE";
}

XmlTypeRef pin() { return xml_text(11, 11); }
XmlTypeRef address_line() { return xml_text(0, 100); }
XmlTypeRef zip_code() { return xml_text(0, 10); }
XmlTypeRef city() { return xml_text(0, 80); }
XmlTypeRef name() { return xml_text(0, 130); }
XmlTypeRef moment() { return xml_form(is_xml_date_time); }
XmlTypeRef moments() { return xml_nothing({{"time", is_xml_date_time}}); }

XmlTypeRef link() {
  return xml_nothing({{"rel", is_xml_string}, {"uri", is_xml_string, true}, {"media-type", is_xml_string}});
}

XmlTypeRef print_recipient() {
  const auto norwegian =
      xml_elements({optional("addressline1", address_line()), optional("addressline2", address_line()),
                    optional("addressline3", address_line()), one("zip-code", zip_code()), one("city", city())});
  const auto foreign = xml_elements({one("addressline1", address_line()), optional("addressline2", address_line()),
                                     optional("addressline3", address_line()), optional("addressline4", address_line()),
                                     choice({one("country", xml_text(0, 80)), one("country-code", xml_text(0, 20))})});
  return xml_elements(
      {one("name", name()), choice({one("norwegian-address", norwegian), one("foreign-address", foreign)})});
}

XmlTypeRef print_details() {
  const auto instruction = xml_elements({one("key", xml_text()), one("value", xml_text())});
  // An empty element stands for its default.
  return xml_elements(
      {one("recipient", print_recipient()), one("return-address", print_recipient()),
       optional("color", xml_words({"MONOCHROME", "COLORS", ""})),
       optional("nondeliverable-handling", xml_words({"SHRED", "RETURN_TO_SENDER", ""})),
       optional("print-instructions", xml_elements({many("print-instruction", instruction, 1, kUnbounded)}))});
}

XmlTypeRef name_and_address() {
  return xml_elements({one("fullname", name()), one("addressline1", address_line()),
                       optional("addressline2", address_line()), one("postalcode", zip_code()), one("city", city()),
                       optional("birth-date", xml_form(is_xml_date)), optional("phone-number", xml_text()),
                       optional("email-address", xml_text())});
}

Particle identifiers(std::vector<Particle> more) {
  std::vector<Particle> all{optional("personal-identification-number", pin()),
                            optional("organisation-number", xml_text(9, 9)), optional("digipost-address", xml_text()),
                            optional("name-and-address", name_and_address()), optional("bank-account-number", pin())};
  all.insert(all.end(), more.begin(), more.end());
  return choice(std::move(all));
}

XmlTypeRef message_recipient() {
  const auto peppol = xml_elements({one("schemeID", xml_text()), one("endpointID", xml_text())});
  return xml_elements(
      {identifiers({optional("email-details", xml_elements({many("email-address", xml_text(), 1, 50)})),
                    optional("peppol-addresses", xml_elements({one("receiver", peppol), one("sender", peppol)}))}),
       optional("print-details", print_details())});
}

XmlTypeRef sms_notification() {
  const auto overrides = xml_elements({one("sms-mobile-number", xml_text()), one("text", xml_text(1, 160))});
  return xml_elements({optional("overrides", overrides), many("at", moments(), 0, kUnbounded),
                       many("after-hours", xml_form(is_xml_count), 0, kUnbounded)});
}

XmlTypeRef email_notification() {
  return xml_elements({one("email-address", xml_text()), one("subject", xml_text(1, 100)),
                       one("text", xml_text(1, 500)), many("at", moments(), 1, kUnbounded)});
}

/// Of the data types only the invoice is known to the sandbox; other kinds are checked by the caller.
XmlTypeRef data_type() {
  const auto external_link =
      xml_elements({one("url", xml_text()), optional("deadline", xml_text()), one("description", xml_text(0, 70)),
                    optional("button-text", xml_text(0, 30))});
  const auto invoice =
      xml_elements({optional("link", external_link), one("due-date", xml_text()), one("sum", xml_form(is_xml_decimal)),
                    one("creditor-account", xml_text()), optional("kid", xml_text())});
  return std::make_shared<XmlType>(XmlType{.content = XmlType::Content::datatype, .model = one("invoice", invoice)});
}

XmlTypeRef document() {
  const auto hash = std::make_shared<XmlType>(XmlType{.attributes = {{"hash-algorithm", is_xml_string}}});
  return xml_elements(
      {optional("uuid", xml_form(is_uuid)), optional("subject", xml_text(0, 255)), one("file-type", xml_text()),
       optional_choice({one("opening-receipt", xml_text()), one("opened", xml_form(is_xml_boolean))}),
       optional("sms-notification", sms_notification()), optional("email-notification", email_notification()),
       optional("authentication-level", xml_words({"PASSWORD", "TWO_FACTOR", "IDPORTEN_3", "IDPORTEN_4"})),
       optional("sensitivity-level", xml_words({"NORMAL", "SENSITIVE"})),
       optional("encrypted", xml_nothing({{"number-of-pages", is_xml_int}})), optional("content-hash", hash),
       many("link", link(), 0, kUnbounded), optional("data-type", data_type())},
      {{"technical-type", is_xml_string}});
}

XmlTypeRef message() {
  const auto organization =
      xml_elements({one("organization-id", xml_form(is_organization_id)), optional("part-id", xml_text(0, 100))});
  const auto if_unread = xml_elements({one("print-if-unread-after", moment()), one("print-details", print_details())});
  const auto registration =
      xml_elements({one("registration-deadline", moment()), optional("phone-number", xml_text()),
                    optional("email-address", xml_text()), optional("print-details", print_details())});
  const auto batch = xml_elements({one("uuid", xml_form(is_uuid)), optional("status", xml_form(is_batch_status)),
                                   optional("count-digipost", xml_form(is_xml_int)),
                                   optional("count-print", xml_form(is_xml_int)), many("link", link(), 0, kUnbounded)});
  return xml_elements(
      {optional("message-id", xml_text()),
       optional_choice({one("sender-id", xml_form(is_xml_long)), one("sender-organization", organization)}),
       one("recipient", message_recipient()), optional("delivery-time", moment()),
       optional("invoice-reference", xml_text(0, 100)), one("primary-document", document()),
       many("attachment", document(), 0, 201), optional("print-if-unread", if_unread),
       optional("request-for-registration", registration), optional("batch", batch)});
}

std::string check_root(const XmlElement& root, std::string_view wanted, const XmlType& type) {
  if (root.name != wanted || root.space != kDigipostSpace) return "the root must be " + std::string(wanted) + " of v8";
  return validate(root, type, kDigipostSpace);
}

/// A data type in a foreign namespace, or one that is not an invoice.
std::string check_data_types(const XmlElement& root) {
  for (const auto& document : root.children) {
    const XmlElement* holder = document.child("data-type");
    if (holder == nullptr || holder->children.size() != 1) continue;
    const auto& held = holder->children.front();
    if (held.space != kDatatypeSpace || held.name != "invoice") return "data-type/" + held.name + ": not supported";
  }
  return {};
}

}  // namespace

std::string check_message(const XmlElement& root) {
  static const XmlTypeRef kMessage = message();
  auto wrong = check_data_types(root);
  return wrong.empty() ? check_root(root, "message", *kMessage) : wrong;
}

std::string check_identification(const XmlElement& root) {
  static const XmlTypeRef kIdentification =
      xml_elements({identifiers({})}, {{"include-personalias-for-digipost-user", is_xml_boolean}});
  return check_root(root, "identification", *kIdentification);
}

}  // namespace fangst::sandbox
