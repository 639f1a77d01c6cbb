#include "hendelse_reader.hpp"

#include <fangst/codec/intake_rules.hpp>
#include <fangst/norkart/hendelse_format.hpp>

#include <algorithm>

namespace fangst::norkart {
namespace {

constexpr std::string_view kCaseTitle = "Tilsyn fyringsanlegg";
constexpr std::size_t kMaxNamed = 8;  ///< Categories in a title.

/// Every event about one inspection has the same oppdragId, so what happened is a part of the key.
std::string key_of(const Hendelse& hendelse) {
  auto key = hendelse.oppdrag_id + '/' + std::string(hendelse.kind->name);
  if (hendelse.kind->name != "tilsyn.utfort") {
    auto numbers = hendelse.avvik;
    std::sort(numbers.begin(), numbers.end(), [](const auto& a, const auto& b) { return a.nr < b.nr; });
    for (const auto& avvik : numbers) key += (&avvik == &numbers.front() ? '/' : '-') + std::to_string(avvik.nr);
  }
  if (hendelse.versjon > 1) key += "/v" + std::to_string(hendelse.versjon);
  return key;
}

std::string title_of(const Hendelse& hendelse) {
  std::string title(hendelse.kind->title);
  std::vector<std::string_view> named;
  for (const auto& avvik : hendelse.avvik) {
    if (std::find(named.begin(), named.end(), avvik.kategori) == named.end()) named.push_back(avvik.kategori);
  }
  const std::string_view first = hendelse.kind->name == "tilsyn.utfort" ? ", avvik " : " - ";
  for (std::size_t i = 0; i < std::min(named.size(), kMaxNamed); ++i)
    title.append(i == 0 ? first : ", ").append(named[i]);
  return named.size() > kMaxNamed ? title + " m.fl." : title;
}

std::optional<model::Date> earliest_deadline(const Hendelse& hendelse) {
  std::optional<model::Date> earliest;
  if (hendelse.kind->journalposttype != "U") return earliest;
  for (const auto& avvik : hendelse.avvik) {
    if (avvik.frist && (!earliest || *avvik.frist < *earliest)) earliest = avvik.frist;
  }
  return earliest;
}

model::Saksmappe sak_of(const Hendelse& hendelse, const ports::SourceProfile& source) {
  model::Saksmappe sak;
  sak.ekstern_noekkel = {source.fagsystem, hendelse.oppdrag_id};
  sak.tittel = std::string(kCaseTitle).append(" - ").append(hendelse.eiendom.adresse);
  sak.arkivdel = source.settings.text("arkivdel");
  sak.mappetype = source.settings.text("mappetype");
  sak.administrativ_enhet = source.settings.text("administrativ_enhet");
  sak.klassifikasjon.push_back({"GNR", hendelse.eiendom.gnr_class(), hendelse.eiendom.adresse, false});
  if (const auto& kkf = source.settings.text("kkf"); !kkf.empty())
    sak.klassifikasjon.push_back({"KKF", kkf, {}, false});
  const auto& eier = hendelse.eier;
  sak.part.push_back({eier.navn, "EIER", eier.personidentifikator, eier.organisasjonsnummer, false});
  return sak;
}

model::Journalpost journalpost_of(const Hendelse& hendelse, const ports::SourceProfile& source) {
  model::Journalpost journalpost;
  journalpost.ekstern_noekkel = {source.fagsystem, key_of(hendelse)};
  journalpost.tittel = title_of(hendelse);
  journalpost.journalposttype = hendelse.kind->journalposttype;
  journalpost.dokumentets_dato = hendelse.utfort;
  journalpost.forfallsdato = earliest_deadline(hendelse);
  journalpost.administrativ_enhet = source.settings.text("administrativ_enhet");
  journalpost.saksbehandler = hendelse.utfort_av;
  auto eier = hendelse.eier;
  eier.korrespondanseparttype = hendelse.kind->journalposttype == "U" ? "EM" : "EA";
  journalpost.korrespondansepart.push_back(std::move(eier));
  return journalpost;
}

model::Dokument dokument_of(const model::Dokument& fil, const Hendelse& hendelse) {
  const bool is_main = &fil == &hendelse.filer.front();
  auto dokument = fil;
  dokument.dokumenttype = is_main                               ? hendelse.kind->dokumenttype
                          : fil.mime_type.starts_with("image/") ? "FOTO"
                                                                : "VEDLEGG";
  dokument.tilknyttet_registrering_som = is_main ? "H" : "V";
  return dokument;
}

/// Inspections are public by default; a source may be set up as shielded.
void shield(model::SubmissionContent& content, const Hendelse& hendelse, const std::string& hjemmel) {
  content.sak.skjerming = content.journalpost.skjerming = codec::skjerming_by(hjemmel, hendelse.utfort);
  content.sak.offentlig_tittel = codec::masked_title(kCaseTitle);
  content.journalpost.offentlig_tittel = codec::masked_title(hendelse.kind->title);
  for (auto& klasse : content.sak.klassifikasjon) klasse.er_skjermet = klasse.klassifikasjonssystem == "GNR";
  for (auto& part : content.sak.part) part.er_skjermet = true;
  for (auto& part : content.journalpost.korrespondansepart) part.er_skjermet = true;
}

}  // namespace

Result<ports::ParsedIntake> HendelseFormat::parse(std::string_view message, const ports::SourceProfile& source) const {
  FANGST_TRY(const auto hendelse, read_hendelse(message, source));
  const auto& hjemmel = source.settings.text("skjermingshjemmel");
  if (source.requires_skjerming && hjemmel.empty()) {
    return Failure(codec::unwanted_message("norkart", "mangler_hjemmel",
                                           "Kilden er satt opp som skjermet uten skjermingshjemmel, og da arkiveres "
                                           "ingenting. Be drift legge inn hjemmelen, og send på nytt."));
  }
  ports::ParsedIntake parsed;
  auto& content = parsed.content;
  content.external_key = model::ExternalKey(key_of(hendelse));
  content.type = hendelse.kind->submission_type;
  content.sak = sak_of(hendelse, source);
  content.journalpost = journalpost_of(hendelse, source);
  for (const auto& fil : hendelse.filer) content.dokumenter.push_back(dokument_of(fil, hendelse));
  content.forsendelse.ekspeder = hendelse.kind->journalposttype == "U";
  if (!hjemmel.empty()) shield(content, hendelse, hjemmel);
  return parsed;
}

}  // namespace fangst::norkart
