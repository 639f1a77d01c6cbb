#include "api_plant.hpp"

#include <fangst/store/operations.hpp>

namespace fangst::testing {
namespace {

class Operations : public ApiTest {
 protected:
  Answer retry(const json& request, std::string_view headers = {}) {
    return call("POST", "/v1/operations/retries", kOperatorKey, request.dump(), headers);
  }
  std::string parked(const std::string& key, const std::string& code = "test.avvist") {
    const auto id = accept(key);
    park(id, code);
    return id;
  }
  std::string state(const std::string& key) { return stored(key).state; }
};

TEST_F(Operations, see_what_lies_where) {
  accept("K-1");
  parked("K-2");
  dependencies.add("svarut").pause();
  queue.healthy = false;
  queue.wrong = {"Køen er full. Hent meldinger ut."};
  const auto body = get("/v1/operations/overview", kOperatorKey).body();
  ASSERT_EQ(body.at("backlog").size(), 2U);
  for (const auto& row : body.at("backlog")) EXPECT_EQ(row.at("count"), 1);
  EXPECT_EQ(body.at("dependencies"), (json::array({{{"name", "svarut"}, {"state", "paused"}}})));
  EXPECT_EQ(body.at("queue"), (json{{"healthy", false}, {"problems", {"Køen er full. Hent meldinger ut."}}}));
  queue.healthy = true;
  queue.wrong.clear();
  EXPECT_EQ(get("/v1/operations/overview", kOperatorKey).body().at("queue"),
            (json{{"healthy", true}, {"problems", json::array()}}));
  EXPECT_TRUE(body.at("letters").is_array());
}

TEST_F(Operations, see_the_parked_by_cause) {
  parked("K-1");
  parked("K-2");
  parked("K-3", "test.annet");
  const auto groups = get("/v1/operations/parked", kOperatorKey).body().at("groups");
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].at("code"), "test.avvist");
  EXPECT_EQ(groups[0].at("count"), 2);
  EXPECT_EQ(groups[0].at("text"), "Avvist.");
  EXPECT_EQ(groups[0].at("examples").size(), 2U);
}

TEST_F(Operations, see_the_sum_of_everything) {
  accept("K-1");
  parked("K-2");
  accept("V-1", kVismaKey);
  post({{"metadata", "", "tull"}});
  const auto sums = get("/v1/operations/balance?from=2026-01-01&to=2026-12-31", kOperatorKey).body().at("balance");
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(sums[0], (json{{"source", "gerica"},
                           {"day", "2026-09-21"},
                           {"received", 3},
                           {"finished", 0},
                           {"refused", 1},
                           {"duplicate", 0},
                           {"inFlight", 1},
                           {"parked", 1},
                           {"holds", true}}));
  EXPECT_EQ(sums[1].at("received"), 1);
  EXPECT_TRUE(get("/v1/operations/balance?from=2026-01-01&to=2026-01-31", kOperatorKey).body().at("balance").empty());
  EXPECT_EQ(get("/v1/operations/balance", kOperatorKey).body().at("balance").size(), 2U);
  expect_problem(get("/v1/operations/balance?from=i-dag", kOperatorKey), 400, "drift.ugyldig");
  expect_problem(get("/v1/operations/balance?from=2026-13-01", kOperatorKey), 400, "drift.ugyldig");
}

TEST_F(Operations, retry_a_group) {
  parked("K-1");
  parked("K-2");
  parked("K-3", "test.annet");
  const json group{{"group", {{"step", "arkiver"}, {"code", "test.avvist"}}}};
  const auto answer = retry(group);
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.body().at("items").size(), 2U);
  EXPECT_EQ(state("K-1"), "in_flight");
  EXPECT_EQ(state("K-3"), "parked");
  const auto again = get(answer.headers.at("location"), kOperatorKey);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.text, answer.text);
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'submission.retried' AND actor = 'operator:drift'"),
            2);
}

TEST_F(Operations, retry_a_group_of_one_step_alone) {
  parked("K-1");
  const auto further = accept("K-2");
  archive(further);
  park(further);
  ASSERT_EQ(retry({{"group", {{"step", "arkiver"}, {"code", "test.avvist"}}}}).body().at("items").size(), 1U);
  EXPECT_EQ(state("K-1"), "in_flight");
  EXPECT_EQ(state("K-2"), "parked");
}

TEST_F(Operations, retry_by_id_and_say_what_became_of_each) {
  const auto id = parked("K-1");
  const auto other = accept("K-2");
  const auto body = retry({{"ids", {id, other, "ukjent"}}}).body();
  std::map<std::string, std::string> results;
  for (const auto& item : body.at("items")) results[item.at("submission")] = item.at("result");
  EXPECT_EQ(results,
            (std::map<std::string, std::string>{{id, "retried"}, {other, "not_parked"}, {"ukjent", "unknown"}}));
}

TEST_F(Operations, look_before_they_retry) {
  const auto id = parked("K-1");
  const auto answer = retry({{"group", {{"step", "arkiver"}, {"code", "test.avvist"}}}, {"dryRun", true}});
  EXPECT_EQ(answer.body(), (json{{"count", 1}, {"ids", {id}}, {"dryRun", true}}));
  EXPECT_EQ(state("K-1"), "parked");
  EXPECT_EQ(count("SELECT COUNT(*) FROM retry_job"), 0);
}

TEST_F(Operations, get_one_job_for_one_key) {
  const auto id = parked("K-1");
  const auto first = retry({{"ids", {id}}}, "Idempotency-Key: j-1\r\n");
  park(id);
  const auto again = retry({{"ids", {id}}}, "Idempotency-Key: j-1\r\n");
  EXPECT_EQ(again.text, first.text);
  EXPECT_EQ(state("K-1"), "parked");
  EXPECT_NE(retry({{"ids", {id}}}, "Idempotency-Key: j-2\r\n").body().at("id"), first.body().at("id"));
  EXPECT_EQ(state("K-1"), "in_flight");
}

TEST_F(Operations, have_each_their_own_keys) {
  const auto mine = parked("K-1");
  const auto theirs = parked("K-2");
  const auto by = [&](std::string_view operator_key, const std::string& id) {
    return call("POST", "/v1/operations/retries", operator_key, json{{"ids", {id}}}.dump(), "Idempotency-Key: j-1\r\n");
  };
  const auto first = by(kOperatorKey, mine);
  const auto other = by(kOtherOperatorKey, theirs);
  EXPECT_NE(other.body().at("id"), first.body().at("id"));
  EXPECT_EQ(state("K-1"), "in_flight");
  EXPECT_EQ(state("K-2"), "in_flight");
}

TEST_F(Operations, are_told_what_is_wrong_with_a_retry) {
  for (const auto* bad :
       {"tull", "[]", "{}", R"({"ids":"x"})", R"({"ids":[1]})", R"({"group":"x"})", R"({"group":{"step":"send"}})",
        R"({"group":{"step":1,"code":"x"}})", R"({"ids":[],"dryRun":"ja"})"}) {
    const auto answer = call("POST", "/v1/operations/retries", kOperatorKey, bad);
    expect_problem(answer, 400, "drift.ugyldig");
  }
  expect_problem(get("/v1/operations/retries/ukjent", kOperatorKey), 404, "drift.ukjent_jobb");
}

TEST_F(Operations, may_write_long_requests_in_any_letters) {
  const auto id = parked("K-1");
  std::string note;
  for (int i = 0; i < 600; ++i) note += "å";
  EXPECT_EQ(retry({{"ids", {id}}, {"a", "x"}, {"merknad", note}}).status, 200);
  EXPECT_EQ(retry({{"group", {{"step", note}, {"code", note}}}}).status, 200);
}

TEST_F(Operations, pause_and_resume_a_dependency) {
  dependencies.add("svarut", pipeline::DependencyKind::dispatcher);
  const auto paused = call("POST", "/v1/operations/dependencies/svarut/pause", kOperatorKey);
  EXPECT_EQ(paused.body(), (json{{"name", "svarut"}, {"state", "paused"}}));
  EXPECT_TRUE(dependencies.find("svarut")->refusal());
  EXPECT_EQ(count("SELECT COUNT(*) FROM dependency_pause WHERE dependency = 'svarut'"), 1);
  EXPECT_EQ(call("POST", "/v1/operations/dependencies/svarut/pause", kOperatorKey).status, 200);
  const auto resumed = call("POST", "/v1/operations/dependencies/svarut/resume", kOperatorKey);
  EXPECT_EQ(resumed.body().at("state"), "closed");
  EXPECT_FALSE(dependencies.find("svarut")->refusal());
  EXPECT_EQ(count("SELECT COUNT(*) FROM dependency_pause"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_entry WHERE kind IN ('dependency.paused', 'dependency.resumed')"), 2);
  expect_problem(call("POST", "/v1/operations/dependencies/ukjent/pause", kOperatorKey), 404,
                 "drift.ukjent_avhengighet");
}

TEST_F(Operations, wake_what_waits_when_they_resume) {
  dependencies.add("arkiv", pipeline::DependencyKind::archive).pause();
  const auto id = accept();
  ASSERT_TRUE(database->write([&](sql::Transaction& tx) -> Result<void> {
    tx.run("UPDATE work SET due_at = due_at + 3600000, visible_at = visible_at + 3600000");
    return {};
  }));
  ASSERT_EQ(call("POST", "/v1/operations/dependencies/arkiv/resume", kOperatorKey).status, 200);
  EXPECT_EQ(
      count("SELECT COUNT(*) FROM work WHERE visible_at <= " + std::to_string(model::to_millis(database.clock->now()))),
      1);
}

}  // namespace
}  // namespace fangst::testing
