#include "both_databases.hpp"

#include <fangst/audit/audit_reader.hpp>
#include <fangst/audit/log.hpp>

#include <thread>

namespace fangst::testing {
namespace {

class GroupCommits : public BothDatabases {};
FANGST_ON_BOTH_DATABASES(GroupCommits);

TEST_P(GroupCommits, keep_every_write_of_many_threads_and_undo_only_those_that_fail) {
  constexpr int threads = 8;
  constexpr int each = 60;
  std::vector<std::thread> crowd;
  std::atomic<int> failed = 0;
  for (int t = 0; t < threads; ++t) {
    crowd.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) {
        const auto written = (*database)->write([&](sql::Transaction& tx) -> Result<void> {
          const auto name = std::to_string(t) + "-" + std::to_string(i);
          audit::append(tx, {"dependency.paused", "", "", "test", R"({"dependency":")" + name + R"("})"});
          tx.run("INSERT INTO dependency_pause (dependency, since, actor) VALUES (:1, :2, 'test')", name,
                 model::to_millis(tx.now()));
          if (i % 10 == 3) return Failure(Error(ErrorKind::conflict, "test", "test", PublicText{""}));
          if (i % 10 == 7) tx.run("INSERT INTO dependency_pause (dependency, since, actor) VALUES ('y', NULL, 'x')");
          return {};
        });
        if (!written) ++failed;
      }
    });
  }
  for (auto& thread : crowd) thread.join();
  EXPECT_EQ(failed, threads * each / 5);
  ASSERT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
    const auto count = session.query<std::int64_t>("SELECT COUNT(*) FROM dependency_pause");
    EXPECT_EQ(std::get<0>(count.at(0)), threads * each * 4 / 5);
    return {};
  }));
  const auto verified = audit::verify(**database);
  EXPECT_EQ(verified->entries, static_cast<std::uint64_t>(threads * each * 4 / 5));
  EXPECT_TRUE(verified->faults.empty());
}

TEST_P(GroupCommits, tell_after_the_commit_and_not_once_forgotten) {
  std::atomic<int> told = 0;
  (*database)->on_commit([&] { ++told; });
  write([](sql::Transaction& tx) { audit::append(tx, {"test.entry", "", "", "test", "{}"}); });
  write([](sql::Transaction& tx) { audit::append(tx, {"test.entry", "", "", "test", "{}"}); });
  (*database)->forget_listeners();
  const int before = told;
  EXPECT_GE(before, 1);
  write([](sql::Transaction& tx) { audit::append(tx, {"test.entry", "", "", "test", "{}"}); });
  (*database)->forget_listeners();
  EXPECT_EQ(told, before);
}

}  // namespace
}  // namespace fangst::testing
