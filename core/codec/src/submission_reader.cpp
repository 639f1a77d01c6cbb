#include "submission_reader.hpp"

#include <fangst/codec/party_fields.hpp>
#include <fangst/codec/text_checks.hpp>
#include <fangst/text/ascii.hpp>
#include <fangst/text/identity_numbers.hpp>

#include <algorithm>
#include <unordered_set>

namespace fangst::codec {
namespace {

constexpr std::size_t kTitle = 500, kName = 200, kCode = 100, kShortCode = 50, kHjemmel = 300;
constexpr std::size_t kMaxDocuments = 1000, kMaxParts = 500, kMaxClasses = 20;
constexpr std::uint64_t kMaxFileSize = 1ULL << 40U;  // 1 TiB

using Codes = std::vector<std::string_view>;

class SubmissionReader {
 public:
  explicit SubmissionReader(model::IdentityRealm realm) : realm_(realm) {}

  void read(JsonObject& in, model::SubmissionContent& to) {
    to.external_key = model::ExternalKey(in.checked("eksternNoekkel", 200, Need::required, fault_of_external_key));
    to.type = in.checked("type", kShortCode, Need::required, fault_of_type);
    in.object("sak", Need::required, [&](JsonObject& o) { read(o, to.sak); });
    in.object("forsendelse", Need::optional, [&](JsonObject& o) { read(o, to.forsendelse); });
    in.object("journalpost", Need::required, [&](JsonObject& o) { read(o, to.journalpost, to.forsendelse.ekspeder); });
    in.each("dokumenter", kMaxDocuments, Need::required,
            [&](JsonObject& o) { read(o, to.dokumenter.emplace_back(), o.index() == 0U); });
    if (in.doubts()) check_documents(in, to.dokumenter);
  }

 private:
  static std::string_view fault_of_type(std::string_view type) {
    const auto is_word = [](char c) { return text::is_lower(c) || text::is_digit(c) || c == '-' || c == '_'; };
    if (text::all_of(type, is_word) && type.front() >= 'a') return {};
    return "Typen skal være ett ord med små bokstaver a-z, for eksempel vedtak eller tilsynsrapport.";
  }

  static std::string_view fault_of_public_title(std::string_view title) {
    if (!text::contains_foedselsnummer(title)) return {};
    return "Den offentlige tittelen inneholder et fødselsnummer. Skriv ***** i stedet.";
  }

  void read(JsonObject& in, model::Saksmappe& sak) {
    in.object("eksternNoekkel", Need::required, [&](JsonObject& o) { read(o, sak.ekstern_noekkel); });
    sak.tittel = in.text("tittel", kTitle, Need::required);
    sak.offentlig_tittel = in.checked("offentligTittel", kTitle, Need::optional, fault_of_public_title);
    sak.arkivdel = in.text("arkivdel", kCode, Need::required);
    sak.mappetype = in.text("mappetype", kCode);
    sak.administrativ_enhet = in.text("administrativEnhet", kName);
    sak.saksansvarlig = in.text("saksansvarlig", kName);
    in.each("klassifikasjon", kMaxClasses, Need::optional,
            [&](JsonObject& o) { read(o, sak.klassifikasjon.emplace_back()); });
    in.object("skjerming", Need::optional, [&](JsonObject& o) { read(o, sak.skjerming.emplace()); });
    in.each("part", kMaxParts, Need::optional, [&](JsonObject& o) { read(o, sak.part.emplace_back()); });
  }

  void read(JsonObject& in, model::Journalpost& journalpost, bool is_dispatched) {
    in.object("eksternNoekkel", Need::optional, [&](JsonObject& o) { read(o, journalpost.ekstern_noekkel); });
    journalpost.tittel = in.text("tittel", kTitle, Need::required);
    journalpost.offentlig_tittel = in.checked("offentligTittel", kTitle, Need::optional, fault_of_public_title);
    static const Codes kTypes{"I", "U", "N", "X", "S"};
    journalpost.journalposttype = in.code("journalposttype", kTypes, Need::required);
    journalpost.dokumentets_dato = in.date("dokumentetsDato");
    journalpost.forfallsdato = in.date("forfallsdato");
    journalpost.administrativ_enhet = in.text("administrativEnhet", kName);
    journalpost.saksbehandler = in.text("saksbehandler", kName);
    in.object("skjerming", Need::optional, [&](JsonObject& o) { read(o, journalpost.skjerming.emplace()); });
    in.each("korrespondansepart", kMaxParts, Need::optional,
            [&](JsonObject& o) { read(o, journalpost.korrespondansepart.emplace_back(), is_dispatched); });
    if (in.doubts() && is_dispatched) check_dispatch(in, journalpost);
  }

  static void read(JsonObject& in, model::EksternNoekkel& key) {
    key.fagsystem = in.text("fagsystem", kCode);
    key.noekkel = in.checked("noekkel", 200, Need::required, fault_of_external_key);
  }

  void read(JsonObject& in, model::Klassifikasjon& klasse) const {
    klasse.klassifikasjonssystem = in.text("klassifikasjonssystem", kShortCode, Need::required);
    klasse.klasse_id = in.text("klasseID", kCode, Need::required);
    klasse.tittel = in.text("tittel", kTitle);
    const bool holds_person = klasse.klassifikasjonssystem == "FNR";
    klasse.er_skjermet = in.flag("erSkjermet").value_or(holds_person && in.doubts());
    if (!in.doubts() || !holds_person || klasse.klasse_id.empty()) return;
    if (!klasse.er_skjermet) in.fault("erSkjermet", "En klasse med fødselsnummer skal alltid være skjermet.");
    expect(in, "klasseID", fault_of_foedselsnummer(klasse.klasse_id, realm_));
  }

  static void read(JsonObject& in, model::Skjerming& skjerming) {
    skjerming.tilgangsrestriksjon = in.text("tilgangsrestriksjon", kShortCode, Need::required);
    skjerming.skjermingshjemmel = in.text("skjermingshjemmel", kHjemmel, Need::required);
    skjerming.skjerming_opphoerer_dato = in.date("skjermingOpphoererDato");
  }

  void read(JsonObject& in, model::Part& part) const {
    part.navn = in.text("navn", kName, Need::required);
    part.rolle = in.text("rolle", kCode);
    part.er_skjermet = in.flag("erSkjermet").value_or(false);
    read_identity(in, part.personidentifikator, part.organisasjonsnummer);
  }

  void read(JsonObject& in, model::Korrespondansepart& part, bool is_dispatched) const {
    static const Codes kTypes{"EA", "EM", "EK", "IA", "IM", "IK"};
    part.korrespondanseparttype = in.code("korrespondanseparttype", kTypes, Need::required);
    part.navn = in.text("navn", kName, Need::required);
    part.forsendelsesmaate = in.text("forsendelsesmaate", kCode);
    part.er_skjermet = in.flag("erSkjermet").value_or(false);
    read_identity(in, part.personidentifikator, part.organisasjonsnummer);
    part.adresse = read_adresse(in, "adresse");
    if (in.doubts() && is_dispatched && part.is_letter_recipient() && !in.has("personidentifikator") &&
        !in.has("organisasjonsnummer") && !in.has("adresse")) {
      in.fault("Mottakeren kan ikke nås. Oppgi personidentifikator, organisasjonsnummer eller adresse.");
    }
  }

  void read_identity(JsonObject& in, model::PersonIdentifier& person, std::string& organisation) const {
    person = read_foedselsnummer(in, "personidentifikator", Need::optional, realm_);
    organisation = read_organisasjonsnummer(in, "organisasjonsnummer", Need::optional);
    if (in.doubts() && in.has("personidentifikator") && in.has("organisasjonsnummer")) {
      in.fault("organisasjonsnummer", "Oppgi enten personidentifikator eller organisasjonsnummer, ikke begge.");
    }
  }

  static void read(JsonObject& in, model::Dokument& dokument, bool is_first) {
    static const Codes kRoles{"H", "V"};
    static const Codes kVariants{"A", "P", "O", "S"};
    dokument.tittel = in.text("tittel", kTitle, Need::required);
    dokument.dokumenttype = in.text("dokumenttype", kShortCode);
    dokument.tilknyttet_registrering_som = or_else(in.code("tilknyttetRegistreringSom", kRoles), is_first ? "H" : "V");
    dokument.variantformat = or_else(in.code("variantformat", kVariants), "A");
    dokument.filnavn = in.checked("filnavn", 200, Need::required, fault_of_filnavn);
    dokument.mime_type = in.checked("mimeType", 201, Need::required, fault_of_mime_type);
    dokument.filstoerrelse = in.number("filstoerrelse", 1, kMaxFileSize);
    dokument.url = in.checked("url", 2000, Need::optional, fault_of_url);
    if (const auto hash = in.text("sjekksum", 64); !hash.empty()) {
      dokument.sjekksum = model::Sha256::from_hex(hash);
      if (!dokument.sjekksum) in.fault("sjekksum", "Sjekksummen skal være SHA-256 med 64 heksadesimale tegn.");
    }
  }

  static void read(JsonObject& in, model::DispatchWish& wish) {
    static const Codes kKinds{"enkeltvedtak", "servicemelding"};
    wish.ekspeder = in.flag("ekspeder").value_or(false);
    wish.innhold = in.code("innhold", kKinds) == "servicemelding" ? model::LetterKind::servicemelding
                                                                  : model::LetterKind::enkeltvedtak;
  }

  static void check_dispatch(JsonObject& in, const model::Journalpost& journalpost) {
    if (!journalpost.journalposttype.empty() && journalpost.journalposttype != "U") {
      in.fault("journalposttype", "Bare utgående journalposter (U) kan ekspederes.");
    }
    const auto& parts = journalpost.korrespondansepart;
    if (std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part.is_letter_recipient(); })) {
      in.fault("korrespondansepart", "Det skal ekspederes, men ingen mottaker (EM eller EK) er oppgitt.");
    }
  }

  /// The first is the hoveddokument; it may have several variants, and every file has a name of its own.
  static void check_documents(JsonObject& in, const std::vector<model::Dokument>& dokumenter) {
    std::unordered_set<std::string_view> names, variants;
    for (std::size_t i = 0; i < dokumenter.size(); ++i) {
      const auto& dokument = dokumenter[i];
      if (!dokument.filnavn.empty() && !names.insert(dokument.filnavn).second) {
        in.fault_at("dokumenter", i, "filnavn", "Filnavnet er brukt to ganger. Gi hver fil sitt eget navn.");
      }
      const bool is_main = dokument.tilknyttet_registrering_som == "H";
      if (i == 0 && !is_main) {
        in.fault_at("dokumenter", i, "tilknyttetRegistreringSom",
                    "Det første dokumentet skal være hoveddokumentet (H).");
      }
      if (is_main && !variants.insert(dokument.variantformat).second) {
        in.fault_at("dokumenter", i, "tilknyttetRegistreringSom", "Det kan bare være ett hoveddokument (H).");
      }
    }
  }

  static std::string or_else(const std::string& value, std::string_view fallback) {
    return value.empty() ? std::string(fallback) : value;
  }

  static void expect(JsonObject& in, std::string_view key, std::string_view message) {
    if (!message.empty()) in.fault(key, message);
  }

  model::IdentityRealm realm_;
};

}  // namespace

model::SubmissionContent read_submission(JsonObject& in, model::IdentityRealm realm) {
  model::SubmissionContent content;
  SubmissionReader(realm).read(in, content);
  return content;
}

}  // namespace fangst::codec
