#include "tables.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace fangst::archive {
namespace {

constexpr auto kText = sql::ColumnType::text;
constexpr auto kNumber = sql::ColumnType::integer;

}  // namespace

Table::Table(std::string name, std::vector<Column> columns, const std::string& found_by, const std::string& order)
    : name_(std::move(name)), columns_(std::move(columns)) {
  std::string names;
  std::string places;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string comma = i == 0 ? "" : ", ";
    names += comma + columns_[i].name;
    places += comma + ":" + std::to_string(i + 1);
    types_.push_back(columns_[i].type);
  }
  insert_ = "INSERT INTO " + name_ + " (" + names + ") VALUES (" + places + ")";
  select_ = "SELECT " + names + " FROM " + name_ + " WHERE " + found_by + " = :1 ORDER BY " + order;
}

void Table::write(sql::Transaction& tx, audit::RowDigest& digest, std::span<sql::Cell> cells) const {
  const auto is_column = [](const sql::Cell& cell, const Column& column) {
    return std::string_view(cell.column) == column.name;
  };
  if (!std::equal(cells.begin(), cells.end(), columns_.begin(), columns_.end(), is_column)) {
    throw std::logic_error("a row of " + name_ + " has not the columns of the table");
  }
  std::vector<sql::Value> row;
  row.reserve(cells.size());
  for (auto& cell : cells) row.push_back(std::move(cell.value));
  tx.execute(insert_, row);
  digest.add_row(row);
}

std::vector<std::vector<sql::Value>> Table::rows_of(sql::Session& session, const std::string& key) const {
  const sql::Value parameters[] = {key};
  return session.fetch(select_, parameters, types_);
}

std::size_t Table::index_of(const std::string& column) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == column) return i;
  }
  throw std::logic_error(name_ + " has no column " + column);
}

const Table& saksmapper() {
  static const Table table("saksmappe",
                           {{"system_id", kText},
                            {"fagsystem", kText},
                            {"noekkel", kText},
                            {"saksaar", kNumber},
                            {"sakssekvensnummer", kNumber},
                            {"saksdato", kText},
                            {"saksstatus", kText},
                            {"tittel", kText},
                            {"offentlig_tittel", kText},
                            {"arkivdel", kText},
                            {"mappetype", kText},
                            {"administrativ_enhet", kText},
                            {"saksansvarlig", kText},
                            {"tilgangsrestriksjon", kText},
                            {"skjermingshjemmel", kText},
                            {"skjerming_opphoerer_dato", kText},
                            {"opprettet_dato", kNumber},
                            {"opprettet_av", kText}},
                           "system_id", "system_id");
  return table;
}

const Table& klassifikasjoner() {
  static const Table table("klassifikasjon",
                           {{"saksmappe", kText},
                            {"rekkefoelge", kNumber},
                            {"klassifikasjonssystem", kText},
                            {"klasse_id", kText},
                            {"tittel", kText},
                            {"er_skjermet", kNumber}},
                           "saksmappe", "rekkefoelge");
  return table;
}

const Table& parter() {
  static const Table table("part",
                           {{"saksmappe", kText},
                            {"rekkefoelge", kNumber},
                            {"navn", kText},
                            {"rolle", kText},
                            {"personidentifikator", kText},
                            {"organisasjonsnummer", kText},
                            {"er_skjermet", kNumber}},
                           "saksmappe", "rekkefoelge");
  return table;
}

const Table& journalposter() {
  static const Table table("journalpost",
                           {{"system_id", kText},
                            {"saksmappe", kText},
                            {"kilde", kText},
                            {"kildenoekkel", kText},
                            {"fagsystem", kText},
                            {"noekkel", kText},
                            {"journalaar", kNumber},
                            {"journalsekvensnummer", kNumber},
                            {"journalpostnummer", kNumber},
                            {"journalposttype", kText},
                            {"journalstatus", kText},
                            {"journaldato", kText},
                            {"tittel", kText},
                            {"offentlig_tittel", kText},
                            {"dokumentets_dato", kText},
                            {"mottatt_dato", kNumber},
                            {"forfallsdato", kText},
                            {"administrativ_enhet", kText},
                            {"saksbehandler", kText},
                            {"tilgangsrestriksjon", kText},
                            {"skjermingshjemmel", kText},
                            {"skjerming_opphoerer_dato", kText},
                            {"opprettet_dato", kNumber},
                            {"opprettet_av", kText}},
                           "system_id", "system_id");
  return table;
}

const Table& korrespondanseparter() {
  static const Table table("korrespondansepart",
                           {{"journalpost", kText},
                            {"rekkefoelge", kNumber},
                            {"korrespondanseparttype", kText},
                            {"navn", kText},
                            {"personidentifikator", kText},
                            {"organisasjonsnummer", kText},
                            {"adresselinje1", kText},
                            {"adresselinje2", kText},
                            {"adresselinje3", kText},
                            {"postnummer", kText},
                            {"poststed", kText},
                            {"landkode", kText},
                            {"forsendelsesmaate", kText},
                            {"er_skjermet", kNumber}},
                           "journalpost", "rekkefoelge");
  return table;
}

const Table& dokumentbeskrivelser() {
  static const Table table("dokumentbeskrivelse",
                           {{"system_id", kText},
                            {"journalpost", kText},
                            {"dokumentnummer", kNumber},
                            {"tilknyttet_registrering_som", kText},
                            {"dokumenttype", kText},
                            {"dokumentstatus", kText},
                            {"tittel", kText},
                            {"opprettet_dato", kNumber},
                            {"opprettet_av", kText},
                            {"tilknyttet_dato", kNumber},
                            {"tilknyttet_av", kText}},
                           "journalpost", "dokumentnummer");
  return table;
}

const Table& dokumentobjekter() {
  static const Table table("dokumentobjekt",
                           {{"system_id", kText},
                            {"dokumentbeskrivelse", kText},
                            {"versjonsnummer", kNumber},
                            {"variantformat", kText},
                            {"filnavn", kText},
                            {"mime_type", kText},
                            {"sjekksum", kText},
                            {"sjekksum_algoritme", kText},
                            {"filstoerrelse", kNumber},
                            {"opprettet_dato", kNumber},
                            {"opprettet_av", kText}},
                           "dokumentbeskrivelse", "versjonsnummer, variantformat");
  return table;
}

}  // namespace fangst::archive
