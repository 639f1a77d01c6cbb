#include "plant.hpp"

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;
using support::Trouble;

/// Invariant 12: a peer's outage costs time, not messages and not attempts.
class Outage : public PlantTest {
 protected:
  void use_circuit(int threshold) { plant.emplace(GetParam(), policy::CircuitBreaker::Settings{threshold, 20s, 40s}); }
};
FANGST_ON_BOTH_DATABASES(Outage);

TEST_P(Outage, of_any_peer_uses_up_no_attempts_however_long_it_lasts) {
  plant->start();
  for (const auto* call : {"arkiv.capture", "krr.look_up", "svarut.send", "svarut.status", "kilde.notify"}) {
    plant->outside.fail(call, Trouble::unavailable, 0);
    const auto id = plant->accept({.key = call, .case_key = call});
    plant->run_due();
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(plant->run_next()) << call;
    EXPECT_EQ(plant->load(id).submission.state, SubmissionState::retrying) << call;
    EXPECT_EQ(plant->load(id).submission.attempts, 0) << call;
    plant->outside.clear();
    plant->run_to_end();
    EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished) << call;
  }
}

TEST_P(Outage, leaves_all_tries_to_a_failure_that_comes_after_it) {
  plant->start();
  plant->outside.fail("krr.look_up", Trouble::unavailable, 10);
  const auto id = plant->accept();
  plant->run_due();
  for (int i = 0; i < 9; ++i) plant->run_next();
  ASSERT_EQ(plant->outside.count("krr.look_up"), 10);
  plant->outside.fail("krr.look_up", Trouble::internal, 3);
  plant->run_to_end();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::finished) << "a fourth try is allowed";
}

TEST_P(Outage, makes_the_waits_longer_up_to_the_last_rung) {
  plant->start();
  plant->outside.fail("krr.look_up", Trouble::unavailable, 0);
  const auto id = plant->accept();
  plant->run_due();
  const auto wait = [&] {
    const auto stored = plant->load(id);
    return std::chrono::duration_cast<std::chrono::seconds>(stored.next_at - stored.updated_at);
  };
  EXPECT_GE(wait(), 10s);
  EXPECT_LE(wait(), 12s);
  for (int i = 0; i < 3; ++i) {
    plant->run_next();
    EXPECT_GE(wait(), 60s);
    EXPECT_LE(wait(), 72s);
  }
}

/// Those that failed together would else all come back together, to a dependency that has just risen.
TEST_P(Outage, spreads_what_failed_at_the_same_moment) {
  plant->start();
  plant->outside.fail("krr.look_up", Trouble::unavailable, 0);
  std::set<model::Timestamp> due;
  const auto now = plant->database.clock->now();
  for (int i = 0; i < 12; ++i) {
    const auto number = std::to_string(i);
    const auto id = plant->accept({.key = "K-" + number, .case_key = "S-" + number});
    plant->run_due();
    due.insert(plant->load(id).next_at);
  }
  EXPECT_GT(due.size(), 3U);
  EXPECT_GE(*due.begin() - now, 10s);
  EXPECT_LE(*due.rbegin() - now, 12s);
}

TEST_P(Outage, opens_the_circuit_and_the_others_wait_without_a_call) {
  use_circuit(2);
  plant->outside.fail("krr.look_up", Trouble::unavailable, 0);
  plant->start();
  std::vector<model::SubmissionId> ids;
  for (int i = 0; i < 10; ++i) {
    ids.push_back(plant->accept({.key = "K-" + std::to_string(i), .case_key = "S-" + std::to_string(i)}));
  }
  plant->run_due();
  EXPECT_EQ(plant->outside.count("krr.look_up"), 2);
  int waiting = 0;
  for (const auto& id : ids) {
    EXPECT_EQ(plant->load(id).submission.attempts, 0);
    waiting += plant->load(id).submission.state == SubmissionState::waiting ? 1 : 0;
  }
  EXPECT_EQ(waiting, 8);
  for (int i = 0; i < 50; ++i) plant->run_next();
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM submission WHERE state = 'parked'"), 0);
  plant->outside.clear();
  plant->run_to_end();
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM submission WHERE state = 'finished'"), 10);
}

TEST_P(Outage, does_not_begin_to_send_a_letter_while_the_circuit_is_open) {
  plant->dependencies.add("svarut").pause();
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  for (int i = 0; i < 3; ++i) plant->run_next();
  EXPECT_EQ(plant->letters(id).at(0).state, model::LetterState::planned);
  const auto events = plant->events(id);
  EXPECT_EQ(std::count(events.begin(), events.end(), "letter.sending"), 0);
  EXPECT_EQ(std::count(events.begin(), events.end(), "submission.waiting"), 1) << "waiting on is no change of state";
}

TEST_P(Outage, of_a_paused_dependency_ends_at_once_when_it_is_resumed) {
  plant->dependencies.add("krr").pause();
  plant->settings.ladder = policy::RetryLadder({1h}, 4);
  plant->start();
  const auto id = plant->accept();
  plant->run_due();
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::waiting);
  plant->dependencies.add("krr").resume();
  ASSERT_TRUE(plant->db().write([](sql::Transaction& tx) -> Result<void> {
    store::wake_waiting(tx, {"velg_kanal"});
    return {};
  }));
  plant->run_due();
  EXPECT_EQ(plant->outside.count("krr.look_up"), 1);
}

}  // namespace
}  // namespace fangst::testing
