#pragma once

#include <fangst/pipeline/pipeline_set.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/pipeline/step_catalogue.hpp>
#include <fangst/policy/retry_ladder.hpp>
#include <fangst/ports/work_queue.hpp>
#include <fangst/sql/database.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace fangst::pipeline {

struct EngineSettings {
  unsigned workers = 8;
  policy::RetryLadder ladder;
  std::map<std::string, policy::RetryLadder> step_ladders;  ///< By step name, instead of `ladder`.
  int poison_after = 8;  ///< Work that was begun this often without an outcome is parked: it may crash the process.
  std::chrono::milliseconds side_deadline{30'000};
};

/// The outcome of one run of a step, for metrics and the log.
struct StepOutcome {
  std::string pipeline, step, outcome;  ///< next, again, wait, retry, unknown, dead, skipped
  std::string submission, traceparent;
  std::string error_code, error_where, error_detail;
  std::chrono::nanoseconds duration{};
};

/// Takes work from the queue, runs its step, and writes the outcome in one transaction. It has a fixed number of worker
/// threads; steps are blocking functions. The references must outlive it. The observer is called on the worker threads.
class Engine {
 public:
  using Observer = std::function<void(const StepOutcome&)>;

  Engine(sql::Database& database, ports::WorkQueue& queue, const PipelineSet& pipelines, const StepCatalogue& catalogue,
         std::vector<std::unique_ptr<Step>> steps, EngineSettings settings, Observer observer);
  ~Engine();

  void start();
  /// Takes no more work, waits for the running steps (they have deadlines), and ends the threads. Idempotent.
  void stop();

 private:
  void work();
  void process(const ports::WorkItem& item);
  bool claim_run(const std::string& run);
  void release_run(const std::string& run);
  void run_step(const ports::WorkItem& item, StepOutcome& outcome);
  Result<std::optional<StepResult>> decide_step(const ports::WorkItem& item, store::StoredSubmission& stored,
                                                StepOutcome& outcome);
  StepResult run_on(const store::StoredSubmission& stored, const ports::WorkItem& item, StepOutcome& outcome);
  Result<bool> is_poison(const ports::WorkItem& item);
  void write(const ports::WorkItem& item, const store::StoredSubmission& stored, StepResult result,
             StepOutcome& outcome);
  void apply_any(sql::Transaction& tx, const ports::WorkItem& item, const store::StoredSubmission& stored,
                 const StepResult& result, StepOutcome& outcome);
  StepResult execute(Step& step, const StepInput& input);
  void apply(sql::Transaction& tx, const store::CurrentWork& work, const store::StoredSubmission& stored,
             const StepResult& result, StepOutcome& outcome);
  void apply_beside(sql::Transaction& tx, const store::CurrentWork& work, const StepResult& result,
                    StepOutcome& outcome);
  void park(sql::Transaction& tx, const store::CurrentWork& work, const Error& error, bool made_progress);
  void begin_beside(sql::Transaction& tx, const ports::WorkItem& item, Milestone milestone);
  bool stands_beside(const model::StepName& step) const;
  void fail(sql::Transaction& tx, const store::CurrentWork& work, const Error& error, const StepResult& result,
            StepOutcome& outcome);
  const policy::RetryLadder& ladder_of(const model::StepName& step) const;
  Step* find(const model::StepName& step) const;

  sql::Database& database_;
  ports::WorkQueue& queue_;
  const PipelineSet& pipelines_;
  const StepCatalogue& catalogue_;
  std::vector<std::unique_ptr<Step>> steps_;
  EngineSettings settings_;
  Observer observer_;
  std::mutex running_mutex_;
  std::unordered_set<std::string> running_;  // work running now: a broker may deliver twice
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace fangst::pipeline
