#include "distant_core_case.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using policy::ArchivePhase;
using ports::ArchiveAnswer;
using ports::ArchiveDone;
using ports::ArchivePending;
using ports::ArchiveProgress;
using ports::WriteMade;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

FANGST_ON_BOTH_DATABASES(DistantCore);

TEST_P(DistantCore, has_stored_that_a_write_is_begun_before_it_is_made) {
  std::vector<std::string> seen;
  archive.on_advance = [&](const auto* state, const auto& call) {
    if (state != nullptr) {
      EXPECT_EQ(plant->count("SELECT COUNT(*) FROM archive_order WHERE phase = 'begun' AND look_up_at IS NOT NULL AND "
                             "next_write = '" +
                             state->next_write + "' AND state = '" + state->text + "'"),
                1);
      seen.push_back(state->next_write);
    }
    return write_two(state, call);
  };
  const auto id = run();
  EXPECT_THAT(seen, ElementsAre("en", "to"));
  EXPECT_EQ(state(id), SubmissionState::finished);
  EXPECT_EQ(stored(id)->phase, ArchivePhase::done);
  EXPECT_EQ(stored(id)->turn, 3);
}

TEST_P(DistantCore, lets_nothing_be_written_that_was_not_announced) {
  int left = 0;
  archive.on_advance = [&](const auto* /*state*/, const auto& call) -> Result<ArchiveAnswer> {
    call.write.begin("en");
    ++left;
    return ArchiveDone{};
  };
  const auto id = run();
  plant->run_to_end();
  EXPECT_EQ(left, 0);
  EXPECT_EQ(state(id), SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "arkiv.uventet");
  EXPECT_NE(plant->load(id).error_detail.find("not the one announced"), std::string::npos);
}

TEST_P(DistantCore, lets_one_call_write_once) {
  int left = 0;
  archive.on_advance = announce_and([&](const auto& call) -> Result<ArchiveAnswer> {
    call.write.begin("en");
    ++left;
    call.write.begin("en");
    ++left;
    return ArchiveDone{};
  });
  archive.on_find = [](const auto&, auto) -> Result<ArchiveAnswer> { return ArchiveDone{}; };
  const auto id = run();
  EXPECT_EQ(state(id), SubmissionState::unknown_outcome) << "the first has left";
  plant->run_to_end();
  EXPECT_EQ(left, 1);
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(DistantCore, makes_again_what_was_surely_not_made_when_nobody_else_has_made_it) {
  fail_second_write([](const auto&) -> Result<ArchiveAnswer> {
    return Failure(Error(ErrorKind::unavailable, "test.borte", "kjerne", PublicText{"Borte."}));
  });
  const auto id = run();
  EXPECT_EQ(stored(id)->phase, ArchivePhase::announced);
  plant->run_next();
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0", "advance 1", "find 1 surely_not", "advance 1"));
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(DistantCore, looks_up_what_may_have_been_made_and_not_while_it_may_be_under_way) {
  fail_second_write([](const ports::ArchiveCall& call) -> Result<ArchiveAnswer> {
    call.write.begin("to");
    return Failure(unclear());
  });
  const auto begun_at = plant->database.clock->now();
  const auto id = run();
  EXPECT_EQ(state(id), SubmissionState::unknown_outcome);
  while (archive.calls.size() == 3) ASSERT_TRUE(plant->run_next());
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0", "advance 1", "find 1 perhaps", "advance 1"));
  EXPECT_GT(plant->database.clock->now() - begun_at, 59s) << "30 s for the call and 30 s for the core";
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(DistantCore, goes_on_from_where_a_crash_came) {
  fail_second_write([this](const ports::ArchiveCall& call) -> Result<ArchiveAnswer> {
    call.write.begin("to");
    plant->lose_running_step();
    return ArchiveDone{};
  });
  archive.on_find = [](const auto&, auto) -> Result<ArchiveAnswer> { return ArchiveDone{}; };
  const auto id = run();
  EXPECT_EQ(stored(id)->phase, ArchivePhase::begun);
  plant->restart();
  plant->run_to_end();
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0", "advance 1", "find 1 perhaps"));
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(DistantCore, stays_unclear_while_the_look_up_fails) {
  fail_second_write([](const ports::ArchiveCall& call) -> Result<ArchiveAnswer> {
    call.write.begin("to");
    return Failure(unclear());
  });
  archive.on_find = [](const auto&, auto) -> Result<ArchiveAnswer> {
    return Failure(Error(ErrorKind::internal, "test.intern", "kjerne", PublicText{"Feil."}));
  };
  const auto id = run();
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(plant->run_next());
  EXPECT_EQ(state(id), SubmissionState::unknown_outcome);
  EXPECT_EQ(stored(id)->phase, ArchivePhase::begun);
  EXPECT_EQ(std::count(archive.calls.begin(), archive.calls.end(), "advance 1"), 1);
}

/// A first look-up that finds nothing may be followed by another try, a second is a failure: the core does not take it.
TEST_P(DistantCore, parks_what_the_core_answers_unclearly_for_ever_and_never_takes_after_so_many_writes) {
  archive.on_advance = announce_and([](const auto& call) -> Result<ArchiveAnswer> {
    call.write.begin("en");
    return Failure(unclear(ErrorKind::internal));
  });
  const auto id = run();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::parked);
  EXPECT_EQ(plant->load(id).error_code, "arkiv.ikke_utfoert");
  EXPECT_EQ(stored(id)->phase, ArchivePhase::announced) << "it is known that nothing was made";
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0", "find 0 perhaps", "advance 0", "find 0 perhaps",
                                         "find 0 surely_not", "advance 0", "find 0 perhaps"));
}

TEST_P(DistantCore, waits_for_an_answer_without_using_tries) {
  int asked = 0;
  archive.on_advance = [&](const auto* state, const auto& call) -> Result<ArchiveAnswer> {
    if (state == nullptr) return ArchiveProgress{{1, "send", "0"}};
    if (!state->next_write.empty()) {
      call.write.begin("send");
      return ArchiveProgress{{1, "", "1"}};
    }
    if (++asked > 20) return ArchiveDone{};
    return ArchivePending{plant->database.clock->now() + 1min};
  };
  const auto id = run();
  const auto begun = plant->database.clock->now();
  EXPECT_EQ(state(id), SubmissionState::waiting);
  while (asked <= 20) ASSERT_TRUE(plant->run_next());
  EXPECT_EQ(plant->database.clock->now() - begun, 20min);
  EXPECT_EQ(state(id), SubmissionState::finished);
  const auto events = plant->events(id);
  EXPECT_EQ(std::count(events.begin(), events.end(), "submission.waiting"), 1);
  EXPECT_EQ(std::count(events.begin(), events.end(), "submission.retrying"), 0);
}

TEST_P(DistantCore, gives_each_call_a_deadline) {
  run();
  ASSERT_EQ(archive.deadlines.size(), 3U);
  for (const auto deadline : archive.deadlines) EXPECT_EQ(deadline, plant->database.clock->monotonic() + 30s);
}

TEST_P(DistantCore, gives_no_call_more_time_than_the_step_has_nor_more_than_half_a_minute) {
  const auto id = accept();
  const auto& clock = *plant->database.clock;
  archive.on_advance = [](const auto*, const auto&) -> Result<ArchiveAnswer> {
    return Failure(Error(ErrorKind::unavailable, "test.borte", "kjerne", PublicText{"Borte."}));
  };
  for (const auto has : {5min, 1min}) {
    static_cast<void>(capture(id, has));
    EXPECT_EQ(archive.deadlines.back(), clock.monotonic() + 30s);
  }
  static_cast<void>(capture(id, 10s));
  EXPECT_EQ(archive.deadlines.back(), clock.monotonic() + 10s);
  EXPECT_EQ(archive.deadlines.size(), 3U);
}

TEST_P(DistantCore, begins_no_write_late_in_a_run_and_goes_on_in_the_next) {
  const auto id = accept();
  const auto submission = plant->load(id);
  const auto item = plant->work_of(id);
  auto& clock = *plant->database.clock;
  archive.on_advance = [&clock](const auto* state, const auto& call) {
    // A write that takes all the time that the call has.
    if (state != nullptr)
      clock.advance(std::chrono::ceil<std::chrono::milliseconds>(call.deadline - clock.monotonic()));
    return write_two(state, call);
  };
  auto cores = plant->make_cores();
  const auto result = cores->capture({submission, item, clock.monotonic() + 200ms, clock.now()});
  EXPECT_TRUE(std::holds_alternative<pipeline::Again>(result.decision));
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0"));
  EXPECT_EQ(stored(id)->state.next_write, "en") << "what comes next is kept with the outcome";
  ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
    FANGST_CHECK(result.effect(tx));
    store::run_again(tx, store::find_current(tx, item).value());
    return {};
  }));
  EXPECT_EQ(stored(id)->phase, ArchivePhase::announced);
  EXPECT_EQ(stored(id)->state.next_write, "to");
  EXPECT_EQ(state(id), SubmissionState::in_flight);
  archive.on_advance = write_two;
  plant->start();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(DistantCore, forgets_earlier_failures_when_it_gets_further) {
  // Ten writes, of which each fails twice: more failures than tries.
  std::map<std::string, int> tries;
  archive.on_advance = [&](const auto* state, const auto& call) -> Result<ArchiveAnswer> {
    if (state == nullptr) return ArchiveProgress{{1, "skriv", "0"}};
    if (++tries[state->text] <= 2) {
      return Failure(Error(ErrorKind::internal, "test.intern", "kjerne", PublicText{"Feil."}));
    }
    call.write.begin("skriv");
    const auto number = std::stoi(state->text) + 1;
    if (number == 10) return ArchiveDone{};
    return ArchiveProgress{{1, "skriv", std::to_string(number)}};
  };
  const auto id = run();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
  EXPECT_EQ(tries.size(), 10U);
}

TEST_P(DistantCore, parks_what_an_adapter_cannot_go_on_from) {
  const std::vector<ScriptedArchive::Advance> broken{[](const auto* /*state*/, const auto&) -> Result<ArchiveAnswer> {
                                                       return ArchiveProgress{{1, "", "venter"}};
                                                     },
                                                     announce_and([](const auto& call) -> Result<ArchiveAnswer> {
                                                       call.write.begin("en");
                                                       return ArchivePending{model::from_millis(0)};
                                                     }),
                                                     [](const auto* state, const auto& call) -> Result<ArchiveAnswer> {
                                                       if (state != nullptr) call.write.begin("en");
                                                       return ArchiveProgress{{1, "en", "0"}};
                                                     }};
  plant->start();
  int number = 0;
  for (const auto& act : broken) {
    archive.on_advance = act;
    const auto key = std::to_string(++number);
    const auto id = accept_as(key);
    plant->run_due();
    EXPECT_EQ(state(id), SubmissionState::parked) << key;
    EXPECT_EQ(plant->load(id).error_code, "arkiv.uventet_framdrift") << key;
  }
}

TEST_P(DistantCore, is_not_called_while_it_is_paused_and_keeps_what_it_has_announced) {
  archive.on_advance = [this](const auto* state, const auto& call) {
    if (state == nullptr) plant->dependencies.add("arkiv").pause();
    return write_two(state, call);
  };
  const auto id = run();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(plant->run_next());
  EXPECT_THAT(archive.calls, ElementsAre("advance "));
  EXPECT_EQ(state(id), SubmissionState::waiting);
  EXPECT_EQ(stored(id)->phase, ArchivePhase::announced);
  EXPECT_EQ(stored(id)->turn, 1) << "waiting on changes nothing";
  plant->dependencies.add("arkiv").resume();
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
}

TEST_P(DistantCore, writes_nothing_more_when_another_node_has_gone_on) {
  archive.on_advance = [this](const auto* state, const auto& call) {
    if (state != nullptr && state->next_write == "en") plant->lose_running_step();
    return write_two(state, call);
  };
  const auto id = run();
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0")) << "its progress was not taken";
  EXPECT_EQ(stored(id)->state.next_write, "en");
  archive.on_advance = write_two;
  archive.on_find = [](const auto&, auto) -> Result<ArchiveAnswer> { return ArchiveProgress{{1, "to", "1"}}; };
  plant->run_to_end();
  EXPECT_EQ(state(id), SubmissionState::finished);
}

}  // namespace
}  // namespace fangst::testing
