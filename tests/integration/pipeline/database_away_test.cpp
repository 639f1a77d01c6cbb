#include "plant.hpp"

#include <fangst/support/eventually.hpp>

#include <deque>
#include <future>

namespace fangst::testing {
namespace {

using model::SubmissionState;

/// Hands out what the test puts in, and counts what comes back.
class HandedQueue final : public ports::WorkQueue {
 public:
  void put(const ports::WorkItem& item) {
    const std::lock_guard lock(mutex_);
    items_.push_back(item);
    changed_.notify_all();
  }
  /// Waits until so many items have come back in all.
  void await(int ended) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, support::patience(), [&] { return settled_ + given_back_ >= ended; }));
  }
  int settled() const {
    const std::lock_guard lock(mutex_);
    return settled_;
  }
  int given_back() const {
    const std::lock_guard lock(mutex_);
    return given_back_;
  }

  std::vector<ports::WorkItem> take(std::size_t /*max*/, std::chrono::milliseconds wait) override {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, wait, [this] { return stopped_ || !items_.empty(); });
    if (stopped_ || items_.empty()) return {};
    auto item = items_.front();
    items_.pop_front();
    return {item};
  }
  void settle(const ports::WorkItem& /*item*/) override { count(settled_); }
  void give_back(const ports::WorkItem& /*item*/) override { count(given_back_); }
  void wake() override {}
  void stop() override {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  bool is_healthy() const override { return true; }
  std::vector<std::string> problems() const override { return {}; }

 private:
  void count(int& what) {
    const std::lock_guard lock(mutex_);
    ++what;
    changed_.notify_all();
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ports::WorkItem> items_;
  int settled_ = 0, given_back_ = 0;
  bool stopped_ = false;
};

/// Nothing is decided while the database does not answer: the work goes back to the queue, and is run again.
class DatabaseAway : public PlantTest {
 protected:
  /// `act` is given the number of the run.
  void begin(const std::function<void(int)>& act = {}, unsigned workers = 1) {
    id = plant->accept({.type = "notat", .ekspeder = false});
    item = plant->work_of(id);
    std::vector<std::unique_ptr<pipeline::Step>> steps;
    steps.push_back(std::make_unique<ActingStep>("arkiver", [this, act](const auto&) {
      const int number = ++runs;
      if (act) act(number);
      return pipeline::StepResult{pipeline::Next{}, {}, {}};
    }));
    auto settings = plant->settings;
    settings.workers = workers;
    engine.emplace(plant->db(), queue, pipelines, catalogue, std::move(steps), settings,
                   [this](const pipeline::StepOutcome& outcome) {
                     const std::lock_guard lock(mutex);
                     outcomes.push_back(outcome);
                   });
    engine->start();
  }
  void TearDown() override {
    engine.reset();
    PlantTest::TearDown();
  }
  /// Reads of submissions fail.
  void hide_submissions() { plant->database.tamper("ALTER TABLE submission RENAME TO hidden"); }
  void show_submissions() { plant->database.tamper("ALTER TABLE hidden RENAME TO submission"); }
  /// Commits fail.
  void hide_log() { plant->database.tamper("ALTER TABLE audit_head RENAME TO hidden"); }
  void show_log() { plant->database.tamper("ALTER TABLE hidden RENAME TO audit_head"); }

  void expect_first_outcome_skipped() {
    engine->stop();
    EXPECT_EQ(outcomes.at(0).outcome, "skipped");
    EXPECT_EQ(outcomes.at(0).error_code, "lager.utilgjengelig");
    EXPECT_EQ(outcomes.at(1).outcome, "next");
    EXPECT_EQ(plant->load(id).submission.step.str(), "meld_tilbake");
  }

  pipeline::StepCatalogue catalogue = pipeline::all_steps();
  pipeline::PipelineSet pipelines = pipeline::PipelineSet::load(FANGST_PIPELINES, catalogue);
  HandedQueue queue;
  model::SubmissionId id;
  ports::WorkItem item;
  std::atomic<int> runs = 0;
  std::mutex mutex;
  std::vector<pipeline::StepOutcome> outcomes;
  std::optional<pipeline::Engine> engine;
};
FANGST_ON_BOTH_DATABASES(DatabaseAway);

TEST_P(DatabaseAway, before_a_step_leaves_it_to_be_run_when_it_is_back) {
  begin();
  hide_submissions();
  queue.put(item);
  queue.await(1);
  EXPECT_EQ(queue.given_back(), 1);
  EXPECT_EQ(runs, 0);
  show_submissions();
  queue.put(item);
  queue.await(2);
  EXPECT_EQ(queue.settled(), 1);
  EXPECT_EQ(runs, 1);
  expect_first_outcome_skipped();
}

TEST_P(DatabaseAway, after_a_step_leaves_it_to_be_run_again) {
  begin([this](int run) {
    if (run == 1) hide_log();
  });
  queue.put(item);
  queue.await(1);
  EXPECT_EQ(queue.given_back(), 1);
  show_log();
  EXPECT_EQ(plant->load(id).submission.step.str(), "arkiver") << "nothing of the first run was kept";
  queue.put(item);
  queue.await(2);
  EXPECT_EQ(queue.settled(), 1);
  EXPECT_EQ(runs, 2);
  expect_first_outcome_skipped();
}

TEST_P(DatabaseAway, when_work_comes_again_that_ended_a_process_runs_nothing_uncounted) {
  begin();
  item.handouts = 1;
  hide_log();
  queue.put(item);
  queue.await(1);
  EXPECT_EQ(queue.given_back(), 1);
  EXPECT_EQ(runs, 0);
  show_log();
  queue.put(item);
  queue.await(2);
  EXPECT_EQ(runs, 1);
  expect_first_outcome_skipped();
}

/// Reads can fail while writes succeed: then work is handed out again and again, and must not be parked for that.
TEST_P(DatabaseAway, for_reading_makes_no_poison_of_work_however_often_it_is_handed_out) {
  begin();
  item.handouts = 1;
  hide_submissions();
  const int times = 3 * plant->settings.poison_after;
  for (int i = 1; i <= times; ++i) {
    queue.put(item);
    queue.await(i);
  }
  EXPECT_EQ(queue.given_back(), times);
  show_submissions();
  queue.put(item);
  queue.await(times + 1);
  engine->stop();
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(outcomes.back().outcome, "next");
  EXPECT_EQ(plant->load(id).submission.state, SubmissionState::in_flight);
}

/// With the database there: what is delivered twice is settled, and what has moved on too.
TEST_P(DatabaseAway, is_told_from_work_that_is_under_way_or_done) {
  std::promise<void> may_end;
  std::shared_future<void> end = may_end.get_future().share();
  begin([end](int) { end.wait(); }, 2);
  queue.put(item);
  ASSERT_TRUE(support::eventually([this] { return runs == 1; }));
  queue.put(item);
  queue.await(1);
  EXPECT_EQ(queue.settled(), 1) << "the run that is under way decides";
  may_end.set_value();
  queue.await(2);
  queue.put(item);
  queue.await(3);
  EXPECT_EQ(queue.settled(), 3);
  EXPECT_EQ(queue.given_back(), 0);
  EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace fangst::testing
