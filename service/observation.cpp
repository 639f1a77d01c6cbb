#include "observation.hpp"

#include <fangst/observe/log.hpp>
#include <fangst/policy/error_mapping.hpp>
#include <fangst/store/reports.hpp>
#include <fangst/text/trace_context.hpp>

#include <map>

namespace fangst::service {

observe::Level level_of(ErrorKind kind) {
  switch (policy::log_level(kind)) {
    case policy::LogLevel::info:
      return observe::Level::info;
    case policy::LogLevel::warning:
      return observe::Level::warning;
    case policy::LogLevel::error:
      return observe::Level::error;
  }
  return observe::Level::error;
}

namespace {

double seconds(std::chrono::nanoseconds duration) { return std::chrono::duration<double>(duration).count(); }

observe::Level level_of_step(const pipeline::StepOutcome& outcome) {
  if (outcome.outcome == "dead") return observe::Level::error;
  return outcome.error_code.empty() ? observe::Level::debug : observe::Level::warning;
}

/// Whoever holds the trace id of a refusal finds its line (invariant 18).
void log_request(const http::RequestOutcome& outcome) {
  if (outcome.status < 400 && !outcome.cause) return;
  const auto cause = outcome.cause.value_or(http::Cause{ErrorKind::invalid_input, "", "http", ""});
  const auto by_status = outcome.status >= 500 ? observe::Level::error : observe::Level::info;
  observe::log(outcome.cause ? level_of(cause.kind) : by_status,
               outcome.status >= 500   ? "http.failed"
               : outcome.status == 499 ? "http.client_left"
                                       : "http.refused",
               {{"method", outcome.method},
                {"route", outcome.pattern},
                {"status", outcome.status},
                {"error_code", cause.code},
                {"error_where", cause.where},
                {"error_detail", cause.detail}},
               outcome.trace_id);
}

}  // namespace

Observation::Observation() { observe::add_process_metrics(metrics_); }

void Observation::http(const http::RequestOutcome& outcome) {
  const observe::Labels labels{{"route", outcome.method + " " + outcome.pattern},
                               {"status", std::to_string(outcome.status)}};
  metrics_.counter("fangst_http_requests_total", "Answered requests", labels).add();
  metrics_
      .histogram("fangst_http_request_duration_seconds", "From the head of a request to its answer",
                 {{"route", outcome.method + " " + outcome.pattern}})
      .observe(seconds(outcome.duration));
  log_request(outcome);
}

void Observation::fault(const Error& fault, std::string_view trace_id) {
  observe::log(level_of(fault.kind()), "http.fault",
               {{"error_code", fault.code()}, {"error_where", fault.where()}, {"error_detail", fault.private_detail()}},
               trace_id);
}

void Observation::step(const pipeline::StepOutcome& outcome) {
  metrics_
      .counter("fangst_steps_total", "Runs of a step by their outcome",
               {{"pipeline", outcome.pipeline}, {"step", outcome.step}, {"outcome", outcome.outcome}})
      .add();
  metrics_.histogram("fangst_step_duration_seconds", "How long a run of a step took", {{"step", outcome.step}})
      .observe(seconds(outcome.duration));
  observe::log(level_of_step(outcome), "step." + outcome.outcome,
               {{"submission", outcome.submission},
                {"pipeline", outcome.pipeline},
                {"step", outcome.step},
                {"duration_ms", seconds(outcome.duration) * 1000},
                {"error_code", outcome.error_code},
                {"error_where", outcome.error_where},
                {"error_detail", outcome.error_detail}},
               text::trace_id_of(outcome.traceparent));
}

void Observation::watch(sql::Database& database, pipeline::Dependencies& dependencies, ports::WorkQueue& queue) {
  // Series that were seen once are set to 0 when they are gone, or a dashboard would show the last value for ever.
  auto known = std::make_shared<std::map<observe::Labels, bool>>();
  metrics_.before_render([this, &database, &dependencies, &queue, known] {
    for (auto& [labels, present] : *known) present = false;
    const auto read = database.read([&](sql::Session& session) -> Result<void> {
      const auto now = database.clock().now();
      for (const auto& row : store::backlog(session)) {
        const observe::Labels labels{{"pipeline", row.pipeline}, {"step", row.step}, {"state", row.state}};
        (*known)[labels] = true;
        metrics_.gauge("fangst_backlog_items", "Submissions that are not finished", labels)
            .set(static_cast<double>(row.count));
        metrics_.gauge("fangst_oldest_item_age_seconds", "Age of the oldest of them", labels)
            .set(seconds(now - row.oldest));
      }
      return {};
    });
    for (const auto& [labels, present] : *known) {
      // Without an answer nobody knows that they are gone.
      if (present || !read) continue;
      metrics_.gauge("fangst_backlog_items", "Submissions that are not finished", labels).set(0);
      metrics_.gauge("fangst_oldest_item_age_seconds", "Age of the oldest of them", labels).set(0);
    }
    for (const auto* dependency : dependencies.all()) {
      const bool up = dependency->state() == policy::CircuitBreaker::State::closed;
      metrics_
          .gauge("fangst_dependency_up", "1 when calls to the dependency pass", {{"dependency", dependency->name()}})
          .set(up ? 1 : 0);
    }
    metrics_.gauge("fangst_queue_healthy", "1 when work is being handed out").set(queue.is_healthy() ? 1 : 0);
  });
}

}  // namespace fangst::service
