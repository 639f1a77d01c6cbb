#include "msg_head_reader.hpp"

#include "dialogmelding_reader.hpp"
#include "xml_fields.hpp"

#include <fangst/codec/intake_rules.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/crypto/encoding.hpp>
#include <fangst/text/ascii.hpp>

#include <algorithm>
#include <array>

namespace fangst::gerica {
namespace {

constexpr std::string_view kBase64 = "http://www.kith.no/xmlstds/base64container";
constexpr std::string_view kPersonIds = "2.16.578.1.12.4.1.1.8116";
constexpr std::string_view kOrganisationIds = "2.16.578.1.12.4.1.1.9051";
constexpr std::size_t kName = 200, kMaxAttachments = 200;

/// Whether the message is one that is archived at all, whatever its fields say.
Result<void> check_wanted(const XmlNode& root) {
  const auto refuse = [](std::string_view reason, const char* text) {
    return Failure(codec::unwanted_message("gerica", reason, text));
  };
  if (root.name() == "AppRec") {
    return refuse("apprec",
                  "Dette er en applikasjonskvittering (AppRec). Kvitteringer arkiveres ikke som journalpost.");
  }
  if (!root.is(kMsgHead, "MsgHead")) return refuse("ukjent_rot", "Dette er ikke en MsgHead-melding, versjon 1.2.");
  const auto type = code_of(root.find(kMsgHead, "MsgInfo/Type"));
  if (type == "APPREC") {
    return refuse("apprec",
                  "Dette er en applikasjonskvittering (AppRec). Kvitteringer arkiveres ikke som journalpost.");
  }
  constexpr std::array<std::string_view, 4> kTypes{"DIALOG_NOTAT", "DIALOG_FORESPORSEL", "DIALOG_SVAR",
                                                   "DIALOG_HELSEFAGLIG"};
  if (std::find(kTypes.begin(), kTypes.end(), type) == kTypes.end()) {
    return refuse("ukjent_meldingstype",
                  "Meldingstypen støttes ikke. Her tas imot dialogmeldinger (DIALOG_NOTAT, "
                  "DIALOG_FORESPORSEL, DIALOG_SVAR og DIALOG_HELSEFAGLIG).");
  }
  const auto status = root.find(kMsgHead, "MsgInfo/ProcessingStatus");
  if (status && code_of(status) != "P") {
    return refuse("testmelding", "Meldingen er merket som testmelding (ProcessingStatus). Den arkiveres ikke.");
  }
  return {};
}

class MsgHeadReader {
 public:
  explicit MsgHeadReader(model::IdentityRealm realm) : realm_(realm) {}

  Result<MsgHead> read(const XmlNode& root) {
    if (const auto info = child(root, "MsgInfo", Need::required, faults_)) read_info(*info);
    read_documents(root);
    if (!faults_.empty()) return Failure(codec::invalid_fields("gerica", faults_.take()));
    return std::move(head_);
  }

 private:
  void read_info(const XmlNode& info) {
    if (line(info, "MIGversion", 50, Need::required, faults_) != "v1.2 2006-05-24") {
      if (const auto version = info.child(kMsgHead, "MIGversion"))
        faults_.add(*version, "Versjonen skal være v1.2 2006-05-24.");
    }
    head_.generated = day(info, "GenDate", Need::required, faults_).value_or(model::Date{});
    head_.msg_id = line(info, "MsgId", 200, Need::required, faults_);
    if (const auto fault = codec::fault_of_external_key(head_.msg_id); !head_.msg_id.empty() && !fault.empty()) {
      faults_.add(*info.child(kMsgHead, "MsgId"), fault);
    }
    if (const auto sender = child(info, "Sender", Need::required, faults_)) head_.sender = read_party(*sender);
    if (const auto receiver = child(info, "Receiver", Need::required, faults_)) head_.receiver = read_party(*receiver);
    for (const auto& other : info.children(kMsgHead, "OtherReceiver")) {
      if (other.child(kMsgHead, "Organisation")) head_.other_receivers.push_back(read_party(other));
    }
    if (const auto patient = child(info, "Patient", Need::required, faults_)) head_.patient = read_patient(*patient);
  }

  Organisation read_party(const XmlNode& party) {
    Organisation organisation;
    auto level = child(party, "Organisation", Need::required, faults_);
    if (!level) return organisation;
    organisation.name = line(*level, "OrganisationName", kName, Need::required, faults_);
    read_organisation_ids(*level, organisation, true);
    for (level = level->child(kMsgHead, "Organisation"); level; level = level->child(kMsgHead, "Organisation")) {
      organisation.unit = line(*level, "OrganisationName", kName, Need::required, faults_);
      read_organisation_ids(*level, organisation, false);
    }
    return organisation;
  }

  void read_organisation_ids(const XmlNode& level, Organisation& organisation, bool is_outermost) {
    for (const auto& ident : level.children(kMsgHead, "Ident")) {
      const auto type = type_of(ident, kOrganisationIds);
      const auto id = line(ident, "Id", 50, Need::required, faults_);
      if (type == "HER") organisation.her_ids.push_back(id);
      if (type != "ENH") continue;
      if (const auto fault = codec::fault_of_organisasjonsnummer(id); !fault.empty()) faults_.add(ident, fault);
      if (is_outermost) organisation.organisasjonsnummer = id;
    }
  }

  /// The code of the kind of id. A code list that is not the expected one is a fault: the same letters may mean
  /// something else there.
  std::string_view type_of(const XmlNode& ident, std::string_view expected_list) {
    const auto type = child(ident, "TypeId", Need::required, faults_);
    const auto code = code_of(type);
    if (type && type->attribute("S").value_or(expected_list) != expected_list) {
      faults_.add(*type, "Kodeverket (attributtet S) er et annet enn det som gjelder for denne typen id.");
    }
    return code;
  }

  Patient read_patient(const XmlNode& node) {
    Patient patient;
    for (const auto* part : {"GivenName", "MiddleName", "FamilyName"}) {
      const auto need = std::string_view(part) == "FamilyName" ? Need::required : Need::optional;
      const auto name = line(node, part, 60, need, faults_);
      if (!name.empty()) patient.navn.append(patient.navn.empty() ? "" : " ").append(name);
    }
    for (const auto& ident : node.children(kMsgHead, "Ident")) {
      const auto type = type_of(ident, kPersonIds);
      if (type != "FNR" && type != "DNR") continue;
      patient.foedselsnummer = model::PersonIdentifier(line(ident, "Id", 50, Need::required, faults_));
      const auto fault = codec::fault_of_foedselsnummer(patient.foedselsnummer.reveal(), realm_);
      if (!patient.foedselsnummer.empty() && !fault.empty()) faults_.add(ident, fault);
    }
    if (!has_person_id(node))
      faults_.add(node, "Pasienten mangler fødselsnummer eller D-nummer (Ident med FNR eller DNR).");
    patient.adresse = read_address(node);
    return patient;
  }

  static bool has_person_id(const XmlNode& patient) {
    const auto types = patient.find_all(kMsgHead, "Ident/TypeId");
    return std::any_of(types.begin(), types.end(), [](const auto& type) {
      return type.attribute("V") == std::string_view("FNR") || type.attribute("V") == std::string_view("DNR");
    });
  }

  /// An address that a letter could not be sent to is left out; the registers decide then.
  std::optional<model::Adresse> read_address(const XmlNode& patient) {
    const auto node = patient.child(kMsgHead, "Address");
    if (!node) return std::nullopt;
    model::Adresse adresse;
    adresse.adresselinje1 = line(*node, "StreetAdr", kName, Need::optional, faults_);
    const auto box = line(*node, "Postbox", 50, Need::optional, faults_);
    (adresse.adresselinje1.empty() ? adresse.adresselinje1 : adresse.adresselinje2) = box;
    adresse.postnummer = line(*node, "PostalCode", 50, Need::optional, faults_);
    adresse.poststed = line(*node, "City", kName, Need::optional, faults_);
    const auto country = code_of(node->child(kMsgHead, "Country"));
    const bool is_norwegian = (country.empty() || country == "NO") && adresse.postnummer.size() == 4 &&
                              text::all_of(adresse.postnummer, text::is_digit);
    if (!is_norwegian || adresse.poststed.empty()) return std::nullopt;
    return adresse;
  }

  void read_documents(const XmlNode& root) {
    const auto documents = root.children(kMsgHead, "Document");
    if (documents.empty()) faults_.add_missing(root, "Document");
    std::size_t messages = 0;
    for (const auto& document : documents) {
      const auto reference = child(document, "RefDoc", Need::required, faults_);
      if (!reference) continue;
      const auto type = child(*reference, "MsgType", Need::required, faults_);
      if (code_of(type) == "XML") {
        if (++messages == 1) {
          read_message(*reference);
        } else {
          faults_.add(*reference, "Meldingen skal ha nøyaktig ett dokument av typen XML.");
        }
      } else if (code_of(type) == "A") {
        read_attachment(*reference);
      } else if (type) {
        faults_.add(*type, "Dokumenttypen støttes ikke. Legg filene i meldingen (MsgType A), ikke som referanse.");
      }
    }
    if (!documents.empty() && messages == 0)
      faults_.add(root, "Meldingen mangler dialogmeldingen (Document med MsgType XML).");
  }

  void read_message(const XmlNode& reference) {
    const auto content = child(reference, "Content", Need::required, faults_);
    if (!content) return;
    const auto message = content->first_child();
    if (!message || !is_dialogmelding(*message)) {
      return faults_.add(*content, "Innholdet er ikke en Dialogmelding, versjon 1.0 eller 1.1.");
    }
    head_.notat = read_dialogmelding(*message, faults_);
  }

  void read_attachment(const XmlNode& reference) {
    if (head_.attachments.size() == kMaxAttachments) return faults_.add(reference, "Meldingen har for mange vedlegg.");
    if (const auto compression = reference.child(kMsgHead, "Compression")) {
      return faults_.add(*compression, "Komprimerte vedlegg støttes ikke.");
    }
    if (const auto file = reference.child(kMsgHead, "FileReference")) {
      return faults_.add(*file, "Vedlegg som referanse støttes ikke. Legg filen i meldingen (Base64Container).");
    }
    Attachment attachment;
    attachment.description = line(reference, "Description", 300, Need::optional, faults_);
    attachment.mime_type = text::lower(line(reference, "MimeType", 201, Need::required, faults_));
    if (const auto fault = codec::fault_of_mime_type(attachment.mime_type);
        !attachment.mime_type.empty() && !fault.empty()) {
      faults_.add(*reference.child(kMsgHead, "MimeType"), fault);
    }
    const auto container = child(reference, "Content", Need::required, faults_);
    if (!container) return;
    const auto encoded = container->child(kBase64, "Base64Container");
    if (!encoded) return faults_.add(*container, "Vedlegget mangler (Base64Container).");
    auto bytes = crypto::base64_decode(encoded->text());
    if (!bytes || bytes->empty()) return faults_.add(*encoded, "Vedlegget er ikke gyldig base64, eller det er tomt.");
    if (attachment.mime_type == "application/pdf" && bytes->substr(0, 1024).find("%PDF-") == std::string::npos) {
      return faults_.add(*encoded, "Vedlegget er oppgitt som PDF, men er det ikke.");
    }
    attachment.bytes = std::move(*bytes);
    head_.attachments.push_back(std::move(attachment));
  }

  model::IdentityRealm realm_;
  XmlFaults faults_;
  MsgHead head_;
};

}  // namespace

Result<MsgHead> read_msg_head(const schemas::XmlDocument& document, model::IdentityRealm realm) {
  const auto root = document.root();
  FANGST_CHECK(check_wanted(root));
  return MsgHeadReader(realm).read(root);
}

}  // namespace fangst::gerica
