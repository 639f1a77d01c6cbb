#include "api_plant.hpp"
#include "file_calls.hpp"

#include <algorithm>

namespace fangst::testing {
namespace {

using Calls = std::vector<std::string>;

constexpr auto kWriteOfCommit = "write fangst.sqlite-wal";
constexpr auto kSyncOfCommit = "sync fangst.sqlite-wal";

/// Invariant 1, in the order of the calls that the process makes: what SIGKILL cannot show, since the page cache
/// outlives a process.
class Durability : public ApiTest {
 protected:
  /// What was done with files until the answer was there.
  Calls calls_of(const std::string& key, const std::string& bytes) {
    FileCalls::watch(database.directory().string());
    const auto answer = post({{"metadata", "", metadata(key).dump()}, {"fil", "vedtak.pdf", bytes}});
    FileCalls::note("answer");
    EXPECT_EQ(answer.status, 201) << answer.text;
    return FileCalls::take();
  }

  /// Each is there, and each first comes after the one before.
  static void expect_in_order(const Calls& calls, const Calls& expected) {
    auto from = calls.begin();
    for (const auto& step : expected) {
      from = std::find(from, calls.end(), step);
      ASSERT_NE(from, calls.end()) << step << " is not done in its turn:" << ::testing::PrintToString(calls);
    }
  }

  static std::ptrdiff_t first(const Calls& calls, const std::string& what) {
    return std::find(calls.begin(), calls.end(), what) - calls.begin();
  }
  static std::ptrdiff_t last(const Calls& calls, const std::string& what) {
    return calls.rend() - std::find(calls.rbegin(), calls.rend(), what) - 1;
  }

  template <class Column>
  Column setting(sql::Database& of, const std::string& sql) {
    Column value{};
    EXPECT_TRUE(of.write([&](sql::Transaction& tx) -> Result<void> {
      value = std::get<0>(tx.query<Column>(sql).at(0));
      return {};
    }));
    return value;
  }

  const std::string kLarge = std::string(300'000, 'x');
};

TEST_F(Durability, of_a_small_document_comes_before_the_commit_and_the_commit_before_the_answer) {
  const auto calls = calls_of("K-1", "innhold");
  expect_in_order(calls, {"sync documents/segments", "write documents/segments/*", "sync documents/segments/*",
                          kWriteOfCommit, kSyncOfCommit, "answer"});
  EXPECT_LT(last(calls, "sync documents/segments/*"), first(calls, kSyncOfCommit));
  EXPECT_LT(last(calls, "write documents/segments/*"), last(calls, "sync documents/segments/*"));
}

TEST_F(Durability, of_the_second_document_of_a_segment_is_its_own_sync) {
  calls_of("K-1", "innhold 1");
  const auto calls = calls_of("K-2", "innhold 2");
  expect_in_order(calls, {"write documents/segments/*", "sync documents/segments/*", kSyncOfCommit, "answer"});
  EXPECT_LT(last(calls, "sync documents/segments/*"), first(calls, kSyncOfCommit));
}

TEST_F(Durability, of_what_fills_a_segment_comes_before_the_next_one_is_begun) {
  sql::DatabaseSettings settings;
  settings.segment = 1;
  TemporaryDatabase small(TemporaryDatabase::Kind::sqlite, {}, settings);
  std::vector<std::shared_ptr<ports::PendingDocument>> documents;
  for (const auto* text : {"innhold 1", "innhold 2"}) {
    const auto writer = small->documents().begin();
    ASSERT_TRUE(writer->write(text));
    documents.push_back(writer->finish().value());
  }
  FileCalls::watch(small.directory().string());
  ASSERT_TRUE(small->write({documents, [](sql::Transaction&) { return Result<void>(); }}));
  expect_in_order(FileCalls::take(),
                  {"write documents/segments/*", "sync documents/segments/*", "sync documents/segments",
                   "write documents/segments/*", "sync documents/segments/*", kSyncOfCommit});
}

TEST_F(Durability, of_a_large_document_is_its_bytes_its_name_and_its_folders_before_the_commit) {
  const auto calls = calls_of("K-1", kLarge);
  expect_in_order(
      calls, {"write documents/incoming/node-1/*", "sync documents/incoming/node-1/*", "rename documents/files/*/*",
              "sync documents/files/*", "sync documents/files", kSyncOfCommit, "answer"});
  EXPECT_LT(first(calls, "sync documents/files"), first(calls, kSyncOfCommit));
}

TEST_F(Durability, of_a_document_at_the_limit_is_in_the_segment_and_one_byte_more_in_a_file) {
  const std::size_t limit = 65'536;
  for (const auto size : {limit - 1, limit}) {
    const auto calls = calls_of("K-" + std::to_string(size), std::string(size, 'x'));
    EXPECT_EQ(std::count(calls.begin(), calls.end(), "rename documents/files/*/*"), 0) << size;
  }
  const auto calls = calls_of("K-large", std::string(limit + 1, 'x'));
  EXPECT_EQ(std::count(calls.begin(), calls.end(), "rename documents/files/*/*"), 1);
}

TEST_F(Durability, of_the_writers_connection_is_full_in_sqlite) {
  EXPECT_EQ(setting<std::int64_t>(*database, "PRAGMA synchronous"), 2) << "2 is FULL";
  EXPECT_EQ(setting<std::string>(*database, "PRAGMA journal_mode"), "wal");
}

TEST_F(Durability, of_the_writers_connection_is_awaited_in_postgresql) {
  if (!TemporaryDatabase::is_available(TemporaryDatabase::Kind::postgresql)) {
    GTEST_SKIP() << "FANGST_TEST_POSTGRESQL is not set";
  }
  TemporaryDatabase postgresql(TemporaryDatabase::Kind::postgresql);
  EXPECT_EQ(setting<std::string>(*postgresql, "SELECT current_setting('synchronous_commit')"), "on");
}

}  // namespace
}  // namespace fangst::testing
