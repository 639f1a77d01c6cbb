#include "archive_case.hpp"
#include "table_rows.hpp"

namespace fangst::testing {
namespace {

/// Invariant 8 for what is added: a row in the archive that nobody captured. What is changed or deleted is in
/// integration/pipeline/tampering_test.
class AddedRows : public ArchiveCase {
 protected:
  void SetUp() override {
    ArchiveCase::SetUp();
    if (IsSkipped()) return;
    set_clock("2026-12-30T12:00:00Z");
    record_ = capture(whole("K-1", "S-1"));
    capture(whole("K-2", "S-1"));
    set_clock("2027-01-05T12:00:00Z");
    capture(whole("K-3", "S-2"));
    capture(whole("K-4", "S-1"));
    if (!core->set_ekspedert(record_, now())) throw std::runtime_error("ekspedert");
  }

  model::Submission whole(const std::string& key, const std::string& case_key) {
    auto what = submission(key, case_key);
    what.content.sak.klassifikasjon = {{"KKF", "G21", "klasse", false}};
    what.content.sak.part = {{"Olga Syntetisk", "KLI", model::PersonIdentifier("14833821238"), "", true}};
    model::Korrespondansepart part;
    part.korrespondanseparttype = "EM";
    part.navn = "Olga Syntetisk";
    what.content.journalpost.korrespondansepart = {part};
    return what;
  }

  /// A copy of one row of `table` with these columns changed is found, and the verification says this of it.
  void expect_found(const std::string& table, const std::map<std::string, std::string>& changed,
                    const std::string& sentence) {
    database->tamper("CREATE TABLE untouched AS SELECT * FROM " + table);
    add_copy_of_row(*database, table, "untouched ORDER BY 1 LIMIT 1", changed);
    std::string said;
    for (const auto& fault : faults()) said += fault + "\n";
    EXPECT_NE(said.find(sentence), std::string::npos) << table << ": " << said;
    database->tamper("DELETE FROM " + table);
    database->tamper("INSERT INTO " + table + " SELECT * FROM untouched");
    database->tamper("DROP TABLE untouched");
    EXPECT_TRUE(faults().empty()) << table;
  }

  ports::ArchivedRecord record_;
};
FANGST_ON_BOTH_DATABASES(AddedRows);

TEST_P(AddedRows, are_not_found_where_nobody_has_added_any_over_two_years_and_several_cases) {
  EXPECT_TRUE(faults().empty()) << faults().front();
}

TEST_P(AddedRows, to_what_was_captured_are_found) {
  const auto changed = std::string(" er endret etter at den ble arkivert.");
  expect_found("klassifikasjon", {{"rekkefoelge", "9"}}, changed);
  expect_found("part", {{"rekkefoelge", "9"}}, changed);
  expect_found("korrespondansepart", {{"rekkefoelge", "9"}}, changed);
  expect_found("dokumentbeskrivelse", {{"system_id", "'ny'"}, {"dokumentnummer", "9"}}, changed);
  expect_found("dokumentobjekt", {{"system_id", "'ny'"}, {"variantformat", "'P'"}}, changed);
}

TEST_P(AddedRows, that_hang_on_nothing_are_found) {
  const std::string loose = "Arkivet har rader som ikke hører til noen saksmappe eller journalpost.";
  expect_found("klassifikasjon", {{"saksmappe", "'ukjent'"}}, loose);
  expect_found("part", {{"saksmappe", "'ukjent'"}}, loose);
  expect_found("korrespondansepart", {{"journalpost", "'ukjent'"}}, loose);
  expect_found("dokumentbeskrivelse", {{"system_id", "'ny'"}, {"journalpost", "'ukjent'"}}, loose);
  expect_found("dokumentobjekt", {{"system_id", "'ny'"}, {"dokumentbeskrivelse", "'ukjent'"}}, loose);
}

TEST_P(AddedRows, that_were_never_logged_are_found) {
  expect_found("saksmappe", {{"system_id", "'ny'"}, {"noekkel", "'ny'"}, {"sakssekvensnummer", "9"}}, "saksmappe");
  expect_found(
      "journalpost",
      {{"system_id", "'ny'"}, {"kildenoekkel", "'ny'"}, {"journalsekvensnummer", "9"}, {"journalpostnummer", "9"}},
      "journalpost");
  expect_found("endringslogg", {{"id", "99"}}, "endringslogg");
}

/// Whoever adds a record can also move the numbers that follow from it: then the log alone tells.
TEST_P(AddedRows, that_were_never_logged_are_found_though_all_numbers_fit) {
  const auto move = [this](const std::string& series, const std::string& by) {
    database->tamper("UPDATE nummerserie SET neste = neste " + by + " WHERE navn = '" + series + "' AND aar = 2026");
  };
  const auto move_in_case = [this](const std::string& by) {
    database->tamper("UPDATE saksmappe SET neste_journalpostnummer = neste_journalpostnummer " + by +
                     " WHERE system_id = '" + record_.saksmappe_system_id + "'");
  };
  move("journal", "+ 1");
  move_in_case("+ 1");
  add_copy_of_row(
      *database, "journalpost", "journalpost WHERE system_id = '" + record_.journalpost_system_id + "'",
      {{"system_id", "'ny'"}, {"kildenoekkel", "'ny'"}, {"journalsekvensnummer", "9"}, {"journalpostnummer", "9"}});
  EXPECT_EQ(faults().size(), 1U);
  database->tamper("DELETE FROM journalpost WHERE system_id = 'ny'");
  move_in_case("- 1");
  move("journal", "- 1");
  ASSERT_TRUE(faults().empty());
  move("sak", "+ 1");
  add_copy_of_row(*database, "saksmappe", "saksmappe WHERE system_id = '" + record_.saksmappe_system_id + "'",
                  {{"system_id", "'ny'"}, {"noekkel", "'ny'"}, {"sakssekvensnummer", "9"}});
  EXPECT_EQ(faults().size(), 1U);
  database->tamper("DELETE FROM saksmappe WHERE system_id = 'ny'");
  move("sak", "- 1");
  EXPECT_TRUE(faults().empty());
}

TEST_P(AddedRows, of_numbers_are_found) {
  const std::string numbers = "Nummerseriene stemmer ikke med det som er arkivert.";
  expect_found("nummerserie", {{"aar", "2031"}}, numbers);
  expect_found("nummerserie", {{"navn", "'annen'"}}, numbers);
}

/// A number that has been given away twice or left out, in each series and year.
TEST_P(AddedRows, are_told_from_numbers_that_have_been_moved) {
  for (const auto* series : {"journal", "sak"}) {
    for (const auto* year : {"2026", "2027"}) {
      for (const auto* by : {"+ 1", "- 1"}) {
        const auto where = " WHERE navn = '" + std::string(series) + "' AND aar = " + year;
        database->tamper("UPDATE nummerserie SET neste = neste " + std::string(by) + where);
        EXPECT_EQ(faults(), (std::vector<std::string>{"Nummerseriene stemmer ikke med det som er arkivert."}))
            << series << year << by;
        database->tamper("UPDATE nummerserie SET neste = neste " + std::string(by[0] == '+' ? "- 1" : "+ 1") + where);
      }
    }
  }
  const auto mappe = record_.saksmappe_system_id;
  for (const auto* by : {"+ 1", "- 1"}) {
    database->tamper("UPDATE saksmappe SET neste_journalpostnummer = neste_journalpostnummer " + std::string(by) +
                     " WHERE system_id = '" + mappe + "'");
    EXPECT_EQ(faults(), (std::vector<std::string>{"Saksmappe " + mappe + " har feil neste journalpostnummer."}));
    database->tamper("UPDATE saksmappe SET neste_journalpostnummer = 4 WHERE system_id = '" + mappe + "'");
  }
}

/// What the log of changes has changed is allowed, and nothing else of it: neither undone nor done to another.
TEST_P(AddedRows, are_told_from_changes_that_the_log_does_not_know) {
  const auto post = record_.journalpost_system_id;
  const auto expect_only = [&](const std::string& set, const std::string& undo, const std::string& sentence) {
    database->tamper("UPDATE journalpost SET " + set + " WHERE system_id = '" + post + "'");
    EXPECT_EQ(faults(), (std::vector<std::string>{sentence}));
    database->tamper("UPDATE journalpost SET " + undo + " WHERE system_id = '" + post + "'");
  };
  const auto sent = millis(now());
  expect_only("journalstatus = 'R'", "journalstatus = 'E'", "journalpost " + post + " har feil journalstatus.");
  expect_only("journalstatus = 'J'", "journalstatus = 'E'", "journalpost " + post + " har feil journalstatus.");
  expect_only("sendt_dato = NULL", "sendt_dato = " + sent, "Journalpost " + post + " har feil sendtDato.");
  expect_only("sendt_dato = sendt_dato + 1", "sendt_dato = " + sent, "Journalpost " + post + " har feil sendtDato.");
  database->tamper("UPDATE journalpost SET sendt_dato = " + sent + " WHERE kildenoekkel = 'K-2'");
  EXPECT_EQ(faults().size(), 1U) << "nobody has sent that";
  database->tamper("UPDATE journalpost SET sendt_dato = NULL WHERE kildenoekkel = 'K-2'");
  EXPECT_TRUE(faults().empty());
}

}  // namespace
}  // namespace fangst::testing
