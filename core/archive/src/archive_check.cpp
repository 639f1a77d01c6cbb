#include "archive_check.hpp"

#include "change_log.hpp"
#include "tables.hpp"

#include <fangst/model/timestamp.hpp>

#include <nlohmann/json.hpp>

namespace fangst::archive {
namespace {

using nlohmann::json;
using sql::Value;
using OptionalText = std::optional<std::string>;

/// What the change log says of one element of one arkivenhet.
struct Changed {
  Value first_old, last_new;
  bool any = false;
};

Changed changes_of(sql::Session& session, const std::string& arkivenhet, const std::string& metadata) {
  Changed changed;
  for (auto& [before, after] : session.query<OptionalText, OptionalText>(
           "SELECT tidligere_verdi, ny_verdi FROM endringslogg WHERE arkivenhet = :1 AND metadata = :2 ORDER BY id",
           arkivenhet, metadata)) {
    if (!changed.any) changed.first_old = sql::to_value(before);
    changed.last_new = sql::to_value(after);
    changed.any = true;
  }
  return changed;
}

class ArchiveCheck {
 public:
  ArchiveCheck(sql::Session& session, audit::Faults& faults) : session_(session), faults_(faults) {}

  void run() {
    each("archive.saksmappe", [this](const json& body) { check_saksmappe(body); });
    each("archive.journalpost", [this](const json& body) { check_journalpost(body); });
    each("archive.endret", [this](const json& body) { check_change(body); });
    check_counts();
    const audit::Snapshot snapshot(session_);
    check_nothing_loose();
    check_numbers();
  }

 private:
  template <class Check>
  void each(const std::string& kind, const Check& check) {
    audit::each_entry(session_, kind, [&](const audit::LogEntry& entry) { check(json::parse(entry.body)); });
  }

  void check_saksmappe(const json& body) {
    const std::string id = body.at("saksmappe");
    auto rows = saksmapper().rows_of(session_, id);
    if (rows.empty()) return faults_.add("Saksmappe " + id + " er slettet.");
    undo(rows.front(), saksmapper(), id, "saksstatus");
    audit::RowDigest digest;
    digest.add_row(rows.front());
    add_all(digest, klassifikasjoner(), id);
    add_all(digest, parter(), id);
    if (digest.hex() != body.at("rows")) faults_.add("Saksmappe " + id + " er endret etter at den ble arkivert.");
    const auto [next, count] = session_
                                   .query<std::int64_t, std::int64_t>(
                                       "SELECT neste_journalpostnummer, (SELECT COUNT(*) FROM journalpost WHERE "
                                       "journalpost.saksmappe = saksmappe.system_id) FROM saksmappe WHERE system_id = "
                                       ":1",
                                       id)
                                   .at(0);
    if (next != count + 1) faults_.add("Saksmappe " + id + " har feil neste journalpostnummer.");
  }

  void check_journalpost(const json& body) {
    const std::string id = body.at("journalpost");
    auto rows = journalposter().rows_of(session_, id);
    if (rows.empty()) return faults_.add("Journalpost " + id + " er slettet.");
    undo(rows.front(), journalposter(), id, "journalstatus");
    check_sent(id);
    audit::RowDigest digest;
    digest.add_row(rows.front());
    add_all(digest, korrespondanseparter(), id);
    for (const auto& description : dokumentbeskrivelser().rows_of(session_, id)) {
      digest.add_row(description);
      add_all(digest, dokumentobjekter(), std::get<std::string>(description.front()));
    }
    if (digest.hex() != body.at("rows")) faults_.add("Journalpost " + id + " er endret etter at den ble arkivert.");
  }

  /// Puts back what was captured, when the row says what the change log says. The element is named as its column.
  void undo(std::vector<Value>& row, const Table& table, const std::string& arkivenhet, const std::string& metadata) {
    const auto changed = changes_of(session_, arkivenhet, metadata);
    if (!changed.any) return;
    auto& value = row.at(table.index_of(metadata));
    if (value != changed.last_new) faults_.add(table.name() + " " + arkivenhet + " har feil " + metadata + ".");
    value = changed.first_old;
  }

  /// Nothing is sent at capture, so the change log alone tells.
  void check_sent(const std::string& id) {
    const auto sent =
        session_.query<std::optional<std::int64_t>>("SELECT sendt_dato FROM journalpost WHERE system_id = :1", id);
    const auto& millis = std::get<0>(sent.at(0));
    const auto text = millis ? Value(model::to_rfc3339(model::from_millis(*millis))) : Value{};
    if (text != changes_of(session_, id, "sendtDato").last_new) {
      faults_.add("Journalpost " + id + " har feil sendtDato.");
    }
  }

  void add_all(audit::RowDigest& digest, const Table& table, const std::string& key) {
    for (const auto& row : table.rows_of(session_, key)) digest.add_row(row);
  }

  void check_change(const json& body) {
    const auto id = body.at("id").get<std::int64_t>();
    const auto rows = session_.query<std::string, std::string, std::int64_t, std::string, OptionalText, OptionalText>(
        "SELECT arkivenhet, metadata, endret_dato, endret_av, tidligere_verdi, ny_verdi FROM endringslogg WHERE id = "
        ":1",
        id);
    if (rows.empty()) return faults_.add("Linje " + std::to_string(id) + " i endringsloggen er slettet.");
    const auto& [arkivenhet, metadata, at, by, before, after] = rows.front();
    if (digest_of(id, at, {arkivenhet, metadata, by, before, after}) != body.at("row")) {
      faults_.add("Linje " + std::to_string(id) + " i endringsloggen er endret.");
    }
  }

  void check_counts() {
    audit::compare_count(session_, faults_, "saksmappe", {"archive.saksmappe"});
    audit::compare_count(session_, faults_, "journalpost", {"archive.journalpost"});
    audit::compare_count(session_, faults_, "endringslogg", {"archive.endret"});
  }

  void check_nothing_loose() {
    struct Belonging {
      std::string table, parent;  // The table has a column of its parent's name.
    };
    std::int64_t loose = 0;
    for (const auto& [table, parent] : {Belonging{"klassifikasjon", "saksmappe"},
                                        {"part", "saksmappe"},
                                        {"korrespondansepart", "journalpost"},
                                        {"dokumentbeskrivelse", "journalpost"},
                                        {"dokumentobjekt", "dokumentbeskrivelse"}}) {
      // NOT IN would read the parents again for each row, once they are too many for PostgreSQL's memory.
      const auto rows = session_.query<std::int64_t>("SELECT COUNT(*) FROM " + table + " AS child WHERE NOT EXISTS " +
                                                     "(SELECT 1 FROM " + parent + " AS parent WHERE parent.system_id" +
                                                     " = child." + parent + ")");
      loose += std::get<0>(rows.at(0));
    }
    if (loose > 0) faults_.add("Arkivet har rader som ikke hører til noen saksmappe eller journalpost.");
  }

  /// The series are without gaps, so the next number is one more than how many there are.
  void check_numbers() {
    using Series = std::vector<std::tuple<std::string, std::int64_t, std::int64_t>>;
    const Series found = session_.query<std::string, std::int64_t, std::int64_t>(
        "SELECT navn, aar, neste FROM nummerserie ORDER BY navn, aar");
    Series expected;
    for (auto& [aar, n] : session_.query<std::int64_t, std::int64_t>(
             "SELECT journalaar, COUNT(*) FROM journalpost GROUP BY journalaar ORDER BY journalaar")) {
      expected.emplace_back("journal", aar, n + 1);
    }
    for (auto& [aar, n] : session_.query<std::int64_t, std::int64_t>(
             "SELECT saksaar, COUNT(*) FROM saksmappe GROUP BY saksaar ORDER BY saksaar")) {
      expected.emplace_back("sak", aar, n + 1);
    }
    if (found != expected) faults_.add("Nummerseriene stemmer ikke med det som er arkivert.");
  }

  sql::Session& session_;
  audit::Faults& faults_;
};

}  // namespace

void check_archive(sql::Session& session, audit::Faults& faults) { ArchiveCheck(session, faults).run(); }

}  // namespace fangst::archive
