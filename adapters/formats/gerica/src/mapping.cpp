#include "mapping.hpp"

#include "file_names.hpp"

#include <fangst/codec/intake_rules.hpp>
#include <fangst/crypto/hasher.hpp>
#include <fangst/crypto/hmac.hpp>

#include <algorithm>

namespace fangst::gerica {
namespace {

enum class Direction { out, in, internal };

bool is_own(const Organisation& party, const std::vector<std::string>& own_her_ids) {
  return std::any_of(party.her_ids.begin(), party.her_ids.end(), [&own_her_ids](const auto& id) {
    return std::find(own_her_ids.begin(), own_her_ids.end(), id) != own_her_ids.end();
  });
}

Result<Direction> direction_of(const MsgHead& head, const std::vector<std::string>& own_her_ids) {
  const bool from_us = is_own(head.sender, own_her_ids);
  const bool to_us = is_own(head.receiver, own_her_ids);
  if (from_us) return to_us ? Direction::internal : Direction::out;
  if (to_us) return Direction::in;
  return Failure(codec::invalid_fields(
      "gerica", {{"/MsgHead/MsgInfo", "Verken avsender eller mottaker har en HER-id som er satt opp som vår egen."}}));
}

/// One case per patient, by a key from which the patient cannot be found. Letters only: a run of digits might pass for
/// an identity number.
std::string patient_key(const model::PersonIdentifier& patient, const std::string& secret) {
  std::string key = "pasient-";
  for (const char byte : crypto::hmac_sha256(secret, patient.reveal()).substr(0, 16)) {
    const auto bits = static_cast<unsigned char>(byte);
    key += static_cast<char>('a' + (bits >> 4U));
    key += static_cast<char>('a' + (bits & 15U));
  }
  return key;
}

class Mapping {
 public:
  Mapping(MsgHead head, Direction direction, const ports::SourceProfile& source)
      : head_(std::move(head)),
        direction_(direction),
        source_(source),
        key_(head_.notat.key.empty() ? head_.msg_id : head_.notat.key),
        date_(head_.notat.date.value_or(head_.generated)),
        skjerming_(codec::skjerming_by(source.settings.text("skjermingshjemmel"), date_)) {}

  ports::ParsedIntake make(std::string_view xml) {
    ports::ParsedIntake parsed;
    add_documents(parsed, xml);
    auto& content = parsed.content;
    content.external_key = model::ExternalKey(key_);
    content.sak = sak();
    content.journalpost = journalpost();
    const bool is_decision = head_.notat.is_tjenestetilbud && has_letter_;
    content.type = is_decision && direction_ == Direction::out ? "vedtak"
                   : direction_ == Direction::in               ? "inngaaende"
                                                               : "notat";
    if (direction_ == Direction::out && is_decision && source_.settings.flag("ekspeder_til_pasient")) {
      content.journalpost.korrespondansepart.insert(content.journalpost.korrespondansepart.begin(),
                                                    patient_as_mottaker());
      content.forsendelse.ekspeder = true;
    }
    return parsed;
  }

 private:
  model::Saksmappe sak() const {
    const auto& prefix = source_.settings.text("saksmappe_prefiks");
    const auto& secret = source_.settings.text("pasientnoekkel_hemmelighet_fil");
    const auto& patient = head_.patient;
    model::Saksmappe sak;
    sak.ekstern_noekkel = {source_.fagsystem, secret.empty() ? key_ : patient_key(patient.foedselsnummer, secret)};
    sak.tittel = prefix + " - " + patient.navn;
    sak.offentlig_tittel = codec::masked_title(prefix);
    sak.arkivdel = source_.settings.text("arkivdel");
    sak.mappetype = source_.settings.text("mappetype");
    sak.administrativ_enhet = own_unit();
    sak.klassifikasjon.push_back({"FNR", patient.foedselsnummer.reveal(), patient.navn, true});
    if (const auto& kkf = source_.settings.text("kkf"); !kkf.empty())
      sak.klassifikasjon.push_back({"KKF", kkf, {}, false});
    sak.skjerming = skjerming_;
    sak.part.push_back({patient.navn, "KLI", patient.foedselsnummer, {}, true});
    return sak;
  }

  model::Journalpost journalpost() const {
    model::Journalpost journalpost;
    journalpost.ekstern_noekkel = {source_.fagsystem, key_};
    journalpost.tittel = head_.notat.title;
    journalpost.offentlig_tittel = codec::masked_title(head_.notat.public_word);
    journalpost.journalposttype = direction_ == Direction::out ? "U" : direction_ == Direction::in ? "I" : "N";
    journalpost.dokumentets_dato = date_;
    journalpost.administrativ_enhet = own_unit();
    if (direction_ != Direction::in) journalpost.saksbehandler = head_.notat.saksbehandler;
    journalpost.skjerming = skjerming_;
    auto& parts = journalpost.korrespondansepart;
    parts.push_back(part(head_.sender, direction_ == Direction::in ? "EA" : "IA"));
    parts.push_back(part(head_.receiver, direction_ == Direction::out ? "EM" : "IM"));
    for (const auto& other : head_.other_receivers) parts.push_back(part(other, "EK"));
    return journalpost;
  }

  /// The message itself has already brought it to every organisation it names: none of them gets a letter.
  static model::Korrespondansepart part(const Organisation& organisation, std::string type) {
    model::Korrespondansepart part;
    const bool is_recipient = type == "EM" || type == "EK";
    part.korrespondanseparttype = std::move(type);
    part.navn = organisation.name;
    part.organisasjonsnummer = organisation.organisasjonsnummer;
    if (is_recipient) part.forsendelsesmaate = model::kSendtAvFagsystem;
    return part;
  }

  model::Korrespondansepart patient_as_mottaker() const {
    model::Korrespondansepart part;
    part.korrespondanseparttype = "EM";
    part.navn = head_.patient.navn;
    part.personidentifikator = head_.patient.foedselsnummer;
    part.adresse = head_.patient.adresse;
    part.er_skjermet = true;
    return part;
  }

  std::string own_unit() const {
    const auto& own = direction_ == Direction::in ? head_.receiver : head_.sender;
    return own.unit.empty() ? own.name : own.unit;
  }

  /// The first PDF is the letter, and so the hoveddokument, with the message as its production variant. A message
  /// without one is itself the hoveddokument.
  void add_documents(ports::ParsedIntake& parsed, std::string_view xml) {
    auto& attachments = head_.attachments;
    const auto letter = std::find_if(attachments.begin(), attachments.end(),
                                     [](const auto& one) { return one.mime_type == "application/pdf"; });
    has_letter_ = letter != attachments.end();
    if (has_letter_) {
      std::rotate(attachments.begin(), letter, letter + 1);
      add_attachment(parsed, attachments.front(), "H");
    }
    const auto xml_name = names_.give("dialogmelding.xml", "application/xml");
    const auto* title = has_letter_ ? "Dialogmelding (XML)" : head_.notat.title.c_str();
    add(parsed, document(title, xml_name, "application/xml", "H", has_letter_ ? "P" : "A"), std::string(xml));
    for (std::size_t i = has_letter_ ? 1 : 0; i < attachments.size(); ++i) add_attachment(parsed, attachments[i], "V");
  }

  void add_attachment(ports::ParsedIntake& parsed, Attachment& attachment, const char* role) {
    const auto name = names_.give(attachment.description, attachment.mime_type);
    const auto& title = attachment.description.empty() ? name : attachment.description;
    add(parsed, document(title, name, attachment.mime_type, role, "A"), std::move(attachment.bytes));
  }

  static model::Dokument document(std::string title, std::string name, std::string mime_type, const char* role,
                                  const char* variant) {
    model::Dokument dokument;
    dokument.tittel = std::move(title);
    dokument.dokumenttype = role[0] == 'H' ? "KORR" : "VEDLEGG";
    dokument.tilknyttet_registrering_som = role;
    dokument.variantformat = variant;
    dokument.filnavn = std::move(name);
    dokument.mime_type = std::move(mime_type);
    return dokument;
  }

  static void add(ports::ParsedIntake& parsed, model::Dokument dokument, std::string bytes) {
    dokument.sjekksum = crypto::sha256(bytes);
    dokument.filstoerrelse = bytes.size();
    parsed.embedded.push_back({parsed.content.dokumenter.size(), std::move(bytes)});
    parsed.content.dokumenter.push_back(std::move(dokument));
  }

  MsgHead head_;
  Direction direction_;
  const ports::SourceProfile& source_;
  std::string key_;
  model::Date date_;
  model::Skjerming skjerming_;
  FileNames names_;
  bool has_letter_ = false;
};

}  // namespace

Result<ports::ParsedIntake> to_submission(MsgHead head, std::string_view xml, const ports::SourceProfile& source) {
  const auto& own_her_ids = source.settings.texts("egne_her_ider");
  if (own_her_ids.empty()) return Failure(codec::incomplete_source("gerica", "egne_her_ider"));
  FANGST_TRY(const auto direction, direction_of(head, own_her_ids));
  return Mapping(std::move(head), direction, source).make(xml);
}

}  // namespace fangst::gerica
