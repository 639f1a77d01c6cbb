#include "plant.hpp"

#include <fangst/queue/embedded_queue.hpp>
#include <fangst/support/eventually.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using model::SubmissionState;

/// Hands out every item twice, as a broker may.
class Doubling final : public ports::WorkQueue {
 public:
  explicit Doubling(ports::WorkQueue& queue) : queue_(queue) {}
  std::vector<ports::WorkItem> take(std::size_t max, std::chrono::milliseconds wait) override {
    {
      const std::lock_guard lock(mutex_);
      if (!again_.empty()) {
        auto items = std::move(again_);
        again_.clear();
        return items;
      }
    }
    auto items = queue_.take(max, wait);
    const std::lock_guard lock(mutex_);
    again_.insert(again_.end(), items.begin(), items.end());
    return items;
  }
  void settle(const ports::WorkItem& item) override { queue_.settle(item); }
  void give_back(const ports::WorkItem& item) override { queue_.give_back(item); }
  void wake() override { queue_.wake(); }
  void stop() override { queue_.stop(); }
  bool is_healthy() const override { return true; }
  std::vector<std::string> problems() const override { return {}; }

 private:
  ports::WorkQueue& queue_;
  std::mutex mutex_;
  std::vector<ports::WorkItem> again_;
};

/// Counts how many run at a time; each stays until `wanted` are here at once, or nobody more comes.
class Meeting final : public pipeline::Step {
 public:
  explicit Meeting(int wanted) : wanted_(wanted) {}
  std::string_view name() const override { return "arkiver"; }
  pipeline::StepResult run(const pipeline::StepInput&) override {
    std::unique_lock lock(mutex_);
    most = std::max(most, ++here_);
    changed_.notify_all();
    if (!changed_.wait_for(lock, support::patience(), [this] { return is_over_ || most >= wanted_; })) is_over_ = true;
    --here_;
    return {pipeline::Next{}, {}, {}};
  }
  int most = 0;

 private:
  int wanted_;
  int here_ = 0;
  bool is_over_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

class Workers : public PlantTest {
 protected:
  static constexpr int kSubmissions = 60;

  /// Many workers over the real embedded queue; returns how many steps were run when all have ended.
  int run_all(bool twice) {
    for (int i = 0; i < kSubmissions; ++i) {
      plant->accept({.key = "K-" + std::to_string(i), .case_key = "S-" + std::to_string(i), .ekspeder = false});
    }
    std::atomic<int> runs = 0;
    std::vector<std::unique_ptr<pipeline::Step>> steps;
    const auto catalogue = pipeline::all_steps();
    for (const auto& step : catalogue.all()) {
      steps.push_back(std::make_unique<ActingStep>(step.traits.name, [&runs](const auto&) {
        ++runs;
        return pipeline::StepResult{pipeline::Next{}, {}, {}};
      }));
    }
    queue::EmbeddedQueue embedded(std::make_shared<store::StoredOutbox>(plant->db()), plant->database.clock,
                                  {128, 20ms, 30min});
    Doubling doubling(embedded);
    ports::WorkQueue& queue = twice ? static_cast<ports::WorkQueue&>(doubling) : embedded;
    const auto pipelines = pipeline::PipelineSet::load(FANGST_PIPELINES, catalogue);
    pipeline::EngineSettings settings = plant->settings;
    settings.workers = 8;
    pipeline::Engine engine(plant->db(), queue, pipelines, catalogue, std::move(steps), settings, {});
    plant->db().on_commit([&queue] { queue.wake(); });
    engine.start();
    // Seconds go by, and never the half hour after which a lease would have run out.
    EXPECT_TRUE(support::eventually([&] {
      plant->database.clock->advance(20ms);
      return plant->count("SELECT COUNT(*) FROM work") == 0;
    }));
    engine.stop();
    plant->db().forget_listeners();
    return runs;
  }
};
FANGST_ON_BOTH_DATABASES(Workers);

TEST_P(Workers, leave_no_step_lying_until_its_lease_runs_out) {
  run_all(false);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM submission WHERE state = 'finished'"), kSubmissions);
}

TEST_P(Workers, run_a_step_that_is_delivered_twice_to_one_end) {
  run_all(true);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM submission WHERE state = 'finished'"), kSubmissions);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'submission.finished'"), kSubmissions);
  EXPECT_EQ(plant->count("SELECT COUNT(*) FROM audit_entry WHERE kind = 'submission.moved'"), kSubmissions);
}

TEST_P(Workers, run_as_many_steps_at_a_time_as_they_are_and_no_more) {
  auto meeting = std::make_unique<Meeting>(3);
  const auto& met = *meeting;
  plant->extra_steps.push_back(std::move(meeting));
  plant->start(3);
  for (int i = 0; i < 9; ++i) {
    plant->accept({.key = "K-" + std::to_string(i), .case_key = "S-" + std::to_string(i), .ekspeder = false});
  }
  plant->run_due();
  EXPECT_EQ(met.most, 3);
  plant->run_to_end();
}

TEST_P(Workers, do_not_run_a_postponed_step_early_for_a_late_delivery) {
  plant->accept({.ekspeder = false});
  store::StoredOutbox outbox(plant->db());
  const auto now = plant->database.clock->now();
  const auto items = outbox.lease_due(1, now, now + 30min).value();
  ASSERT_EQ(items.size(), 1U);
  ASSERT_TRUE(plant->db().write([&](sql::Transaction& tx) -> Result<void> {
    EXPECT_TRUE(store::is_current(tx, items[0]));
    store::wait_until(tx, store::find_current(tx, items[0]).value(), now + 1h, "venter");
    EXPECT_FALSE(store::is_current(tx, items[0]));
    return {};
  }));
}

}  // namespace
}  // namespace fangst::testing
