#include "distant_core_case.hpp"

#include <gmock/gmock.h>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using policy::ArchivePhase;
using ports::ArchiveAnswer;
using ports::ArchiveDone;
using ports::ArchiveProgress;
using ::testing::ElementsAre;

Error failure(ErrorKind kind) { return {kind, "test.feil", "kjerne", PublicText{"Feil."}}; }

/// The times, tries and kinds of failure by which pipeline::DistantCore decides.
class DistantCoreLimits : public DistantCore {
 protected:
  int count(const std::string& call) {
    return static_cast<int>(std::count(archive.calls.begin(), archive.calls.end(), call));
  }
};
FANGST_ON_BOTH_DATABASES(DistantCoreLimits);

/// As long as the call may take, and as long as the core may go on with a call that was given up.
TEST_P(DistantCoreLimits, say_when_a_write_can_no_longer_be_under_way) {
  struct Row {
    std::chrono::milliseconds has, looks_up_in;
  };
  archive.on_advance = announce_and([](const auto& call) -> Result<ArchiveAnswer> {
    call.write.begin("en");
    return Failure(unclear());
  });
  int number = 0;
  for (const auto& [has, looks_up_in] : {Row{5min, 60s}, Row{30s, 60s}, Row{10s, 40s}, Row{1s, 31s}}) {
    const auto id = accept_as(std::to_string(++number));
    EXPECT_TRUE(std::holds_alternative<pipeline::Unknown>(capture(id, has).decision));
    EXPECT_EQ(stored(id)->phase, ArchivePhase::begun);
    EXPECT_EQ(stored(id)->look_up_at.value() - plant->database.clock->now(), looks_up_in);
    const auto again = capture(id, 5min);
    ASSERT_TRUE(std::holds_alternative<pipeline::Wait>(again.decision)) << "it may be under way";
    EXPECT_EQ(std::get<pipeline::Wait>(again.decision).until, stored(id)->look_up_at);
    EXPECT_EQ(count("find 0 perhaps"), 0);
  }
}

TEST_P(DistantCoreLimits, let_a_run_begin_its_next_write_only_in_its_first_half) {
  struct Row {
    std::chrono::milliseconds takes;
    bool goes_on;
  };
  auto& clock = *plant->database.clock;
  int number = 0;
  for (const auto& [takes, goes_on] : {Row{0s, true}, Row{9'999ms, true}, Row{10s, false}, Row{12s, false}}) {
    archive.on_advance = [&clock, takes = takes](const auto* state, const auto& call) {
      if (state != nullptr) clock.advance(takes);
      return write_two(state, call);
    };
    archive.calls.clear();
    const auto id = accept_as(std::to_string(++number));
    const auto result = capture(id, 20s);
    EXPECT_EQ(std::holds_alternative<pipeline::Next>(result.decision), goes_on) << takes.count();
    EXPECT_EQ(std::holds_alternative<pipeline::Again>(result.decision), !goes_on) << takes.count();
    EXPECT_EQ(count("advance 1"), goes_on ? 1 : 0) << takes.count();
  }
}

/// Else a core that is slow to be asked would never be written to.
TEST_P(DistantCoreLimits, let_every_run_write_once_however_long_it_has_asked) {
  auto& clock = *plant->database.clock;
  archive.on_advance = [&clock](const auto* state, const auto& call) {
    if (state == nullptr) clock.advance(18s);
    return write_two(state, call);
  };
  const auto id = accept_as("K-1");
  EXPECT_TRUE(std::holds_alternative<pipeline::Again>(capture(id, 20s).decision));
  EXPECT_THAT(archive.calls, ElementsAre("advance ", "advance 0"));
}

TEST_P(DistantCoreLimits, tell_what_may_have_been_written_from_what_was_surely_not) {
  struct Row {
    const char* name;
    bool begins;
    std::function<Result<ArchiveAnswer>()> fail;
    SubmissionState state;
    ArchivePhase phase;
  };
  const auto clear = [](ErrorKind kind) {
    return [kind]() -> Result<ArchiveAnswer> { return Failure(failure(kind)); };
  };
  const auto lost = []() -> Result<ArchiveAnswer> { return Failure(unclear()); };
  const auto thrown = []() -> Result<ArchiveAnswer> { throw std::runtime_error("uventet"); };
  using enum SubmissionState;
  using enum ArchivePhase;
  const Row rows[] = {
      {"lost after it was begun", true, lost, unknown_outcome, begun},
      {"thrown after it was begun", true, thrown, unknown_outcome, begun},
      {"away after it was begun", true, clear(ErrorKind::unavailable), retrying, announced},
      {"refused after it was begun", true, clear(ErrorKind::rejected_by_dependency), parked, announced},
      {"lost before it was begun", false, lost, retrying, announced},
      {"thrown before it was begun", false, thrown, retrying, announced},
      {"away before it was begun", false, clear(ErrorKind::unavailable), retrying, announced},
      {"refused before it was begun", false, clear(ErrorKind::rejected_by_dependency), parked, announced},
  };
  plant->start();
  for (const auto& row : rows) {
    archive.on_advance = announce_and([&row](const auto& call) {
      if (row.begins) call.write.begin("en");
      return row.fail();
    });
    const auto id = accept_as(row.name);
    plant->run_due();
    EXPECT_EQ(state(id), row.state) << row.name;
    EXPECT_EQ(stored(id)->phase, row.phase) << row.name;
    EXPECT_EQ(stored(id)->look_up_at.has_value(), row.phase == begun) << row.name;
  }
}

/// Nothing is written by a call that only asks, so nothing of it is unclear.
TEST_P(DistantCoreLimits, take_no_lost_answer_to_a_question_for_a_write) {
  archive.on_advance = [](const auto* /*state*/, const auto&) -> Result<ArchiveAnswer> { return Failure(unclear()); };
  const auto first = run();
  EXPECT_EQ(state(first), SubmissionState::retrying) << "the first call";
  archive.on_advance =
      announce_and([](const auto&) -> Result<ArchiveAnswer> { return Failure(failure(ErrorKind::unavailable)); });
  archive.on_find = [](const auto&, auto) -> Result<ArchiveAnswer> { return Failure(unclear()); };
  plant->run_next();
  ASSERT_EQ(stored(first)->phase, ArchivePhase::announced);
  plant->run_next();
  ASSERT_EQ(archive.calls.back(), "find 0 surely_not");
  EXPECT_EQ(state(first), SubmissionState::retrying) << "the look-up of what was surely not made";
}

TEST_P(DistantCoreLimits, let_an_adapter_remember_so_much_and_no_more) {
  plant->start();
  for (const std::size_t more : {0U, 1U}) {
    archive.on_advance = [more](const auto* state, const auto& call) -> Result<ArchiveAnswer> {
      if (state == nullptr) {
        return ArchiveProgress{{1, "en", std::string(ports::ArchiveState::kMaxBytes + more, 'x')}};
      }
      call.write.begin("en");
      return ArchiveDone{};
    };
    const auto id = accept_as(std::to_string(more));
    plant->run_due();
    EXPECT_EQ(state(id), more == 0 ? SubmissionState::finished : SubmissionState::parked) << more;
    EXPECT_EQ(plant->load(id).error_code, more == 0 ? "" : "arkiv.uventet_framdrift");
  }
}

TEST_P(DistantCoreLimits, leave_nothing_to_look_up_when_all_is_done) {
  const auto id = run();
  EXPECT_EQ(state(id), SubmissionState::finished);
  EXPECT_EQ(stored(id)->phase, ArchivePhase::done);
  EXPECT_FALSE(stored(id)->look_up_at);
  EXPECT_EQ(stored(id)->core, "fjern");
  EXPECT_EQ(stored(id)->order, "capture");
}

TEST_P(DistantCoreLimits, leave_half_a_minute_to_another_node_that_has_gone_on) {
  const auto id = accept_as("K-1");
  const auto item = plant->work_of(id);
  archive.on_advance = [&](const auto* state, const auto& call) {
    if (state == nullptr) {
      const store::StoredOrder theirs{"capture", "fjern", ArchivePhase::announced, {1, "en", "andres"}, {}, 0};
      EXPECT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
        EXPECT_TRUE(store::keep_order(tx, item, theirs));
        return {};
      }));
    }
    return write_two(state, call);
  };
  const auto result = capture(id, 30s);
  ASSERT_TRUE(std::holds_alternative<pipeline::Wait>(result.decision));
  EXPECT_EQ(std::get<pipeline::Wait>(result.decision).until, plant->database.clock->now() + 30s);
  EXPECT_THAT(archive.calls, ElementsAre("advance "));
  EXPECT_EQ(stored(id)->state.text, "andres");
}

}  // namespace
}  // namespace fangst::testing
