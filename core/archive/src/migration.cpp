#include "archive_check.hpp"

#include <fangst/archive/embedded_archive.hpp>

namespace fangst::archive {
namespace {

constexpr const char* kFirst = R"sql(
CREATE TABLE nummerserie (
  navn TEXT NOT NULL,
  aar BIGINT NOT NULL,
  neste BIGINT NOT NULL,
  PRIMARY KEY (navn, aar)
);
CREATE TABLE saksmappe (
  system_id TEXT PRIMARY KEY,
  fagsystem TEXT NOT NULL,
  noekkel TEXT NOT NULL,
  saksaar BIGINT NOT NULL,
  sakssekvensnummer BIGINT NOT NULL,
  saksdato TEXT NOT NULL,
  saksstatus TEXT NOT NULL,
  tittel TEXT NOT NULL,
  offentlig_tittel TEXT NOT NULL,
  arkivdel TEXT NOT NULL,
  mappetype TEXT NOT NULL,
  administrativ_enhet TEXT NOT NULL,
  saksansvarlig TEXT NOT NULL,
  tilgangsrestriksjon TEXT,
  skjermingshjemmel TEXT,
  skjerming_opphoerer_dato TEXT,
  opprettet_dato BIGINT NOT NULL,
  opprettet_av TEXT NOT NULL,
  neste_journalpostnummer BIGINT NOT NULL DEFAULT 2,
  UNIQUE (fagsystem, noekkel),
  UNIQUE (saksaar, sakssekvensnummer)
);
CREATE TABLE klassifikasjon (
  saksmappe TEXT NOT NULL,
  rekkefoelge BIGINT NOT NULL,
  klassifikasjonssystem TEXT NOT NULL,
  klasse_id TEXT NOT NULL,
  tittel TEXT NOT NULL,
  er_skjermet BIGINT NOT NULL,
  PRIMARY KEY (saksmappe, rekkefoelge)
);
CREATE TABLE part (
  saksmappe TEXT NOT NULL,
  rekkefoelge BIGINT NOT NULL,
  navn TEXT NOT NULL,
  rolle TEXT NOT NULL,
  personidentifikator TEXT NOT NULL,
  organisasjonsnummer TEXT NOT NULL,
  er_skjermet BIGINT NOT NULL,
  PRIMARY KEY (saksmappe, rekkefoelge)
);
CREATE TABLE journalpost (
  system_id TEXT PRIMARY KEY,
  saksmappe TEXT NOT NULL,
  kilde TEXT NOT NULL,
  kildenoekkel TEXT NOT NULL,
  fagsystem TEXT NOT NULL,
  noekkel TEXT NOT NULL,
  journalaar BIGINT NOT NULL,
  journalsekvensnummer BIGINT NOT NULL,
  journalpostnummer BIGINT NOT NULL,
  journalposttype TEXT NOT NULL,
  journalstatus TEXT NOT NULL,
  journaldato TEXT NOT NULL,
  tittel TEXT NOT NULL,
  offentlig_tittel TEXT NOT NULL,
  dokumentets_dato TEXT,
  mottatt_dato BIGINT,
  sendt_dato BIGINT,
  forfallsdato TEXT,
  administrativ_enhet TEXT NOT NULL,
  saksbehandler TEXT NOT NULL,
  tilgangsrestriksjon TEXT,
  skjermingshjemmel TEXT,
  skjerming_opphoerer_dato TEXT,
  opprettet_dato BIGINT NOT NULL,
  opprettet_av TEXT NOT NULL,
  UNIQUE (kilde, kildenoekkel),
  UNIQUE (journalaar, journalsekvensnummer),
  UNIQUE (saksmappe, journalpostnummer)
);
CREATE TABLE korrespondansepart (
  journalpost TEXT NOT NULL,
  rekkefoelge BIGINT NOT NULL,
  korrespondanseparttype TEXT NOT NULL,
  navn TEXT NOT NULL,
  personidentifikator TEXT NOT NULL,
  organisasjonsnummer TEXT NOT NULL,
  adresselinje1 TEXT,
  adresselinje2 TEXT,
  adresselinje3 TEXT,
  postnummer TEXT,
  poststed TEXT,
  landkode TEXT,
  forsendelsesmaate TEXT NOT NULL,
  er_skjermet BIGINT NOT NULL,
  PRIMARY KEY (journalpost, rekkefoelge)
);
CREATE TABLE dokumentbeskrivelse (
  system_id TEXT PRIMARY KEY,
  journalpost TEXT NOT NULL,
  dokumentnummer BIGINT NOT NULL,
  tilknyttet_registrering_som TEXT NOT NULL,
  dokumenttype TEXT NOT NULL,
  dokumentstatus TEXT NOT NULL,
  tittel TEXT NOT NULL,
  opprettet_dato BIGINT NOT NULL,
  opprettet_av TEXT NOT NULL,
  tilknyttet_dato BIGINT NOT NULL,
  tilknyttet_av TEXT NOT NULL,
  UNIQUE (journalpost, dokumentnummer)
);
CREATE TABLE dokumentobjekt (
  system_id TEXT PRIMARY KEY,
  dokumentbeskrivelse TEXT NOT NULL,
  versjonsnummer BIGINT NOT NULL,
  variantformat TEXT NOT NULL,
  filnavn TEXT NOT NULL,
  mime_type TEXT NOT NULL,
  sjekksum TEXT NOT NULL,
  sjekksum_algoritme TEXT NOT NULL,
  filstoerrelse BIGINT NOT NULL,
  opprettet_dato BIGINT NOT NULL,
  opprettet_av TEXT NOT NULL,
  UNIQUE (dokumentbeskrivelse, versjonsnummer, variantformat)
);
CREATE INDEX dokumentobjekt_sjekksum ON dokumentobjekt (sjekksum);
CREATE TABLE endringslogg (
  id {id},
  arkivenhet TEXT NOT NULL,
  metadata TEXT NOT NULL,
  endret_dato BIGINT NOT NULL,
  endret_av TEXT NOT NULL,
  tidligere_verdi TEXT,
  ny_verdi TEXT
);
CREATE INDEX endringslogg_arkivenhet ON endringslogg (arkivenhet);
)sql";

}  // namespace

audit::ModuleTables tables() { return {{"archive-001", kFirst}, check_archive}; }

}  // namespace fangst::archive
