#include "message_xml.hpp"

#include "failures.hpp"
#include "print_address.hpp"
#include "text_fitting.hpp"
#include "wire.hpp"

#include <fangst/crypto/random.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fangst::digipost {
namespace {

constexpr std::size_t kMaxSubject = 255;
constexpr std::size_t kMaxDocuments = 100;  // One primary and 99 attachments.
constexpr std::size_t kMaxFileType = 29;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kFileTypes{{{"application/pdf", "pdf"},
                                                                                   {"text/plain", "txt"},
                                                                                   {"text/html", "html"},
                                                                                   {"image/jpeg", "jpg"},
                                                                                   {"image/png", "png"},
                                                                                   {"application/xml", "xml"},
                                                                                   {"application/zip", "zip"}}};

/// The media type decides; for one that is not in the table, the end of the file name. Empty when neither tells.
std::string file_type(const ports::LetterDocument& document) {
  for (const auto& [mime, type] : kFileTypes) {
    if (document.mime_type == mime) return std::string(type);
  }
  const auto dot = document.filnavn.rfind('.');
  if (dot == std::string::npos) return {};
  auto type = text::lower(std::string_view(document.filnavn).substr(dot + 1));
  const bool usable = type.size() <= kMaxFileType && text::all_of(type, [](char c) {
                        return text::is_lower(c) || text::is_digit(c) || c == '-' || c == '_';
                      });
  return usable ? type : std::string();
}

struct Sender {
  std::string name;
  model::Adresse address;
};

Sender sender_of(const ports::OutgoingLetter& letter, const DigipostSettings& settings) {
  return {letter.avsender_navn.empty() ? settings.sender_name : letter.avsender_navn,
          is_printable(letter.retur) ? letter.retur : settings.return_address};
}

bool can_be_printed(const ports::OutgoingLetter& letter, const Sender& sender) {
  const auto& recipient = letter.mottaker;
  return recipient.adresse && is_printable(*recipient.adresse) && is_printable(sender.address) &&
         text::has_content(recipient.navn) && text::has_content(sender.name) && text::is_utf8(recipient.navn) &&
         std::all_of(letter.dokumenter.begin(), letter.dokumenter.end(),
                     [](const auto& document) { return file_type(document) == "pdf"; });
}

Result<void> check(const ports::OutgoingLetter& letter, const Sender& sender) {
  if (letter.dokumenter.empty() || letter.dokumenter.size() > kMaxDocuments) {
    return Failure(
        bad_letter("digipost.antall_dokumenter", "Et brev i Digipost må ha fra 1 til 100 dokumenter. Del brevet opp."));
  }
  if (!text::has_content(letter.tittel)) {
    return Failure(
        bad_letter("digipost.mangler_tittel", "Brevet mangler tittel. Gi journalposten en tittel og prøv igjen."));
  }
  for (const auto& document : letter.dokumenter) {
    if (file_type(document).empty()) {
      return Failure(
          bad_letter("digipost.filtype", "Et dokument har en filtype som Digipost ikke kjenner. Send det som PDF."));
    }
    if (!text::is_utf8(letter.tittel) || !text::is_utf8(document.tittel)) {
      return Failure(
          bad_letter("digipost.tegnsett", "En tittel har tegn som ikke er gyldig UTF-8. Rett den i fagsystemet."));
    }
  }
  if (letter.is_paper && !can_be_printed(letter, sender)) {
    return Failure(
        bad_letter("digipost.kan_ikke_skrives_ut",
                   "Brevet kan ikke skrives ut: det må ha navn, full postadresse for mottaker og avsender, og "
                   "bare PDF-dokumenter. Rett mottakeren eller dokumentene."));
  }
  if (!letter.is_paper && letter.mottaker.personidentifikator.empty() && letter.mottaker.organisasjonsnummer.empty()) {
    return Failure(
        bad_letter("digipost.mangler_mottaker",
                   "Mottakeren mangler fødselsnummer eller organisasjonsnummer. Rett mottakeren i fagsystemet."));
  }
  return {};
}

void write_print_details(schemas::XmlWriter& xml, const ports::OutgoingLetter& letter, const Sender& sender) {
  xml.open("print-details");
  write_print_recipient(xml, "recipient", letter.mottaker.navn, *letter.mottaker.adresse);
  write_print_recipient(xml, "return-address", sender.name, sender.address);
  xml.element("color", "MONOCHROME").element("nondeliverable-handling", "RETURN_TO_SENDER").close();
}

/// Identification and print details together mean: digital when the recipient uses Digipost, else on paper. Print
/// details alone mean paper.
void write_recipient(schemas::XmlWriter& xml, const ports::OutgoingLetter& letter, const Sender& sender) {
  xml.open("recipient");
  if (!letter.is_paper) {
    if (!letter.mottaker.personidentifikator.empty()) {
      xml.element("personal-identification-number", letter.mottaker.personidentifikator.reveal());
    } else {
      xml.element("organisation-number", letter.mottaker.organisasjonsnummer);
    }
  }
  if (can_be_printed(letter, sender)) write_print_details(xml, letter, sender);
  xml.close();
}

std::string subject(const ports::OutgoingLetter& letter, std::size_t index) {
  if (index == 0) return one_line(letter.tittel, kMaxSubject);
  const auto& title = letter.dokumenter[index].tittel;
  if (letter.skjermet || !text::has_content(title)) return "Vedlegg " + std::to_string(index);
  return one_line(title, kMaxSubject);
}

void write_document(schemas::XmlWriter& xml, const ports::OutgoingLetter& letter, std::size_t index,
                    const DigipostSettings& settings) {
  const bool is_sensitive = letter.skjermet || letter.mottaker.er_skjermet;
  xml.open(index == 0 ? "primary-document" : "attachment")
      .element("uuid", document_uuid(letter, index))
      .element("subject", subject(letter, index))
      .element("file-type", file_type(letter.dokumenter[index]))
      .element("authentication-level", settings.authentication_level)
      .element("sensitivity-level", is_sensitive ? "SENSITIVE" : "NORMAL")
      .close();
}

}  // namespace

std::string document_uuid(const ports::OutgoingLetter& letter, std::size_t index) {
  auto uuid = letter.dokumenter[index].id;
  if (uuid.empty()) uuid = crypto::uuid_v5(letter.key.str(), std::to_string(index));
  std::transform(uuid.begin(), uuid.end(), uuid.begin(),
                 [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  return uuid;
}

Result<Message> compose_message(const ports::OutgoingLetter& letter, const DigipostSettings& settings) {
  const auto sender = sender_of(letter, settings);
  FANGST_CHECK(check(letter, sender));
  schemas::XmlWriter xml("message", kNamespace);
  xml.element("message-id", letter.key.str()).element("sender-id", std::to_string(settings.sender_id));
  write_recipient(xml, letter, sender);
  Message message;
  for (std::size_t i = 0; i < letter.dokumenter.size(); ++i) {
    write_document(xml, letter, i, settings);
    message.uuids.push_back(document_uuid(letter, i));
  }
  message.xml = xml.finish();
  return message;
}

}  // namespace fangst::digipost
