#include <fangst/pipeline/engine.hpp>
#include <fangst/pipeline/steps.hpp>

#include <random>

namespace fangst::pipeline {
namespace {

double unit_random() {
  thread_local std::minstd_rand generator{std::random_device{}()};
  return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

bool stands_beside(const model::StepName& step) { return step.str() == kTellArchived || step.str() == kTellParked; }

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

void note_error(StepOutcome& outcome, const Error& error) {
  outcome.error_code = error.code();
  outcome.error_where = error.where();
  outcome.error_detail = error.private_detail();
}

}  // namespace

Engine::Engine(store::Database& database, ports::WorkQueue& queue, const PipelineSet& pipelines,
               std::vector<std::unique_ptr<Step>> steps, EngineSettings settings, Observer observer)
    : database_(database),
      queue_(queue),
      pipelines_(pipelines),
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
  const auto key = item.submission.str() + (stands_beside(item.step) ? ":" + item.step.str() : "");
  {
    const std::lock_guard lock(running_mutex_);
    if (!running_.insert(key).second) {
      queue_.settle(item);  // the run that is under way decides
      return;
    }
  }
  StepOutcome outcome;
  outcome.step = item.step.str();
  outcome.submission = item.submission.str();
  outcome.traceparent = item.traceparent;
  outcome.outcome = "skipped";
  const auto begun = std::chrono::steady_clock::now();
  run_step(item, outcome);
  outcome.duration = std::chrono::steady_clock::now() - begun;
  {
    const std::lock_guard lock(running_mutex_);
    running_.erase(key);
  }
  if (observer_) observer_(outcome);
}

void Engine::run_step(const ports::WorkItem& item, StepOutcome& outcome) {
  std::optional<store::StoredSubmission> stored;
  bool is_current = false;
  const auto read = database_.read([&](store::Session& session) -> Result<void> {
    is_current = store::is_current(session, item);
    if (!is_current) return {};
    FANGST_TRY(stored, store::load(session, item.submission));
    return {};
  });
  if (!read) {
    note_error(outcome, read.error());
    return queue_.give_back(item);
  }
  const bool moved_on = is_current && !stands_beside(item.step) && stored->submission.step != item.step;
  if (!is_current || moved_on) return queue_.settle(item);

  outcome.pipeline = stored->submission.pipeline;
  auto* step = find(item.step);
  if (step == nullptr) return write(item, *stored, {Dead{no_such_step(item.step.str())}, {}, {}}, outcome);
  if (item.deliveries >= settings_.poison_after) return write(item, *stored, {Dead{poison()}, {}, {}}, outcome);

  const auto* pipeline = pipelines_.find(stored->submission.pipeline);
  const auto* declared = pipeline == nullptr ? nullptr : pipeline->find(item.step);
  const auto budget = declared == nullptr ? settings_.side_deadline : declared->deadline;
  const StepInput input{*stored, item, std::chrono::steady_clock::now() + budget, database_.clock().now()};
  write(item, *stored, execute(*step, input), outcome);
}

StepResult Engine::execute(Step& step, const StepInput& input) {
  try {
    return step.run(input);
  } catch (const std::exception& error) {
    return {Retry{Error(ErrorKind::internal, "motor.uventet", "step:" + std::string(step.name()),
                        PublicText{"Noe gikk galt i Fangst. Feilen er logget, og vi prøver igjen."},
                        PrivateDetail{error.what()})},
            {},
            {}};
  }
}

void Engine::write(const ports::WorkItem& item, const store::StoredSubmission& stored, StepResult result,
                   StepOutcome& outcome) {
  const auto written = database_.write(store::Write{result.documents, [&](store::Transaction& tx) -> Result<void> {
                                                      if (!store::is_current(tx, item)) return {};
                                                      if (result.effect) result.effect(tx);
                                                      if (stands_beside(item.step)) {
                                                        apply_beside(tx, item, result, outcome);
                                                      } else {
                                                        apply(tx, item, stored, result, outcome);
                                                      }
                                                      return {};
                                                    }});
  if (written) return queue_.settle(item);
  note_error(outcome, written.error());
  queue_.give_back(item);
}

void Engine::apply(store::Transaction& tx, const ports::WorkItem& item, const store::StoredSubmission& stored,
                   const StepResult& result, StepOutcome& outcome) {
  if (const auto* next = std::get_if<Next>(&result.decision)) {
    outcome.outcome = "next";
    const auto* pipeline = pipelines_.find(stored.submission.pipeline);
    const auto following = next->to ? next->to : (pipeline != nullptr ? pipeline->after(item.step) : std::nullopt);
    if (pipeline != nullptr && pipeline->tell_archived && item.step.str() == "arkiver") {
      store::add_side_work(tx, item, model::StepName(kTellArchived));
    }
    following ? store::move_to(tx, item, *following) : store::finish(tx, item);
  } else if (const auto* wait = std::get_if<Wait>(&result.decision)) {
    outcome.outcome = "wait";
    store::wait_until(tx, item, wait->until, wait->reason);
  } else if (const auto* retry = std::get_if<Retry>(&result.decision)) {
    fail(tx, item, stored, retry->error, false, outcome);
  } else if (const auto* unknown = std::get_if<Unknown>(&result.decision)) {
    fail(tx, item, stored, unknown->error, true, outcome);
  } else if (const auto* dead = std::get_if<Dead>(&result.decision)) {
    outcome.outcome = "dead";
    note_error(outcome, dead->error);
    store::park(tx, item, dead->error, model::StepName(kTellParked));
  }
}

void Engine::apply_beside(store::Transaction& tx, const ports::WorkItem& item, const StepResult& result,
                          StepOutcome& outcome) {
  if (const auto* wait = std::get_if<Wait>(&result.decision)) {
    outcome.outcome = "wait";
    return store::postpone_work(tx, item, wait->until);
  }
  if (const auto* retry = std::get_if<Retry>(&result.decision)) {
    outcome.outcome = "retry";
    note_error(outcome, retry->error);
    const auto delay = ladder_of(item.step).delay_after(1, unit_random());
    return store::postpone_work(tx, item, tx.now() + delay.value_or(std::chrono::minutes{10}));
  }
  outcome.outcome = std::holds_alternative<Next>(result.decision) ? "next" : "dead";
  store::drop_work(tx, item);
}

void Engine::fail(store::Transaction& tx, const ports::WorkItem& item, const store::StoredSubmission& stored,
                  const Error& error, bool unknown, StepOutcome& outcome) {
  note_error(outcome, error);
  // A peer that is away costs time, not tries (invariant 12): only our own failures can use them up.
  const bool is_outage = error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::timeout;
  const int failures = stored.submission.attempts + 1;
  auto delay = ladder_of(item.step).delay_after(failures, unit_random());
  if (!delay && (is_outage || unknown)) delay = ladder_of(item.step).last_delay(unit_random());
  if (!delay) {
    outcome.outcome = "dead";
    return store::park(tx, item, error, model::StepName(kTellParked));
  }
  outcome.outcome = unknown ? "unknown" : "retry";
  unknown ? store::await_lookup(tx, item, tx.now() + *delay, error)
          : store::retry_at(tx, item, tx.now() + *delay, error);
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
