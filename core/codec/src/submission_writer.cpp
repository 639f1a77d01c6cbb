#include "submission_writer.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace fangst::codec {
namespace {

void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t done = 0;
  const auto escape = [&](std::size_t at, std::string_view replacement) {
    out.append(text, done, at - done).append(replacement);
    done = at + 1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"') escape(i, "\\\"");
    if (c == '\\') escape(i, "\\\\");
    if (c < 0x20) {
      const std::array<char, 6> code{'\\', 'u', '0', '0', kHex[c >> 4U], kHex[c & 15U]};
      escape(i, {code.data(), code.size()});
    }
  }
  out.append(text, done);
}

/// One object; members must be given in the order of their keys (bytes), which the tests check.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  std::string& member(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    out_.append(1, '"').append(key).append("\":");
    return out_;
  }
  void text(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    member(key) += '"';
    append_escaped(out_, value);
    out_ += '"';
  }
  void date(std::string_view key, const std::optional<model::Date>& value) {
    if (value) text(key, model::to_string(*value));
  }
  void flag(std::string_view key, bool value) { member(key) += value ? "true" : "false"; }
  void flag_if_set(std::string_view key, bool value) {
    if (value) flag(key, true);
  }
  void number(std::string_view key, std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    member(key).append(digits.data(), end);
  }
  template <class T, class Write>
  void list(std::string_view key, const std::vector<T>& items, Write write) {
    if (items.empty()) return;
    member(key) += '[';
    for (const auto& item : items) {
      if (&item != &items.front()) out_ += ',';
      write(out_, item);
    }
    out_ += ']';
  }

 private:
  std::string& out_;
  bool first_ = true;
};

void write(std::string& out, const model::EksternNoekkel& key) {
  ObjectWriter object(out);
  object.text("fagsystem", key.fagsystem);
  object.text("noekkel", key.noekkel);
}

void write(std::string& out, const model::Klassifikasjon& klasse) {
  ObjectWriter object(out);
  object.flag_if_set("erSkjermet", klasse.er_skjermet);
  object.text("klasseID", klasse.klasse_id);
  object.text("klassifikasjonssystem", klasse.klassifikasjonssystem);
  object.text("tittel", klasse.tittel);
}

void write(std::string& out, const model::Skjerming& skjerming) {
  ObjectWriter object(out);
  object.date("skjermingOpphoererDato", skjerming.skjerming_opphoerer_dato);
  object.text("skjermingshjemmel", skjerming.skjermingshjemmel);
  object.text("tilgangsrestriksjon", skjerming.tilgangsrestriksjon);
}

void write(std::string& out, const model::Part& part) {
  ObjectWriter object(out);
  object.flag_if_set("erSkjermet", part.er_skjermet);
  object.text("navn", part.navn);
  object.text("organisasjonsnummer", part.organisasjonsnummer);
  object.text("personidentifikator", part.personidentifikator.reveal());
  object.text("rolle", part.rolle);
}

void write(std::string& out, const model::Adresse& adresse) {
  ObjectWriter object(out);
  object.text("adresselinje1", adresse.adresselinje1);
  object.text("adresselinje2", adresse.adresselinje2);
  object.text("adresselinje3", adresse.adresselinje3);
  object.text("landkode", adresse.landkode);
  object.text("postnummer", adresse.postnummer);
  object.text("poststed", adresse.poststed);
}

void write(std::string& out, const model::Korrespondansepart& part) {
  ObjectWriter object(out);
  if (part.adresse) write(object.member("adresse"), *part.adresse);
  object.flag_if_set("erSkjermet", part.er_skjermet);
  object.text("forsendelsesmaate", part.forsendelsesmaate);
  object.text("korrespondanseparttype", part.korrespondanseparttype);
  object.text("navn", part.navn);
  object.text("organisasjonsnummer", part.organisasjonsnummer);
  object.text("personidentifikator", part.personidentifikator.reveal());
}

void write(std::string& out, const model::Dokument& dokument, Purpose purpose) {
  const bool is_known_by_hash = dokument.sjekksum.has_value() && purpose == Purpose::fingerprint;
  ObjectWriter object(out);
  object.text("dokumenttype", dokument.dokumenttype);
  object.text("filnavn", dokument.filnavn);
  if (dokument.filstoerrelse && !is_known_by_hash) object.number("filstoerrelse", *dokument.filstoerrelse);
  object.text("mimeType", dokument.mime_type);
  if (dokument.sjekksum) object.text("sjekksum", dokument.sjekksum->hex());
  object.text("tilknyttetRegistreringSom", dokument.tilknyttet_registrering_som);
  object.text("tittel", dokument.tittel);
  if (!is_known_by_hash) object.text("url", dokument.url);
  object.text("variantformat", dokument.variantformat);
}

void write(std::string& out, const model::Saksmappe& sak) {
  ObjectWriter object(out);
  object.text("administrativEnhet", sak.administrativ_enhet);
  object.text("arkivdel", sak.arkivdel);
  write(object.member("eksternNoekkel"), sak.ekstern_noekkel);
  object.list("klassifikasjon", sak.klassifikasjon, [](auto& to, const auto& klasse) { write(to, klasse); });
  object.text("mappetype", sak.mappetype);
  object.text("offentligTittel", sak.offentlig_tittel);
  object.list("part", sak.part, [](auto& to, const auto& part) { write(to, part); });
  object.text("saksansvarlig", sak.saksansvarlig);
  if (sak.skjerming) write(object.member("skjerming"), *sak.skjerming);
  object.text("tittel", sak.tittel);
}

void write(std::string& out, const model::Journalpost& journalpost) {
  ObjectWriter object(out);
  object.text("administrativEnhet", journalpost.administrativ_enhet);
  object.date("dokumentetsDato", journalpost.dokumentets_dato);
  const auto& key = journalpost.ekstern_noekkel;
  if (!key.noekkel.empty()) write(object.member("eksternNoekkel"), key);
  object.date("forfallsdato", journalpost.forfallsdato);
  object.text("journalposttype", journalpost.journalposttype);
  object.list("korrespondansepart", journalpost.korrespondansepart,
              [](auto& to, const auto& part) { write(to, part); });
  object.text("offentligTittel", journalpost.offentlig_tittel);
  object.text("saksbehandler", journalpost.saksbehandler);
  if (journalpost.skjerming) write(object.member("skjerming"), *journalpost.skjerming);
  object.text("tittel", journalpost.tittel);
}

void write(std::string& out, const model::DispatchWish& wish) {
  ObjectWriter object(out);
  object.flag("ekspeder", wish.ekspeder);
  object.text("innhold", wish.innhold == model::LetterKind::enkeltvedtak ? "enkeltvedtak" : "servicemelding");
}

}  // namespace

std::string write_submission(const model::SubmissionContent& content, Purpose purpose) {
  std::string out;
  out.reserve(2048);
  {
    ObjectWriter object(out);
    object.list("dokumenter", content.dokumenter,
                [purpose](auto& to, const auto& dokument) { write(to, dokument, purpose); });
    object.text("eksternNoekkel", content.external_key.str());
    write(object.member("forsendelse"), content.forsendelse);
    write(object.member("journalpost"), content.journalpost);
    write(object.member("sak"), content.sak);
    object.text("type", content.type);
  }
  return out;
}

}  // namespace fangst::codec
