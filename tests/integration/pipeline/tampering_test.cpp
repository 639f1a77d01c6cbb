#include "plant.hpp"

#include <fangst/audit/log.hpp>
#include <fangst/store/operations.hpp>

#include <set>

namespace fangst::testing {
namespace {

using support::Trouble;

struct Place {
  std::string table, column;
  bool is_text = false;
};

/// Whether work is leased, to whom and how often is the queue's own affair: it has no history, and decides nothing but
/// when the same work is handed out again.
bool has_no_history(const Place& place) {
  static const std::set<std::string> columns{"id", "lease_owner", "handouts", "begun"};
  return place.table == "work" && columns.contains(place.column);
}

/// Invariant 8, taken at its word: one row anywhere. Nothing here knows what a table is for.
class Tampering : public PlantTest {
 protected:
  /// A day with something in every table.
  void live_through_a_day() {
    plant->svarut.refuse("Per Syntetisk", true);
    plant->has_local_archive = true;
    plant->start();
    plant->accept();
    plant->accept({.key = "K-2", .recipients = {{"Per Syntetisk", "17912099997"}}, .is_shielded = true});
    plant->accept({.key = "K-3", .case_key = "S-2", .type = "notat", .ekspeder = false});
    plant->run_to_end();
    const auto parked = plant->accept({.key = "K-4", .recipients = {{"Per Syntetisk", "17912099997"}}});
    plant->run_to_end();
    ASSERT_TRUE(store::retry(plant->db(), "job-1", {parked.str(), "ukjent"}, "operator:test", "ids"));
    plant->run_to_end();
    ASSERT_TRUE(store::pause_dependency(plant->db(), "svarut", "operator:test"));
    plant->outside.fail("krr.look_up", Trouble::unavailable, 1000);
    plant->accept({.key = "K-5", .case_key = "S-3"});
    plant->run_due();
    use_another_core();
    plant->stop();
    const auto uploaded = receive(plant->db(), "lastet opp");
    ASSERT_TRUE(plant->db().write({{uploaded}, [&](sql::Transaction& tx) -> Result<void> {
                                     const model::SourceName gerica("gerica");
                                     store::record_upload(tx, gerica, uploaded->sha256(), uploaded->size());
                                     store::record_refusal(tx, {gerica, "refused", "innsending", "K-9", "test.feil"});
                                     for (int i = 0; i < 1300; ++i)
                                       audit::append(tx, {"test.entry", "", "", "test", "{}"});
                                     return {};
                                   }}));
  }

  /// One order that is done, and one whose write may have been made.
  void use_another_core() {
    plant->has_local_archive = false;
    plant->restart();
    plant->accept({.key = "K-6", .case_key = "S-4", .type = "notat", .ekspeder = false});
    plant->run_due();
    plant->outside.fail("arkiv.capture", Trouble::timeout_before_effect, 1000);
    plant->accept({.key = "K-7", .case_key = "S-5", .type = "notat", .ekspeder = false});
    plant->run_due();
  }

  std::vector<Place> places() {
    const bool postgresql = GetParam() == TemporaryDatabase::Kind::postgresql;
    std::vector<Place> list;
    const auto read = plant->db().read([&](sql::Session& session) -> Result<void> {
      for (auto& [table, column, type] : session.query<std::string, std::string, std::string>(
               postgresql
                   ? "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), UPPER(CAST(data_type AS TEXT)) "
                     "FROM information_schema.columns WHERE table_schema = current_schema() "
                     "ORDER BY table_name, ordinal_position"
                   : "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c "
                     "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid")) {
        list.push_back({table, column, type == "TEXT"});
      }
      return {};
    });
    if (!read) throw std::runtime_error(read.error().private_detail());
    return list;
  }

  /// Conditions that each find one row: the first, the last and one between stand for all.
  std::vector<std::string> rows_of(const std::string& table, const std::string& condition) {
    const bool postgresql = GetParam() == TemporaryDatabase::Kind::postgresql;
    const std::string row = postgresql ? "CAST(ctid AS TEXT)" : "CAST(rowid AS TEXT)";
    std::vector<std::string> rows;
    const auto read = plant->db().read([&](sql::Session& session) -> Result<void> {
      for (auto& [key] : session.query<std::string>("SELECT " + row + " FROM " + table + " WHERE " + condition)) {
        rows.push_back(postgresql ? "ctid = '" + key + "'" : "rowid = " + key);
      }
      return {};
    });
    if (!read) throw std::runtime_error(read.error().private_detail());
    if (rows.size() > 3) rows = {rows.front(), rows[rows.size() / 2], rows.back()};
    return rows;
  }

  std::uint64_t fault_count() {
    const auto verified = audit::verify(plant->db());
    if (!verified) throw std::runtime_error(verified.error().private_detail());
    return verified->fault_count;
  }

  /// `change` must be found; then the table is what it was.
  void expect_found(const std::string& table, const std::string& change) {
    plant->database.tamper("CREATE TABLE untouched AS SELECT * FROM " + table);
    plant->database.tamper(change);
    EXPECT_GT(fault_count(), 0U) << "not found: " << change;
    plant->database.tamper("DELETE FROM " + table);
    plant->database.tamper("INSERT INTO " + table + " SELECT * FROM untouched");
    plant->database.tamper("DROP TABLE untouched");
  }

  void expect_each_changed_value_found(const Place& place) {
    const auto& [table, column, is_text] = place;
    const std::string changed = column + (is_text ? " || 'x'" : " + 1000000");
    const auto count = rows_of(table, column + " IS NOT NULL").size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = rows_of(table, column + " IS NOT NULL").at(i);
      expect_found(table, "UPDATE " + table + " SET " + column + " = " + changed + " WHERE " + row);
    }
    const auto nulls = rows_of(table, column + " IS NULL");
    if (nulls.empty()) return;
    expect_found(table, "UPDATE " + table + " SET " + column + " = " + (is_text ? "'x'" : "1") + " WHERE " + nulls[0]);
  }

  void expect_each_deleted_row_found(const std::string& table) {
    const auto count = rows_of(table, "1 = 1").size();
    EXPECT_GT(count, 0U) << table << " was empty: the day was too quiet";
    for (std::size_t i = 0; i < count; ++i) {
      expect_found(table, "DELETE FROM " + table + " WHERE " + rows_of(table, "1 = 1").at(i));
    }
  }
};
FANGST_ON_BOTH_DATABASES(Tampering);

TEST_P(Tampering, with_any_value_of_any_row_is_found) {
  live_through_a_day();
  ASSERT_EQ(fault_count(), 0U);
  for (const auto& place : places()) {
    if (!has_no_history(place)) expect_each_changed_value_found(place);
  }
  EXPECT_EQ(fault_count(), 0U);
}

TEST_P(Tampering, by_deleting_any_row_is_found) {
  live_through_a_day();
  std::set<std::string> tables;
  for (const auto& place : places()) tables.insert(place.table);
  for (const auto& table : tables) expect_each_deleted_row_found(table);
  EXPECT_EQ(fault_count(), 0U);
}

}  // namespace
}  // namespace fangst::testing
