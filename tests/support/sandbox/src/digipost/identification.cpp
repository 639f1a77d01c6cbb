#include "digipost/identification.hpp"

#include "digipost/digipost_schema.hpp"
#include "shared/identity_numbers.hpp"

namespace fangst::sandbox {
namespace {

constexpr const char* kPin = "personal-identification-number";
constexpr const char* kOrgnr = "organisation-number";

Identification unidentified(const char* reason = "NOT_FOUND") { return {"UNIDENTIFIED", reason}; }

Identification identify_person(const std::string& pin, const People& people) {
  const auto kind = classify_identity(pin);
  if (kind == IdentityKind::invalid || kind == IdentityKind::real) {
    return {"INVALID", "INVALID_PERSONAL_IDENTIFICATION_NUMBER"};
  }
  const auto person = people.find(pin);
  if (!person) return unidentified();
  if (person->digipost == "INVALID") return {"INVALID", "INVALID_PERSONAL_IDENTIFICATION_NUMBER"};
  if (person->digipost == "MULTIPLE_MATCHES") return unidentified("MULTIPLE_MATCHES");
  if (person->digipost == "UNIDENTIFIED") return unidentified();
  if (!person->digipost.empty()) return {person->digipost, ""};
  return {person->mailbox == "digipost" ? "DIGIPOST" : "IDENTIFIED", ""};
}

Identification identify_organisation(const std::string& orgnr, const People& people) {
  if (!is_orgnr(orgnr)) return {"INVALID", "INVALID_ORGANISATION_NUMBER"};
  const auto organisation = people.find(orgnr);
  return organisation && organisation->mailbox == "digipost" ? Identification{"DIGIPOST", ""} : unidentified();
}

std::string inner_xml(const Identification& identification) {
  std::string xml = xml_element("result", identification.result);
  if (identification.result == "UNIDENTIFIED") xml += xml_element("unidentified-reason", identification.reason);
  if (identification.result == "INVALID") xml += xml_element("invalid-reason", identification.reason);
  return xml;
}

std::string document(const std::string& name, const std::string& inner) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + name + " xmlns=\"" + kDigipostSpace + "\">" + inner + "</" +
         name + ">";
}

}  // namespace

Identification identify(const XmlElement& holder, const People& people) {
  if (holder.child(kPin) != nullptr) return identify_person(holder.child_text(kPin), people);
  if (holder.child(kOrgnr) != nullptr) return identify_organisation(holder.child_text(kOrgnr), people);
  const bool names_somebody = holder.child("digipost-address") != nullptr ||
                              holder.child("name-and-address") != nullptr ||
                              holder.child("bank-account-number") != nullptr ||
                              holder.child("email-details") != nullptr || holder.child("peppol-addresses") != nullptr;
  return names_somebody ? unidentified() : Identification{};
}

std::string identity_in(const XmlElement& holder) {
  return holder.child(kPin) != nullptr ? holder.child_text(kPin) : holder.child_text(kOrgnr);
}

std::string to_xml(const Identification& identification) {
  return document("identification-result", inner_xml(identification));
}

std::string to_xml_with_key(const Identification& identification, const std::string& key_pem) {
  std::string inner = "<identification-result>" + inner_xml(identification) + "</identification-result>";
  if (identification.result == "DIGIPOST") inner += xml_element("encryption-key", key_pem, {{"key-id", "sandbox-1"}});
  return document("identification-result-with-encryption-key", inner);
}

}  // namespace fangst::sandbox
