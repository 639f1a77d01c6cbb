#include "archive_case.hpp"

namespace fangst::testing {
namespace {

using OptionalText = std::optional<std::string>;

class Ekspedert : public ArchiveCase {
 protected:
  model::Timestamp sent() { return database->clock->now() + std::chrono::minutes{3}; }
  std::string status() { return std::get<0>(rows<std::string>("SELECT journalstatus FROM journalpost").at(0)); }
};
FANGST_ON_BOTH_DATABASES(Ekspedert);

TEST_P(Ekspedert, sets_status_and_date_and_logs_both_with_who_and_when) {
  const auto record = capture(submission());
  database->clock->advance(std::chrono::hours{2});
  const auto changed_at = model::to_millis(now());
  ASSERT_TRUE(core->set_ekspedert(record, sent()));
  EXPECT_EQ(status(), "E");
  EXPECT_EQ(std::get<0>(rows<std::int64_t>("SELECT sendt_dato FROM journalpost").at(0)), model::to_millis(sent()));
  using Row = std::tuple<std::string, std::string, std::int64_t, std::string, OptionalText, OptionalText>;
  EXPECT_EQ((rows<std::string, std::string, std::int64_t, std::string, OptionalText, OptionalText>(
                "SELECT arkivenhet, metadata, endret_dato, endret_av, tidligere_verdi, ny_verdi FROM endringslogg "
                "ORDER BY id")),
            (std::vector<Row>{{record.journalpost_system_id, "journalstatus", changed_at, "Fangst", "R", "E"},
                              {record.journalpost_system_id, "sendtDato", changed_at, "Fangst", std::nullopt,
                               model::to_rfc3339(sent())}}));
}

TEST_P(Ekspedert, is_reached_from_every_status_before_it_and_the_change_log_says_from_which) {
  for (const auto* before : {"R", "S", "F", "G"}) {
    const auto record = capture(submission(before, "S-1"));
    const auto where = " WHERE system_id = '" + record.journalpost_system_id + "'";
    change("UPDATE journalpost SET journalstatus = '" + std::string(before) + "'" + where);
    ASSERT_TRUE(core->set_ekspedert(record, sent()));
    EXPECT_EQ(std::get<0>(rows<std::string>("SELECT journalstatus FROM journalpost" + where).at(0)), "E") << before;
    EXPECT_EQ(std::get<0>(rows<std::string>("SELECT tidligere_verdi FROM endringslogg WHERE metadata = 'journalstatus' "
                                            "AND arkivenhet = '" +
                                            record.journalpost_system_id + "'")
                              .at(0)),
              before);
  }
}

TEST_P(Ekspedert, is_the_journalpost_that_was_sent_and_no_other_of_the_case) {
  capture(submission("K-1"));
  const auto record = capture(submission("K-2"));
  capture(submission("K-3"));
  ASSERT_TRUE(core->set_ekspedert(record, sent()));
  using Row = std::tuple<std::string, std::string, std::optional<std::int64_t>>;
  EXPECT_EQ((rows<std::string, std::string, std::optional<std::int64_t>>(
                "SELECT kildenoekkel, journalstatus, sendt_dato FROM journalpost ORDER BY kildenoekkel")),
            (std::vector<Row>{
                {"K-1", "R", std::nullopt}, {"K-2", "E", model::to_millis(sent())}, {"K-3", "R", std::nullopt}}));
}

TEST_P(Ekspedert, changes_nothing_the_second_time) {
  const auto record = capture(submission());
  ASSERT_TRUE(core->set_ekspedert(record, sent()));
  ASSERT_TRUE(core->set_ekspedert(record, sent() + std::chrono::hours{1}));
  EXPECT_EQ(std::get<0>(rows<std::int64_t>("SELECT sendt_dato FROM journalpost").at(0)), model::to_millis(sent()));
  EXPECT_EQ(count("endringslogg"), 2);
}

TEST_P(Ekspedert, never_takes_a_record_back_from_the_archive_service) {
  const auto record = capture(submission());
  for (const auto* reached : {"J", "A", "U", "M"}) {
    change("UPDATE journalpost SET journalstatus = '" + std::string(reached) + "'");
    ASSERT_TRUE(core->set_ekspedert(record, sent()));
    EXPECT_EQ(status(), reached);
  }
  EXPECT_EQ(count("endringslogg"), 0);
}

TEST_P(Ekspedert, refuses_a_record_that_is_not_there) {
  auto record = capture(submission());
  record.journalpost_system_id = "ukjent";
  const auto refused = core->set_ekspedert(record, sent());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), ErrorKind::not_found);
  EXPECT_EQ(refused.error().code(), "arkiv.ukjent_journalpost");
  EXPECT_EQ(status(), "R");
}

TEST_P(Ekspedert, stands_in_a_log_that_holds) {
  const auto record = capture(submission());
  ASSERT_TRUE(core->set_ekspedert(record, sent()));
  EXPECT_EQ(std::get<0>(rows<std::string>("SELECT kind FROM audit_entry ORDER BY idx DESC LIMIT 1").at(0)),
            "archive.endret");
  expect_whole_log();
}

}  // namespace
}  // namespace fangst::testing
