#pragma once

#include <fangst/http/server.hpp>
#include <fangst/observe/log.hpp>
#include <fangst/observe/metrics.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/engine.hpp>
#include <fangst/ports/work_queue.hpp>
#include <fangst/sql/database.hpp>

namespace fangst::service {

/// The level that an error of this kind is logged at (policy::log_level).
observe::Level level_of(ErrorKind kind);

/// Turns what the parts report into metrics and log lines. Label values come from pipelines, steps and dependencies
/// alone.
class Observation {
 public:
  Observation();

  void http(const http::RequestOutcome& outcome);
  /// What no answer tells of.
  void fault(const Error& fault, std::string_view trace_id);
  void step(const pipeline::StepOutcome& outcome);
  /// Gauges that are read when somebody looks: backlog, dependencies, queue, audit log.
  void watch(sql::Database& database, pipeline::Dependencies& dependencies, ports::WorkQueue& queue);
  std::string render() { return metrics_.render(); }

 private:
  observe::Metrics metrics_;
};

}  // namespace fangst::service
