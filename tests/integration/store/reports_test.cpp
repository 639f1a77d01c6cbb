#include "both_databases.hpp"

#include <fangst/store/letters.hpp>
#include <fangst/store/reports.hpp>

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReportsOfMany : public BothDatabases {
 protected:
  model::SubmissionId accept(const std::string& source, const std::string& key) {
    const SubmissionMaker maker{key, source + key, source + key};
    return maker
        .accept_into(**database,
                     [&](store::Acceptance& acceptance) { acceptance.submission.source = model::SourceName(source); })
        .id;
  }
  /// The one that was accepted last: its work has been handed out to nobody.
  void decide_last(const Decision& decision) {
    const auto items = due();
    ASSERT_EQ(items.size(), 1U);
    decide(items[0], decision);
  }
  void park_last(const std::string& code, const std::string& text = "tekst", const std::string& step = "arkiver") {
    if (step != "arkiver") {
      decide_last([&](auto& tx, const auto& work) { store::move_to(tx, work, model::StepName(step)); });
    }
    decide_last([&](auto& tx, const auto& work) {
      store::park(tx, work, Error(ErrorKind::internal, code, "prøve", PublicText{text}));
    });
  }
  model::SubmissionId parked(const std::string& key, const std::string& code, const std::string& step = "arkiver") {
    const auto id = accept("gerica", key);
    park_last(code, "tekst " + code, step);
    return id;
  }
  template <class Report>
  auto read(const Report& report) {
    decltype(report(std::declval<sql::Session&>())) found;
    EXPECT_TRUE((*database)->read([&](sql::Session& session) -> Result<void> {
      found = report(session);
      return {};
    }));
    return found;
  }
  std::vector<std::string> keys(const std::string& source = "", const std::string& key = "",
                                const std::optional<SubmissionState>& state = std::nullopt, std::int64_t after = 0,
                                std::int64_t limit = store::ListQuery{}.limit) {
    const store::ListQuery query{source, key, state, after, limit};
    std::vector<std::string> found;
    for (const auto& one : read([&](auto& session) { return store::list_submissions(session, query); })) {
      found.push_back(one.source + " " + one.external_key);
    }
    return found;
  }
};
FANGST_ON_BOTH_DATABASES(ReportsOfMany);

TEST_P(ReportsOfMany, show_every_field_of_a_submission) {
  const auto received = now();
  const auto id = accept("visma", "K-1");
  database->clock->advance(1h);
  park_last("prøve.kode", "prøvetekst", "send");
  const auto list = read([](auto& session) { return store::list_submissions(session, {}); });
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].seq, 1);
  EXPECT_EQ(list[0].id, id.str());
  EXPECT_EQ(list[0].source, "visma");
  EXPECT_EQ(list[0].external_key, "K-1");
  EXPECT_EQ(list[0].type, "vedtak");
  EXPECT_EQ(list[0].state, "parked");
  EXPECT_EQ(list[0].step, "send");
  EXPECT_EQ(list[0].received_at, received);
  EXPECT_EQ(list[0].updated_at, now());
  EXPECT_EQ(list[0].error_code, "prøve.kode");
  EXPECT_EQ(list[0].error_text, "prøvetekst");
}

TEST_P(ReportsOfMany, find_submissions_by_each_criterion_and_by_all_together) {
  accept("gerica", "K-1");
  park_last("x");
  accept("visma", "K-1");
  park_last("x");
  accept("gerica", "K-2");
  accept("visma", "K-2");
  const auto parked = SubmissionState::parked;
  EXPECT_THAT(keys(), ElementsAre("gerica K-1", "visma K-1", "gerica K-2", "visma K-2"));
  EXPECT_THAT(keys("visma"), ElementsAre("visma K-1", "visma K-2"));
  EXPECT_THAT(keys("", "K-1"), ElementsAre("gerica K-1", "visma K-1"));
  EXPECT_THAT(keys("", "", parked), ElementsAre("gerica K-1", "visma K-1"));
  EXPECT_THAT(keys("gerica", "K-2"), ElementsAre("gerica K-2"));
  EXPECT_THAT(keys("gerica", "", parked), ElementsAre("gerica K-1"));
  EXPECT_THAT(keys("", "K-2", parked), IsEmpty());
  EXPECT_THAT(keys("visma", "K-1", parked), ElementsAre("visma K-1"));
  EXPECT_THAT(keys("", "", std::nullopt, 1), ElementsAre("visma K-1", "gerica K-2", "visma K-2"));
  EXPECT_THAT(keys("", "", std::nullopt, 1, 2), ElementsAre("visma K-1", "gerica K-2"));
  EXPECT_THAT(keys("", "", std::nullopt, 4), IsEmpty());
}

TEST_P(ReportsOfMany, list_a_hundred_when_nothing_is_said) {
  for (int i = 0; i < 101; ++i) accept("gerica", "K-" + std::to_string(i));
  EXPECT_EQ(keys().size(), 100U);
  for (int i = 0; i < 101; ++i) {
    write([](sql::Transaction& tx) {
      store::record_refusal(tx, {model::SourceName("gerica"), "refused", "innsending", "", "x"});
    });
  }
  EXPECT_EQ(read([](auto& session) { return store::list_refusals(session, {}); }).size(), 100U);
}

TEST_P(ReportsOfMany, of_the_backlog_tell_pipelines_steps_and_states_apart) {
  accept("gerica", "K-1");
  decide_last([](auto& tx, const auto& work) { store::finish(tx, work); });
  const auto first = now();
  accept("gerica", "K-2");
  park_last("x");
  database->clock->advance(1min);
  accept("gerica", "K-3");
  park_last("x", "", "send");
  const auto closed = accept("gerica", "K-4");
  database->tamper("UPDATE submission SET state = 'closed' WHERE id = '" + closed.str() + "'");
  database->tamper("DELETE FROM work");
  accept("gerica", "K-5");
  accept("gerica", "K-6");
  database->tamper("UPDATE submission SET pipeline = 'annen' WHERE external_key = 'K-6'");
  const auto rows = read([](auto& session) { return store::backlog(session); });
  std::vector<std::string> found;
  for (const auto& row : rows) {
    found.push_back(row.pipeline + " " + row.step + " " + row.state + " " + std::to_string(row.count));
  }
  EXPECT_THAT(found, ElementsAre("annen arkiver in_flight 1", "vedtak-ut arkiver in_flight 1",
                                 "vedtak-ut arkiver parked 1", "vedtak-ut send parked 1"));
  EXPECT_EQ(rows[2].oldest, first);
  EXPECT_EQ(rows[3].oldest, now());
}

TEST_P(ReportsOfMany, of_the_parked_are_groups_of_one_step_and_one_code_the_largest_first) {
  accept("gerica", "K-0");
  decide_last([&](auto& tx, const auto& work) {
    store::retry_at(tx, work, now() + 24h, Error(ErrorKind::internal, "a", "prøve", PublicText{""}));
  });
  parked("K-1", "a", "send");
  const auto first = now();
  std::vector<std::string> ids;
  for (int i = 2; i <= 7; ++i) {
    ids.push_back(parked("K-" + std::to_string(i), "a").str());
    database->clock->advance(1min);
  }
  parked("K-8", "b");
  parked("K-9", "b");
  const auto groups = read([](auto& session) { return store::parked_groups(session); });
  ASSERT_EQ(groups.size(), 3U);
  std::vector<std::string> found;
  for (const auto& group : groups) {
    found.push_back(group.step + " " + group.code + " " + std::to_string(group.count) + " " + group.text);
  }
  EXPECT_THAT(found, ElementsAre("arkiver a 6 tekst a", "arkiver b 2 tekst b", "send a 1 tekst a"));
  EXPECT_EQ(groups[0].first, first);
  EXPECT_EQ(groups[0].last, first + 5min);
  EXPECT_EQ(groups[0].examples, std::vector<std::string>(ids.begin(), ids.begin() + 5)) << "the oldest five";
  EXPECT_EQ(groups[2].examples.size(), 1U);
  const auto in_group = [&](const std::string& step, const std::string& code) {
    return read([&](auto& session) { return store::parked_in_group(session, step, code); });
  };
  EXPECT_EQ(in_group("arkiver", "a"), ids);
  EXPECT_EQ(in_group("arkiver", "b").size(), 2U);
  EXPECT_EQ(in_group("send", "a").size(), 1U);
  EXPECT_THAT(in_group("send", "b"), IsEmpty());
}

TEST_P(ReportsOfMany, of_the_balance_tell_sources_and_days_apart_from_the_first_to_before_the_last) {
  // Four seconds before midnight (UTC).
  database->clock->set_wall(model::from_millis(1'790'035'196'000));
  const auto before_midnight = now();
  accept("gerica", "K-1");
  accept("visma", "K-1");
  write([](sql::Transaction& tx) {
    store::record_refusal(tx, {model::SourceName("visma"), "conflict", "innsending", "", "x"});
    store::record_refusal(tx, {model::SourceName("visma"), "refused", "innsending", "", "x"});
    store::record_refusal(tx, {model::SourceName("visma"), "duplicate", "innsending", "", ""});
  });
  database->tamper("DELETE FROM work");
  database->clock->advance(4s);
  accept("gerica", "K-2");
  park_last("x");
  accept("gerica", "K-3");
  decide_last([](auto& tx, const auto& work) { store::finish(tx, work); });
  const auto closed = accept("gerica", "K-4");
  database->tamper("UPDATE submission SET state = 'closed' WHERE id = '" + closed.str() + "'");
  const auto sums = [&](model::Timestamp from, model::Timestamp to) {
    std::vector<std::string> lines;
    for (const auto& sum : read([&](auto& session) { return store::balance(session, from, to); })) {
      EXPECT_TRUE(sum.holds());
      std::string line = sum.source + " " + sum.day;
      for (const auto count : {sum.received, sum.finished, sum.refused, sum.duplicate, sum.in_flight, sum.parked}) {
        line += " " + std::to_string(count);
      }
      lines.push_back(line);
    }
    return lines;
  };
  const std::string gerica_first = "gerica 2026-09-21 1 0 0 0 1 0", gerica_second = "gerica 2026-09-22 3 2 0 0 0 1",
                    visma = "visma 2026-09-21 4 0 2 1 1 0";
  EXPECT_THAT(sums(before_midnight, now() + 1ms), ElementsAre(gerica_first, gerica_second, visma));
  EXPECT_THAT(sums(before_midnight, now()), ElementsAre(gerica_first, visma)) << "the end is not taken";
  EXPECT_THAT(sums(before_midnight + 1ms, now() + 1ms), ElementsAre(gerica_second)) << "and the beginning is";
  EXPECT_THAT(sums(now() + 1ms, now() + 24h), IsEmpty());
}

TEST_P(ReportsOfMany, of_refusals_find_each_by_each_criterion_newest_first) {
  const auto refuse = [&](const char* source, const char* outcome, const char* code, const char* trace) {
    write([&](sql::Transaction& tx) {
      store::record_refusal(tx, {model::SourceName(source), outcome, "f", "K", code, trace});
    });
  };
  refuse("gerica", "refused", "a", "t1");
  refuse("visma", "conflict", "a", "t2");
  refuse("gerica", "duplicate", "", "t1");
  refuse("gerica", "refused", "b", "t2");
  refuse("visma", "refused", "b", "t1");
  const auto found = [&](const char* source, const char* code, const char* trace,
                         const std::optional<std::int64_t>& before = std::nullopt,
                         std::int64_t limit = store::RefusalQuery{}.limit) {
    const store::RefusalQuery query{source, code, trace, before, limit};
    std::vector<std::int64_t> seqs;
    for (const auto& one : read([&](auto& session) { return store::list_refusals(session, query); })) {
      seqs.push_back(one.seq);
    }
    return seqs;
  };
  EXPECT_THAT(found("", "", ""), ElementsAre(5, 4, 2, 1));
  EXPECT_THAT(found("gerica", "", ""), ElementsAre(4, 1));
  EXPECT_THAT(found("", "a", ""), ElementsAre(2, 1));
  EXPECT_THAT(found("", "", "t1"), ElementsAre(5, 1));
  EXPECT_THAT(found("visma", "a", ""), ElementsAre(2));
  EXPECT_THAT(found("visma", "", "t1"), ElementsAre(5));
  EXPECT_THAT(found("", "b", "t2"), ElementsAre(4));
  EXPECT_THAT(found("gerica", "a", "t2"), IsEmpty());
  EXPECT_THAT(found("", "", "", 4), ElementsAre(2, 1));
  EXPECT_THAT(found("gerica", "", "", 4), ElementsAre(1));
  EXPECT_THAT(found("", "", "", std::nullopt, 2), ElementsAre(5, 4));
}

TEST_P(ReportsOfMany, show_every_field_of_a_refusal) {
  store::Refusal refusal{model::SourceName("visma"), "conflict", "format", "K-7", "kode", "spor"};
  refusal.fields = {{"/en", "to"}};
  write([&](sql::Transaction& tx) { store::record_refusal(tx, refusal); });
  const auto list = read([](auto& session) { return store::list_refusals(session, {}); });
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].at, now());
  EXPECT_EQ(list[0].source, "visma");
  EXPECT_EQ(list[0].outcome, "conflict");
  EXPECT_EQ(list[0].format, "format");
  EXPECT_EQ(list[0].external_key, "K-7");
  EXPECT_EQ(list[0].code, "kode");
  EXPECT_EQ(list[0].trace_id, "spor");
  EXPECT_EQ(list[0].fields, R"([{"detail":"to","pointer":"/en"}])");
}

TEST_P(ReportsOfMany, of_letters_count_each_channel_and_each_state) {
  const auto submission = accept("gerica", "K-1");
  const auto plan = [&](int part, const std::optional<model::Channel>& channel) {
    model::Letter letter;
    letter.id = model::LetterId("b-" + std::to_string(part));
    letter.submission = submission;
    letter.part_no = part;
    letter.channel = channel;
    write([&](sql::Transaction& tx) { store::plan_letter(tx, letter, model::StepName("velg_kanal")); });
    return letter;
  };
  plan(0, std::nullopt);
  plan(1, model::Channel("svarut"));
  plan(2, model::Channel("svarut"));
  const auto claimed = plan(3, model::Channel("svarut"));
  plan(4, model::Channel("digipost"));
  write([&](sql::Transaction& tx) { store::claim_letter(tx, claimed, "node-1", model::StepName("send")); });
  std::vector<std::string> found;
  for (const auto& row : read([](auto& session) { return store::letter_summary(session); })) {
    found.push_back(row.channel + " " + row.state + " " + std::to_string(row.count));
  }
  EXPECT_THAT(found, ::testing::UnorderedElementsAre(" planned 1", "svarut planned 2", "svarut unknown_outcome 1",
                                                     "digipost planned 1"));
}

}  // namespace
}  // namespace fangst::testing
