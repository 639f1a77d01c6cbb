#include "archive_case.hpp"

#include <set>
#include <thread>

namespace fangst::testing {
namespace {

class Numbering : public ArchiveCase {
 protected:
  std::vector<std::int64_t> journal_numbers(int year) {
    std::vector<std::int64_t> numbers;
    for (auto& [number] : rows<std::int64_t>("SELECT journalsekvensnummer FROM journalpost WHERE journalaar = " +
                                             std::to_string(year) + " ORDER BY journalsekvensnummer")) {
      numbers.push_back(number);
    }
    return numbers;
  }
  static std::vector<std::int64_t> one_to(std::int64_t last) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t i = 1; i <= last; ++i) numbers.push_back(i);
    return numbers;
  }
};
FANGST_ON_BOTH_DATABASES(Numbering);

TEST_P(Numbering, gives_the_first_of_everything_number_one) {
  const auto record = capture(submission());
  EXPECT_EQ(record.saksaar, 2026);
  EXPECT_EQ(record.sakssekvensnummer, 1);
  EXPECT_EQ(record.saksnummer(), "2026/1");
  EXPECT_EQ(record.journalaar, 2026);
  EXPECT_EQ(record.journalsekvensnummer, 1);
  EXPECT_EQ(record.journalpostnummer, 1);
}

TEST_P(Numbering, counts_journalposter_within_the_case_and_within_the_year) {
  capture(submission("K-1", "S-1"));
  capture(submission("K-2", "S-2"));
  const auto record = capture(submission("K-3", "S-1"));
  EXPECT_EQ(record.sakssekvensnummer, 1);
  EXPECT_EQ(record.journalpostnummer, 2);
  EXPECT_EQ(record.journalsekvensnummer, 3);
}

TEST_P(Numbering, has_no_gap_and_no_double_under_many_threads_though_some_fail) {
  constexpr int kThreads = 8;
  constexpr int kEach = 12;
  std::vector<std::vector<model::Submission>> work(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int i = 0; i < kEach; ++i) {
      auto one = submission("K-" + std::to_string(thread) + "-" + std::to_string(i), "S-" + std::to_string(i % 3));
      const bool must_fail = i % 4 == 3;
      if (must_fail) one.content.dokumenter[0].sjekksum = model::Sha256{};
      work[static_cast<std::size_t>(thread)].push_back(one);
    }
  }
  std::atomic<int> captured = 0;
  std::vector<std::thread> threads;
  for (const auto& mine : work) {
    threads.emplace_back([&, this] {
      for (const auto& one : mine) captured += core->capture(one) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(captured, kThreads * kEach * 3 / 4);
  EXPECT_EQ(journal_numbers(2026), one_to(captured));
  EXPECT_EQ(count("saksmappe"), 3);
  for (auto& [mappe, least, most, number, next] :
       rows<std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
           "SELECT saksmappe, MIN(journalpostnummer), MAX(journalpostnummer), COUNT(*), "
           "(SELECT neste_journalpostnummer FROM saksmappe WHERE system_id = journalpost.saksmappe) "
           "FROM journalpost GROUP BY saksmappe")) {
    EXPECT_EQ(least, 1);
    EXPECT_EQ(most, number) << "no gap within the case";
    EXPECT_EQ(next, number + 1);
  }
}

TEST_P(Numbering, gives_the_same_number_to_one_submission_that_is_captured_by_many_at_once) {
  const auto one = submission();
  std::mutex mutex;
  std::set<std::string> ids;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto record = capture(one);
      const std::lock_guard lock(mutex);
      ids.insert(record.journalpost_system_id + "/" + std::to_string(record.journalsekvensnummer));
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(count("journalpost"), 1);
}

TEST_P(Numbering, goes_on_after_a_restart) {
  capture(submission("K-1"));
  core.reset();
  database->reopen();
  core.emplace(**database, embedded);
  EXPECT_EQ(capture(submission("K-2")).journalsekvensnummer, 2);
}

TEST_P(Numbering, turns_the_year_at_midnight_in_norway_in_winter) {
  set_clock("2026-12-31T22:59:59.999Z");
  EXPECT_EQ(capture(submission("K-1", "S-1")).journalaar, 2026);
  database->clock->advance(std::chrono::milliseconds{1});
  const auto first = capture(submission("K-2", "S-2"));
  EXPECT_EQ(first.journalaar, 2027);
  EXPECT_EQ(first.journalsekvensnummer, 1);
  EXPECT_EQ(first.saksnummer(), "2027/1");
  database->clock->advance(std::chrono::minutes{30});  // 23:30 UTC on 31 December
  EXPECT_EQ(capture(submission("K-3", "S-3")).journalaar, 2027);
  EXPECT_EQ(journal_numbers(2026), one_to(1));
  EXPECT_EQ(journal_numbers(2027), one_to(2));
}

TEST_P(Numbering, keeps_the_year_of_a_case_that_lives_on) {
  set_clock("2026-12-31T12:00:00Z");
  capture(submission("K-1", "S-1"));
  set_clock("2027-01-02T12:00:00Z");
  const auto record = capture(submission("K-2", "S-1"));
  EXPECT_EQ(record.saksnummer(), "2026/1");
  EXPECT_EQ(record.journalaar, 2027);
  EXPECT_EQ(record.journalpostnummer, 2);
}

TEST_P(Numbering, dates_case_and_journalpost_by_the_norwegian_day) {
  struct Case {
    const char* utc;
    const char* day;
  };
  // Summer time begins 29 March 2026 and ends 25 October 2026, both at 01:00 UTC.
  const Case cases[] = {{"2026-10-24T21:59:59Z", "2026-10-24"}, {"2026-10-24T22:00:00Z", "2026-10-25"},
                        {"2026-10-25T22:59:59Z", "2026-10-25"}, {"2026-10-25T23:00:00Z", "2026-10-26"},
                        {"2027-03-27T22:59:59Z", "2027-03-27"}, {"2027-03-27T23:00:00Z", "2027-03-28"},
                        {"2027-03-28T21:59:59Z", "2027-03-28"}, {"2027-03-28T22:00:00Z", "2027-03-29"}};
  for (const auto& [utc, day] : cases) {
    set_clock(utc);
    capture(submission(utc, utc));
    using Days = std::tuple<std::string, std::string>;
    EXPECT_EQ((rows<std::string, std::string>("SELECT journaldato, saksdato FROM journalpost JOIN saksmappe ON "
                                              "saksmappe.system_id = journalpost.saksmappe WHERE kildenoekkel = '" +
                                              std::string(utc) + "'")),
              (std::vector<Days>{{day, day}}))
        << utc;
  }
}

}  // namespace
}  // namespace fangst::testing
