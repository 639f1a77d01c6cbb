#include "table_rows.hpp"

#include <fangst/store/operations.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using ::testing::ElementsAre;

class OperatorActions : public StoredRows {
 protected:
  model::SubmissionId parked(const std::string& number) {
    const auto id = SubmissionMaker{"K-" + number, "S-" + number, number}.accept_into(**database).id;
    decide([](auto& tx, const auto& work) {
      store::park(tx, work, Error(ErrorKind::internal, "prøve.kode", "prøve", PublicText{""}));
    });
    return id;
  }
  std::vector<std::string> paused() {
    std::vector<std::string> names;
    EXPECT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
      names = store::paused_dependencies(session);
      return {};
    }));
    return names;
  }
  /// "kind actor" of every entry, oldest first, without those of the submissions themselves.
  std::vector<std::string> told() {
    std::vector<std::string> lines;
    for (const auto& entry : entries()) {
      if (entry.at("submission_id").empty()) lines.push_back(entry.at("kind") + " " + entry.at("actor"));
    }
    return lines;
  }
  std::vector<std::string> results(const std::string& job) {
    std::vector<std::string> found;
    const auto kept = store::find_retry_job(**database, job).value();
    for (const auto& item : kept->items) found.push_back(item.submission + " " + item.result);
    return found;
  }
};
FANGST_ON_BOTH_DATABASES(OperatorActions);

TEST_P(OperatorActions, pause_a_dependency_once_and_resume_it_once) {
  const auto begun = database->clock->now();
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:kari"));
  ASSERT_TRUE(store::pause_dependency(**database, "krr", "operator:ola"));
  database->clock->advance(1h);
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:ola"));
  const TableRow row{{"dependency", "svarut"}, {"since", millis(begun)}, {"actor", "operator:kari"}};
  EXPECT_EQ(table_rows(**database, "dependency_pause", "dependency").at(1), row) << "the first pause stands";
  EXPECT_THAT(paused(), ElementsAre("krr", "svarut"));
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:per"));
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:per"));
  ASSERT_TRUE(store::resume_dependency(**database, "digipost", "operator:per"));
  EXPECT_THAT(paused(), ElementsAre("krr"));
  EXPECT_THAT(told(), ElementsAre("dependency.paused operator:kari", "dependency.paused operator:ola",
                                  "dependency.resumed operator:per"));
  EXPECT_EQ(nlohmann::json::parse(last_entry().at("body")), (nlohmann::json{{"dependency", "svarut"}}));
  expect_whole_log();
}

TEST_P(OperatorActions, retry_what_was_named_and_nothing_else_each_once) {
  const auto first = parked("1");
  const auto second = parked("2");
  const auto left = parked("3");
  const auto job = store::retry(**database, "jobb", {second.str(), first.str(), second.str()}, "operator:kari", "ids");
  ASSERT_TRUE(job);
  EXPECT_THAT(results("jobb"), ::testing::UnorderedElementsAre(first.str() + " retried", second.str() + " retried"));
  EXPECT_EQ(load(left).submission.state, SubmissionState::parked);
  EXPECT_EQ(load(first).submission.state, SubmissionState::in_flight);
  EXPECT_THAT(told(), ElementsAre("retry.started operator:kari", "retry.batch operator:kari"));
  std::size_t retried = 0;
  for (const auto& entry : entries()) {
    if (entry.at("kind") != "submission.retried") continue;
    ++retried;
    EXPECT_EQ(entry.at("actor"), "operator:kari");
    EXPECT_EQ(entry.at("body"), R"({"step":"arkiver"})");
  }
  EXPECT_EQ(retried, 2U);
  expect_whole_log();
}

TEST_P(OperatorActions, retried_again_under_one_id_are_the_first_whatever_is_named) {
  const auto first = parked("1");
  const auto second = parked("2");
  ASSERT_TRUE(store::retry(**database, "jobb", {first.str()}, "operator:kari", "ids"));
  const auto again = store::retry(**database, "jobb", {second.str()}, "operator:ola", "annet");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->actor, "operator:kari");
  EXPECT_THAT(results("jobb"), ElementsAre(first.str() + " retried"));
  EXPECT_EQ(load(second).submission.state, SubmissionState::parked);
  EXPECT_THAT(told(), ElementsAre("retry.started operator:kari", "retry.batch operator:kari"));
}

TEST_P(OperatorActions, of_two_jobs_are_told_apart) {
  const auto first = parked("1");
  const auto second = parked("2");
  ASSERT_TRUE(store::retry(**database, "en", {first.str()}, "operator:kari", "ids"));
  ASSERT_TRUE(store::retry(**database, "to", {first.str(), second.str()}, "operator:kari", "ids"));
  EXPECT_THAT(results("en"), ElementsAre(first.str() + " retried"));
  EXPECT_THAT(results("to"), ::testing::UnorderedElementsAre(first.str() + " not_parked", second.str() + " retried"));
  expect_whole_log();
}

/// As after a crash in the middle: the set is kept, and some of it has no result.
TEST_P(OperatorActions, that_broke_off_go_on_from_where_they_came) {
  const auto first = parked("1");
  const auto second = parked("2");
  ASSERT_TRUE(store::retry(**database, "jobb", {first.str()}, "operator:kari", "ids"));
  database->tamper("INSERT INTO retry_job_item (job_id, submission_id, result) VALUES ('jobb', '" + second.str() +
                   "', 'pending')");
  EXPECT_THAT(results("jobb"), ::testing::UnorderedElementsAre(first.str() + " retried", second.str() + " pending"));
  ASSERT_TRUE(store::retry(**database, "jobb", {}, "operator:kari", "ids"));
  EXPECT_THAT(results("jobb"), ::testing::UnorderedElementsAre(first.str() + " retried", second.str() + " retried"));
  EXPECT_EQ(load(second).submission.state, SubmissionState::in_flight);
}

TEST_P(OperatorActions, start_what_was_parked_with_its_tries_before_it_and_its_error_kept) {
  const auto id = SubmissionMaker{}.accept_into(**database).id;
  const Error failed(ErrorKind::internal, "prøve.kode", "prøve", PublicText{""});
  decide([&](auto& tx, const auto& work) { store::retry_at(tx, work, now(), failed); });
  const auto item = due().at(0);
  decide(item, [&](auto& tx, const auto& work) { store::park(tx, work, failed); });
  EXPECT_EQ(load(id).submission.attempts, 2);
  database->clock->advance(1h);
  write([&](sql::Transaction& tx) {
    EXPECT_TRUE(store::retry_parked(tx, id, "operator:kari"));
    EXPECT_FALSE(store::retry_parked(tx, model::SubmissionId("ukjent"), "operator:kari"));
  });
  EXPECT_EQ(load(id).submission.attempts, 0);
  EXPECT_EQ(load(id).error_code, "prøve.kode");
  EXPECT_EQ(load(id).next_at, database->clock->now());
  const auto again = due();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].traceparent, item.traceparent);
  EXPECT_EQ(again[0].step.str(), "arkiver");
  expect_whole_log();
}

}  // namespace
}  // namespace fangst::testing
