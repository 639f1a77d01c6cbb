#include "archive_case.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace fangst::testing {
namespace {

using OptionalNumber = std::optional<std::int64_t>;

/// What a capture answers with, writes into the log and decides for itself.
class Record : public ArchiveCase {
 protected:
  using Fields = std::tuple<std::string, int, std::int64_t, std::string, int, std::int64_t, std::int64_t>;
  static Fields fields_of(const ports::ArchivedRecord& record) {
    return {record.saksmappe_system_id,   record.saksaar,    record.sakssekvensnummer,
            record.journalpost_system_id, record.journalaar, record.journalsekvensnummer,
            record.journalpostnummer};
  }
  void capture_all(const std::string& case_key, int from, int to) {
    for (int i = from; i <= to; ++i) capture(submission("K-" + std::to_string(i), case_key));
  }
};
FANGST_ON_BOTH_DATABASES(Record);

/// The case is number 3 of 2026, the journalpost number 4 of 2027 and number 2 of its case: no two numbers are alike.
TEST_P(Record, has_each_number_in_its_own_field_the_first_time_and_ever_after) {
  set_clock("2026-06-01T12:00:00Z");
  capture_all("S-1", 1, 1);
  capture_all("S-2", 2, 2);
  capture_all("S-3", 3, 3);
  set_clock("2027-02-01T12:00:00Z");
  capture_all("S-1", 4, 6);
  const auto what = submission("K-7", "S-3");
  const auto first = capture(what);
  using Ids = std::tuple<std::string, std::string>;
  const auto ids = rows<std::string, std::string>(
      "SELECT saksmappe, system_id FROM journalpost WHERE kildenoekkel = "
      "'K-7'");
  ASSERT_EQ(ids, (std::vector<Ids>{{first.saksmappe_system_id, first.journalpost_system_id}}));
  EXPECT_EQ(fields_of(first), (Fields{first.saksmappe_system_id, 2026, 3, first.journalpost_system_id, 2027, 4, 2}));
  EXPECT_EQ(first.saksnummer(), "2026/3");
  set_clock("2028-02-01T12:00:00Z");
  capture_all("S-4", 8, 8);
  EXPECT_EQ(fields_of(capture(what)), fields_of(first));
}

TEST_P(Record, stands_in_the_log_with_submission_source_and_step) {
  const auto what = submission();
  const auto record = capture(what);
  database->clock->advance(std::chrono::minutes{5});
  ASSERT_TRUE(core->set_ekspedert(record, database->clock->now()));
  using Row = std::tuple<std::string, std::string, std::string, std::string>;
  EXPECT_EQ((rows<std::string, std::string, std::string, std::string>(
                "SELECT kind, submission_id, source, actor FROM audit_entry WHERE kind LIKE 'archive.%' ORDER BY idx")),
            (std::vector<Row>{{"archive.saksmappe", what.id.str(), "gerica", "step:arkiver"},
                              {"archive.journalpost", what.id.str(), "gerica", "step:arkiver"},
                              {"archive.endret", "", "", "step:send"},
                              {"archive.endret", "", "", "step:send"}}));
  std::vector<nlohmann::json> bodies;
  for (const auto& [body] :
       rows<std::string>("SELECT body FROM audit_entry WHERE kind LIKE 'archive.%' ORDER BY idx")) {
    bodies.push_back(nlohmann::json::parse(body));
  }
  EXPECT_EQ(bodies[0].at("saksmappe"), record.saksmappe_system_id);
  EXPECT_EQ(bodies[1].at("journalpost"), record.journalpost_system_id);
  EXPECT_EQ(bodies[2].at("arkivenhet"), record.journalpost_system_id);
  EXPECT_EQ(bodies[2].at("metadata"), "journalstatus");
  EXPECT_EQ(bodies[3].at("arkivenhet"), record.journalpost_system_id);
  EXPECT_EQ(bodies[3].at("metadata"), "sendtDato");
}

TEST_P(Record, of_a_case_that_is_there_stands_in_the_log_without_a_new_case) {
  capture(submission("K-1", "S-1"));
  capture(submission("K-2", "S-1"));
  EXPECT_EQ(count("audit_entry WHERE kind = 'archive.saksmappe'"), 1);
  EXPECT_EQ(count("audit_entry WHERE kind = 'archive.journalpost'"), 2);
}

/// M, which the archive service makes J; R where the case worker has finished it.
TEST_P(Record, has_a_status_and_a_date_of_arrival_by_its_type) {
  for (const auto* type : {"I", "U", "N", "X", "S"}) {
    auto what = submission(type, type);
    what.content.journalpost.journalposttype = type;
    database->clock->advance(std::chrono::hours{1});
    capture(what);
    const bool is_incoming = std::string(type) == "I";
    const auto found = rows<std::string, std::string, OptionalNumber>(
        "SELECT journalposttype, journalstatus, mottatt_dato FROM journalpost WHERE kildenoekkel = '" +
        std::string(type) + "'");
    using Row = std::tuple<std::string, std::string, OptionalNumber>;
    EXPECT_EQ(found,
              (std::vector<Row>{{type, is_incoming ? "M" : "R",
                                 is_incoming ? OptionalNumber(model::to_millis(what.received_at)) : std::nullopt}}));
  }
}

/// What was declared of a file is not what the archive knows of it.
TEST_P(Record, has_the_size_of_the_stored_bytes_whatever_was_declared) {
  auto what = submission();
  const auto size = static_cast<std::int64_t>(*what.content.dokumenter[0].filstoerrelse);
  what.content.dokumenter[0].filstoerrelse = 999;
  what.content.dokumenter.push_back(what.content.dokumenter[0]);
  what.content.dokumenter[1].tilknyttet_registrering_som = "V";
  what.content.dokumenter[1].filstoerrelse.reset();
  capture(what);
  using Size = std::tuple<std::int64_t>;
  EXPECT_EQ((rows<std::int64_t>("SELECT filstoerrelse FROM dokumentobjekt")), (std::vector<Size>{{size}, {size}}));
}

/// Access is told by the restriction, so one that nobody has set must not be there, not even empty.
TEST_P(Record, says_nothing_of_shielding_or_dates_that_nobody_has_set) {
  capture(submission());
  for (const auto& [table, columns] : std::map<std::string, std::vector<std::string>>{
           {"saksmappe", {"tilgangsrestriksjon", "skjermingshjemmel", "skjerming_opphoerer_dato"}},
           {"journalpost",
            {"tilgangsrestriksjon", "skjermingshjemmel", "skjerming_opphoerer_dato", "dokumentets_dato", "forfallsdato",
             "mottatt_dato", "sendt_dato"}}}) {
    for (const auto& column : columns) EXPECT_EQ(count(table + " WHERE " + column + " IS NULL"), 1) << column;
  }
}

TEST_P(Record, shields_case_and_journalpost_each_by_its_own) {
  for (const bool is_case : {true, false}) {
    const std::string key = is_case ? "sak" : "post";
    auto what = submission(key, key);
    (is_case ? what.content.sak.skjerming : what.content.journalpost.skjerming) = model::Skjerming{"UO", "hjemmel", {}};
    const auto record = capture(what);
    EXPECT_EQ(count("saksmappe WHERE tilgangsrestriksjon = 'UO' AND skjermingshjemmel = 'hjemmel' AND system_id = '" +
                    record.saksmappe_system_id + "'"),
              is_case ? 1 : 0);
    EXPECT_EQ(count("journalpost WHERE tilgangsrestriksjon = 'UO' AND skjermingshjemmel = 'hjemmel' AND system_id = '" +
                    record.journalpost_system_id + "'"),
              is_case ? 0 : 1);
  }
}

TEST_P(Record, of_an_open_case_is_taken_whatever_its_status_but_closed) {
  capture(submission("K-1"));
  int number = 1;
  for (const auto* status : {"B", "F", "P", "R", "S"}) {
    change("UPDATE saksmappe SET saksstatus = '" + std::string(status) + "'");
    EXPECT_EQ(capture(submission("K-" + std::to_string(++number))).journalpostnummer, number) << status;
  }
}

TEST_P(Record, leaves_the_case_as_it_was_when_a_later_submission_tells_it_otherwise) {
  auto first = submission("K-1");
  first.content.sak.klassifikasjon = {{"KKF", "G21", "klasse", false}};
  capture(first);
  auto later = submission("K-2");
  later.content.sak.tittel = "En annen tittel";
  later.content.sak.klassifikasjon = {{"KKF", "G22", "annen klasse", false}, {"FNR", "14833821238", "", true}};
  capture(later);
  EXPECT_EQ((rows<std::string>("SELECT tittel FROM saksmappe")),
            (std::vector<std::tuple<std::string>>{{"Omsorgstjenester"}}));
  EXPECT_EQ((rows<std::string>("SELECT klasse_id FROM klassifikasjon")),
            (std::vector<std::tuple<std::string>>{{"G21"}}));
}

TEST_P(Record, of_variants_has_what_is_told_of_the_first_and_numbers_the_documents_that_follow) {
  auto what = submission();
  auto& documents = what.content.dokumenter;
  const auto copy = [&](const std::string& role, const std::string& variant, const std::string& name) {
    auto one = documents.front();
    one.tilknyttet_registrering_som = role;
    one.variantformat = variant;
    one.tittel = "tittel " + name;
    one.dokumenttype = "type " + name;
    one.filnavn = name;
    return one;
  };
  documents = {copy("H", "P", "h1"), copy("V", "A", "v1"), copy("H", "A", "h2"), copy("V", "A", "v2"),
               copy("H", "S", "h3")};
  capture(what);
  using Description = std::tuple<std::int64_t, std::string, std::string, std::string>;
  EXPECT_EQ((rows<std::int64_t, std::string, std::string, std::string>(
                "SELECT dokumentnummer, tilknyttet_registrering_som, tittel, dokumenttype FROM dokumentbeskrivelse "
                "ORDER BY dokumentnummer")),
            (std::vector<Description>{
                {1, "H", "tittel h1", "type h1"}, {2, "V", "tittel v1", "type v1"}, {3, "V", "tittel v2", "type v2"}}));
  using Object = std::tuple<std::int64_t, std::string, std::string>;
  EXPECT_EQ((rows<std::int64_t, std::string, std::string>(
                "SELECT b.dokumentnummer, o.variantformat, o.filnavn FROM dokumentbeskrivelse b JOIN dokumentobjekt o "
                "ON o.dokumentbeskrivelse = b.system_id ORDER BY b.dokumentnummer, o.variantformat")),
            (std::vector<Object>{{1, "A", "h2"}, {1, "P", "h1"}, {1, "S", "h3"}, {2, "A", "v1"}, {3, "A", "v2"}}));
  expect_whole_log();
}

}  // namespace
}  // namespace fangst::testing
