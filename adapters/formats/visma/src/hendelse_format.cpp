#include "hendelse_reader.hpp"

#include <fangst/codec/intake_rules.hpp>
#include <fangst/visma/hendelse_format.hpp>

namespace fangst::visma {
namespace {

std::optional<model::Skjerming> skjerming_of(const Hendelse& hendelse) {
  if (!hendelse.is_shielded) return std::nullopt;
  return codec::skjerming_by(hendelse.hjemmel, hendelse.dato);
}

std::vector<model::Klassifikasjon> classes_of(const Hendelse& hendelse, const ports::SourceProfile& source) {
  std::vector<model::Klassifikasjon> classes{{"FNR", hendelse.gjelder.fnr.reveal(), hendelse.gjelder.navn, true}};
  const auto& of_fag = source.settings.text("kkf.<fag>", std::string(hendelse.fag->name));
  const auto& kkf = of_fag.empty() ? source.settings.text("kkf") : of_fag;
  if (!kkf.empty()) classes.push_back({"KKF", kkf, {}, false});
  return classes;
}

std::string arkivdel_of(const Fag& fag, const ports::SettingValues& settings) {
  if (const auto& of_fag = settings.text("arkivdel.<fag>", std::string(fag.name)); !of_fag.empty()) return of_fag;
  const auto& of_all = settings.text("arkivdel");
  return of_all.empty() ? std::string(fag.arkivdel) : of_all;
}

model::Saksmappe sak_of(const Hendelse& hendelse, const ports::SourceProfile& source) {
  const auto& fag = *hendelse.fag;
  const std::string standard_title(fag.mappe_tittel);
  model::Saksmappe sak;
  sak.ekstern_noekkel = {source.fagsystem, hendelse.sak.id};
  sak.tittel = (hendelse.sak.tittel.empty() ? standard_title : hendelse.sak.tittel) + " - " + hendelse.gjelder.navn;
  // Of our own words alone: what the specialist system calls the case may hold the name.
  sak.offentlig_tittel = codec::masked_title(fag.mappe_tittel);
  sak.arkivdel = arkivdel_of(fag, source.settings);
  const auto& mappetype = source.settings.text("mappetype.<sakstype>", hendelse.sak.type);
  sak.mappetype = mappetype.empty() ? standard_title : mappetype;
  sak.administrativ_enhet = hendelse.sak.enhet;
  sak.saksansvarlig = hendelse.sak.saksbehandler;
  sak.klassifikasjon = classes_of(hendelse, source);
  sak.skjerming = skjerming_of(hendelse);
  sak.part.push_back({hendelse.gjelder.navn, "KLI", hendelse.gjelder.fnr, {}, true});
  return sak;
}

model::Korrespondansepart part_of(model::Korrespondansepart aktoer, std::string type) {
  aktoer.korrespondanseparttype = std::move(type);
  aktoer.er_skjermet = !aktoer.personidentifikator.empty();
  return aktoer;
}

model::Journalpost journalpost_of(const Hendelse& hendelse, const ports::SourceProfile& source) {
  model::Journalpost journalpost;
  journalpost.ekstern_noekkel = {source.fagsystem, hendelse.dokument_key};
  journalpost.tittel = hendelse.dokument_tittel + " - " + hendelse.gjelder.navn;
  journalpost.offentlig_tittel = codec::masked_title(hendelse.kind->public_word);
  journalpost.journalposttype = journalposttype_of(hendelse.retning);
  journalpost.dokumentets_dato = hendelse.dato;
  journalpost.administrativ_enhet = hendelse.sak.enhet;
  journalpost.saksbehandler = hendelse.sak.saksbehandler;
  journalpost.skjerming = skjerming_of(hendelse);
  for (const auto& mottaker : hendelse.mottakere) {
    journalpost.korrespondansepart.push_back(part_of(mottaker.part, mottaker.relasjon == "KOPI" ? "EK" : "EM"));
  }
  if (hendelse.avsender) journalpost.korrespondansepart.push_back(part_of(*hendelse.avsender, "EA"));
  return journalpost;
}

bool is_main(const model::Dokument& fil) { return fil.tilknyttet_registrering_som == "H"; }

model::Dokument dokument_of(model::Dokument fil, const Hendelse& hendelse) {
  if (fil.tittel.empty()) fil.tittel = is_main(fil) ? hendelse.dokument_tittel : fil.filnavn;
  fil.dokumenttype = is_main(fil) ? hendelse.kind->dokumenttype : "VEDLEGG";
  return fil;
}

/// Chooses the pipeline: what is sent on, what came in, what stays here.
std::string submission_type(const Hendelse& hendelse) {
  if (hendelse.retning == "INN") return "inngaaende";
  if (hendelse.retning == "INT") return "notat";
  return hendelse.kind->dokumenttype == "VEDTAK" ? "vedtak" : "dokument";
}

}  // namespace

Result<ports::ParsedIntake> HendelseFormat::parse(std::string_view message, const ports::SourceProfile& source) const {
  FANGST_TRY(const auto hendelse, read_hendelse(message, source));
  ports::ParsedIntake parsed;
  auto& content = parsed.content;
  content.external_key = model::ExternalKey(hendelse.dokument_key);
  content.type = submission_type(hendelse);
  content.sak = sak_of(hendelse, source);
  content.journalpost = journalpost_of(hendelse, source);
  for (const bool main_first : {true, false}) {
    for (const auto& fil : hendelse.filer) {
      if (is_main(fil) == main_first) content.dokumenter.push_back(dokument_of(fil, hendelse));
    }
  }
  content.forsendelse.ekspeder = hendelse.retning == "UT";
  return parsed;
}

}  // namespace fangst::visma
