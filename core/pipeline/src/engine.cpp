#include <fangst/pipeline/engine.hpp>
#include <fangst/policy/error_mapping.hpp>

#include <random>

namespace fangst::pipeline {
namespace {

double unit_random() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

Error poison() {
  return {ErrorKind::internal, "motor.gift", "engine",
          PublicText{
              "Behandlingen har stoppet brått flere ganger. Innsendingen er lagt til side, så den ikke skader andre."}};
}

Error no_such_step(const std::string& step) {
  return {ErrorKind::internal, "motor.ukjent_steg", "engine",
          PublicText{"Oppsettet kjenner ikke steget innsendingen står i. Drift må rette løypa og prøve igjen."},
          PrivateDetail{step}};
}

Error unexpected(std::string where, const char* what) {
  return {ErrorKind::internal, "motor.uventet", std::move(where),
          PublicText{"Noe gikk galt i Fangst. Feilen er logget, og vi prøver igjen."}, PrivateDetail{what}};
}

/// How long the submission has waited since its last failure.
std::chrono::milliseconds last_wait(const policy::SubmissionLife& life) {
  return policy::has_failed(life.state) ? life.next_at - life.updated_at : std::chrono::milliseconds{0};
}

const Error* failure_of(const StepResult& result) {
  if (const auto* retry = std::get_if<Retry>(&result.decision)) return &retry->error;
  if (const auto* unknown = std::get_if<Unknown>(&result.decision)) return &unknown->error;
  return nullptr;
}

void note_error(StepOutcome& outcome, const Error& error) {
  outcome.error_code = error.code();
  outcome.error_where = error.where();
  outcome.error_detail = error.private_detail();
}

}  // namespace

Engine::Engine(sql::Database& database, ports::WorkQueue& queue, const PipelineSet& pipelines,
               const StepCatalogue& catalogue, std::vector<std::unique_ptr<Step>> steps, EngineSettings settings,
               Observer observer)
    : database_(database),
      queue_(queue),
      pipelines_(pipelines),
      catalogue_(catalogue),
      steps_(std::move(steps)),
      settings_(std::move(settings)),
      observer_(std::move(observer)) {}

Engine::~Engine() { stop(); }

void Engine::start() {
  for (unsigned i = 0; i < settings_.workers; ++i) threads_.emplace_back([this] { work(); });
}

void Engine::stop() {
  stopping_ = true;
  queue_.stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Engine::work() {
  while (!stopping_) {
    for (const auto& item : queue_.take(1, std::chrono::milliseconds{500})) process(item);
  }
}

void Engine::process(const ports::WorkItem& item) {
  // The row and when it was due: a step that has been decided may come again, as another row or at another time, before
  // the thread that decided it is back here.
  const auto run = std::to_string(item.id) + ":" + std::to_string(model::to_millis(item.due_at));
  if (!claim_run(run)) return queue_.settle(item);  // the run that is under way decides
  StepOutcome outcome;
  outcome.step = item.step.str();
  outcome.submission = item.submission.str();
  outcome.traceparent = item.traceparent;
  outcome.outcome = "skipped";
  const auto begun = database_.clock().monotonic();
  try {
    run_step(item, outcome);
  } catch (const std::exception& error) {
    note_error(outcome, unexpected("engine", error.what()));
    queue_.give_back(item);
  }
  outcome.duration = database_.clock().monotonic() - begun;
  release_run(run);
  if (observer_) observer_(outcome);
}

bool Engine::claim_run(const std::string& run) {
  const std::lock_guard lock(running_mutex_);
  return running_.insert(run).second;
}

void Engine::release_run(const std::string& run) {
  const std::lock_guard lock(running_mutex_);
  running_.erase(run);
}

void Engine::run_step(const ports::WorkItem& item, StepOutcome& outcome) {
  store::StoredSubmission stored;
  auto result = decide_step(item, stored, outcome);
  if (!result) {
    note_error(outcome, result.error());
    return queue_.give_back(item);
  }
  if (!*result) return queue_.settle(item);
  write(item, stored, std::move(**result), outcome);
}

/// Empty: the work is no longer current. An error: the database could not be asked, so nothing is decided.
Result<std::optional<StepResult>> Engine::decide_step(const ports::WorkItem& item, store::StoredSubmission& stored,
                                                      StepOutcome& outcome) {
  FANGST_TRY(const bool poisonous, is_poison(item));
  if (poisonous) return StepResult{Dead{poison()}, {}, {}};

  bool is_current = false;
  const auto read = database_.read([&](sql::Session& session) -> Result<void> {
    is_current = store::is_current(session, item);
    if (!is_current) return {};
    FANGST_TRY(stored, store::load(session, item.submission));
    return {};
  });
  if (!read && policy::is_outage(read.error().kind())) return Failure(read.error());
  if (!read) return StepResult{Dead{read.error()}, {}, {}};  // it will not be readable the next time either
  if (!is_current) return std::nullopt;
  return run_on(stored, item, outcome);
}

StepResult Engine::run_on(const store::StoredSubmission& stored, const ports::WorkItem& item, StepOutcome& outcome) {
  outcome.pipeline = stored.submission.pipeline;
  auto* step = find(item.step);
  if (step == nullptr) return StepResult{Dead{no_such_step(item.step.str())}, {}, {}};
  const auto* pipeline = pipelines_.find(stored.submission.pipeline);
  const auto* declared = pipeline == nullptr ? nullptr : pipeline->find(item.step);
  const auto budget = declared == nullptr ? settings_.side_deadline : declared->deadline;
  const auto& clock = database_.clock();
  return execute(*step, {stored, item, clock.monotonic() + budget, clock.now()});
}

Result<bool> Engine::is_poison(const ports::WorkItem& item) {
  if (item.handouts == 0) return false;
  // What cannot be read is not run, so it is not counted: an outage of the database is no fault of the work
  // (invariant 12). The content is read when it has been counted.
  FANGST_CHECK(database_.read([&](sql::Session& session) -> Result<void> {
    static_cast<void>(store::find_current(session, item));
    return {};
  }));
  std::int64_t begun = 0;
  FANGST_CHECK(database_.write([&](sql::Transaction& tx) -> Result<void> {
    begun = store::note_begun(tx, item);
    return {};
  }));
  return begun > settings_.poison_after;
}

StepResult Engine::execute(Step& step, const StepInput& input) {
  try {
    return step.run(input);
  } catch (const std::exception& error) {
    return {Retry{unexpected("step:" + std::string(step.name()), error.what())}, {}, {}};
  }
}

void Engine::write(const ports::WorkItem& item, const store::StoredSubmission& stored, StepResult result,
                   StepOutcome& outcome) {
  auto written = database_.write({result.documents, [&](sql::Transaction& tx) -> Result<void> {
                                    if (result.effect) {
                                      if (!store::is_current(tx, item)) return {};
                                      FANGST_CHECK(result.effect(tx));
                                    }
                                    apply_any(tx, item, stored, result, outcome);
                                    return {};
                                  }});
  if (!written && !policy::is_outage(written.error().kind())) {
    // The database is there, and does not take this outcome: that is a failure of the step.
    const auto failed = decide(written.error(), database_.clock().now());
    written = database_.write([&](sql::Transaction& tx) -> Result<void> {
      apply_any(tx, item, stored, failed, outcome);
      return {};
    });
  }
  if (written) return queue_.settle(item);
  outcome.outcome = "skipped";
  note_error(outcome, written.error());
  queue_.give_back(item);
}

/// Nothing when the work is no longer current.
void Engine::apply_any(sql::Transaction& tx, const ports::WorkItem& item, const store::StoredSubmission& stored,
                       const StepResult& result, StepOutcome& outcome) {
  // After the effect, which may have changed the life.
  const auto work = store::find_current(tx, item);
  if (!work) return;
  stands_beside(item.step) ? apply_beside(tx, *work, result, outcome) : apply(tx, *work, stored, result, outcome);
}

void Engine::apply(sql::Transaction& tx, const store::CurrentWork& work, const store::StoredSubmission& stored,
                   const StepResult& result, StepOutcome& outcome) {
  if (const auto* next = std::get_if<Next>(&result.decision)) {
    outcome.outcome = "next";
    const auto* pipeline = pipelines_.find(stored.submission.pipeline);
    const auto following =
        next->to ? next->to
                 : (pipeline != nullptr ? pipeline->after(work.item.step, stored.submission.content) : std::nullopt);
    const auto* traits = catalogue_.find(work.item.step);
    if (pipeline != nullptr && pipeline->tell_archived && traits != nullptr && traits->reaches) {
      begin_beside(tx, work.item, *traits->reaches);
    }
    following ? store::move_to(tx, work, *following) : store::finish(tx, work);
  } else if (std::holds_alternative<Again>(result.decision)) {
    outcome.outcome = "again";
    store::run_again(tx, work);
  } else if (const auto* wait = std::get_if<Wait>(&result.decision)) {
    outcome.outcome = "wait";
    store::wait_until(tx, work, wait->until, wait->reason);
  } else if (const auto* retry = std::get_if<Retry>(&result.decision)) {
    fail(tx, work, retry->error, result, outcome);
  } else if (const auto* unknown = std::get_if<Unknown>(&result.decision)) {
    fail(tx, work, unknown->error, result, outcome);
  } else if (const auto* dead = std::get_if<Dead>(&result.decision)) {
    outcome.outcome = "dead";
    note_error(outcome, dead->error);
    park(tx, work, dead->error, false);
  }
}

void Engine::park(sql::Transaction& tx, const store::CurrentWork& work, const Error& error, bool made_progress) {
  store::park(tx, work, error, made_progress);
  begin_beside(tx, work.item, Milestone::parked);
}

void Engine::begin_beside(sql::Transaction& tx, const ports::WorkItem& item, Milestone milestone) {
  for (const auto& step : catalogue_.beside(milestone)) store::add_side_work(tx, item, step);
}

bool Engine::stands_beside(const model::StepName& step) const {
  const auto* traits = catalogue_.find(step);
  return traits != nullptr && traits->beside.has_value();
}

void Engine::apply_beside(sql::Transaction& tx, const store::CurrentWork& work, const StepResult& result,
                          StepOutcome& outcome) {
  const auto& item = work.item;
  if (const auto* wait = std::get_if<Wait>(&result.decision)) {
    outcome.outcome = "wait";
    return store::postpone_work(tx, item, wait->until);
  }
  if (std::holds_alternative<Again>(result.decision)) {
    outcome.outcome = "again";
    return store::postpone_work(tx, item, std::max(tx.now(), item.due_at + std::chrono::milliseconds{1}));
  }
  if (const auto* error = failure_of(result)) {
    outcome.outcome = "retry";
    note_error(outcome, *error);
    // Not counted, since it has no attempts of its own: the longer ago the submission changed, the rarer.
    const auto since = tx.now() - work.life.updated_at;
    return store::postpone_work(tx, item, tx.now() + ladder_of(item.step).delay_longer_than(since, unit_random()));
  }
  outcome.outcome = "next";
  if (const auto* dead = std::get_if<Dead>(&result.decision)) {
    outcome.outcome = "dead";
    note_error(outcome, dead->error);
    store::give_up_work(tx, item, dead->error);
  } else {
    store::end_side_work(tx, item);
  }
}

void Engine::fail(sql::Transaction& tx, const store::CurrentWork& work, const Error& error, const StepResult& result,
                  StepOutcome& outcome) {
  note_error(outcome, error);
  const bool unknown = std::holds_alternative<Unknown>(result.decision);
  const int failures = result.made_progress ? 1 : work.life.attempts + 1;
  const auto& ladder = ladder_of(work.item.step);
  auto delay = ladder.delay_after(failures, unit_random());
  // A dependency that is away costs time, not tries (invariant 12), and what may have been sent is never given up.
  if (policy::is_outage(error.kind()) || unknown) delay = ladder.delay_longer_than(last_wait(work.life), unit_random());
  if (!delay) {
    outcome.outcome = "dead";
    return park(tx, work, error, result.made_progress);
  }
  outcome.outcome = unknown ? "unknown" : "retry";
  unknown ? store::await_lookup(tx, work, tx.now() + *delay, error, result.made_progress)
          : store::retry_at(tx, work, tx.now() + *delay, error, result.made_progress);
}

const policy::RetryLadder& Engine::ladder_of(const model::StepName& step) const {
  const auto at = settings_.step_ladders.find(step.str());
  return at == settings_.step_ladders.end() ? settings_.ladder : at->second;
}

Step* Engine::find(const model::StepName& step) const {
  for (const auto& candidate : steps_) {
    if (candidate->name() == step.str()) return candidate.get();
  }
  return nullptr;
}

}  // namespace fangst::pipeline
