#include "api_plant.hpp"

namespace fangst::testing {
namespace {

/// What an operator asks for and changes, to the day and to the one dependency.
class Operators : public ApiTest {
 protected:
  Answer retry(const json& request) { return call("POST", "/v1/operations/retries", kOperatorKey, request.dump()); }
  Answer change(const std::string& name, const std::string& verb, std::string_view key = kOperatorKey) {
    return call("POST", "/v1/operations/dependencies/" + name + "/" + verb, key);
  }
  std::string parked(const std::string& key) {
    const auto id = accept(key);
    park(id);
    return id;
  }
  std::int64_t due() {
    return count("SELECT COUNT(*) FROM work WHERE visible_at <= " +
                 std::to_string(model::to_millis(database->clock().now())));
  }
  void postpone_all() {
    database.tamper("UPDATE work SET due_at = due_at + 3600000, visible_at = visible_at + 3600000");
  }
  policy::CircuitBreaker::State state_of(const std::string& name) { return dependencies.find(name)->state(); }
};

using State = policy::CircuitBreaker::State;

TEST_F(Operators, see_whole_days_from_the_first_to_the_last) {
  // The first and the last millisecond of days before and after today, 21 September 2026.
  const auto today = std::chrono::sys_days{std::chrono::year{2026} / 9 / 21};
  for (int day = -9; day <= 1; ++day) {
    const auto begin = model::to_millis(model::Timestamp{(today + std::chrono::days{day}).time_since_epoch()});
    for (const auto at : {begin, begin + 86'399'999}) {
      database.tamper(
          "INSERT INTO intake_refusal (at, source, outcome, format, external_key, code, trace_id, fields) VALUES (" +
          std::to_string(at) + ", 'gerica', 'refused', '', '', '', '', '[]')");
    }
  }
  const std::tuple<std::string, std::string, std::string, std::size_t> asked[] = {
      {"", "2026-09-14", "2026-09-21", 8},
      {"?from=2026-09-20", "2026-09-20", "2026-09-21", 2},
      {"?to=2026-09-15", "2026-09-14", "2026-09-15", 2},
      {"?from=2026-09-13&to=2026-09-14", "2026-09-13", "2026-09-14", 2},
      {"?from=2026-09-21&to=2026-09-21", "2026-09-21", "2026-09-21", 1},
      {"?from=2026-09-20&to=2026-09-22", "2026-09-20", "2026-09-22", 3}};
  for (const auto& [query, first, last, days] : asked) {
    const auto sums = get("/v1/operations/balance" + query, kOperatorKey).body().at("balance");
    ASSERT_EQ(sums.size(), days) << query << sums;
    EXPECT_EQ(sums.front().at("day"), first) << query;
    EXPECT_EQ(sums.back().at("day"), last) << query;
    for (const auto& sum : sums) EXPECT_EQ(sum.at("refused"), 2) << query << sum << ": the whole day";
  }
  for (const auto* bad : {"?from=2026-09-31", "?to=2026-09-31", "?to=i-dag", "?from="}) {
    expect_problem(get(std::string("/v1/operations/balance") + bad, kOperatorKey), 400, "drift.ugyldig");
  }
}

TEST_F(Operators, pause_one_dependency_and_leave_the_others) {
  dependencies.add("svarut", pipeline::DependencyKind::dispatcher);
  dependencies.add("digipost", pipeline::DependencyKind::dispatcher);
  change("svarut", "pause", kOtherOperatorKey);
  EXPECT_EQ(state_of("svarut"), State::paused);
  EXPECT_EQ(state_of("digipost"), State::closed);
  EXPECT_EQ(text("SELECT dependency || ' ' || actor FROM dependency_pause"), "svarut operator:vakt");
  EXPECT_EQ(text("SELECT actor || ' ' || body FROM audit_entry WHERE kind = 'dependency.paused'"),
            R"(operator:vakt {"dependency":"svarut"})");
  change("digipost", "pause");
  change("svarut", "resume");
  EXPECT_EQ(state_of("svarut"), State::closed);
  EXPECT_EQ(state_of("digipost"), State::paused);
  EXPECT_EQ(text("SELECT dependency || ' ' || actor FROM dependency_pause"), "digipost operator:drift");
  EXPECT_EQ(text("SELECT actor || ' ' || body FROM audit_entry WHERE kind = 'dependency.resumed'"),
            R"(operator:drift {"dependency":"svarut"})");
}

TEST_F(Operators, change_no_dependency_when_the_change_cannot_be_stored) {
  dependencies.add("svarut", pipeline::DependencyKind::dispatcher);
  const auto without_table = [&](const std::string& verb) {
    database.tamper("ALTER TABLE dependency_pause RENAME TO away");
    EXPECT_GE(change("svarut", verb).status, 500);
    database.tamper("ALTER TABLE away RENAME TO dependency_pause");
  };
  without_table("pause");
  EXPECT_EQ(state_of("svarut"), State::closed);
  EXPECT_EQ(change("svarut", "pause").status, 200);
  without_table("resume");
  EXPECT_EQ(state_of("svarut"), State::paused);
}

TEST_F(Operators, wake_only_what_waits_for_the_dependency_that_they_resume) {
  dependencies.add("arkiv", pipeline::DependencyKind::archive);
  dependencies.add("svarut", pipeline::DependencyKind::dispatcher);
  accept();
  postpone_all();
  for (const auto* name : {"svarut", "arkiv"}) EXPECT_EQ(change(name, "pause").status, 200);
  EXPECT_EQ(due(), 0) << "a pause wakes nobody";
  change("svarut", "resume");
  EXPECT_EQ(due(), 0) << "it waits for the archive";
  change("arkiv", "resume");
  EXPECT_EQ(due(), 1);
}

TEST_F(Operators, leave_in_the_log_what_they_chose_to_retry) {
  const auto id = parked("K-1");
  const auto selection_of = [&](const json& request) {
    const auto job = retry(request).body().value("id", "");
    return text("SELECT selection FROM retry_job WHERE id = '" + job + "'");
  };
  EXPECT_EQ(selection_of({{"ids", {id}}}), R"({"ids":true})");
  EXPECT_EQ(selection_of({{"group", {{"step", "arkiver"}, {"code", "test.avvist"}}}}),
            R"({"group":{"code":"test.avvist","step":"arkiver"}})");
  EXPECT_EQ(selection_of({{"group", {{"step", std::string(2000, 'x')}, {"code", ""}}}}).size(), 1000U);
}

TEST_F(Operators, retry_what_they_name_and_nothing_else) {
  const auto first = parked("K-1");
  const auto second = parked("K-2");
  parked("K-3");
  const auto answer = retry({{"ids", {second, first}}, {"dryRun", false}});
  EXPECT_EQ(answer.body().at("items").size(), 2U) << answer.text;
  EXPECT_EQ(stored("K-1").state, "in_flight");
  EXPECT_EQ(stored("K-2").state, "in_flight");
  EXPECT_EQ(stored("K-3").state, "parked");
  EXPECT_NE(retry({{"ids", {first}}}).body().at("id"), answer.body().at("id"))
      << "without a key each is a job of its own";
}

TEST_F(Operators, retry_nothing_by_ids_that_are_none_though_there_is_a_group) {
  parked("K-1");
  for (const json& ids : {json("x"), json(nullptr), json::object(), json(1)}) {
    const auto answer = retry({{"ids", ids}, {"group", {{"step", "arkiver"}, {"code", "test.avvist"}}}});
    expect_problem(answer, 400, "drift.ugyldig");
  }
  EXPECT_EQ(stored("K-1").state, "parked");
  EXPECT_EQ(count("SELECT COUNT(*) FROM retry_job"), 0);
}

TEST_F(Operators, are_shown_what_they_would_retry_by_id_too) {
  const auto id = parked("K-1");
  EXPECT_EQ(retry({{"ids", {id, "ukjent"}}, {"dryRun", true}}).body(),
            (json{{"count", 2}, {"ids", {id, "ukjent"}}, {"dryRun", true}}));
  EXPECT_EQ(stored("K-1").state, "parked");
}

}  // namespace
}  // namespace fangst::testing
