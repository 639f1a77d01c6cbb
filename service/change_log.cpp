#include "change_log.hpp"

#include <fangst/observe/log.hpp>
#include <fangst/text/trace_context.hpp>

namespace fangst::service {

using observe::Level;

void log_dependency(const pipeline::DependencyChange& change) {
  const auto event = "dependency." + std::string(to_string(change.now));
  if (change.reason == nullptr) return observe::log(Level::info, event, {{"dependency", change.dependency}});
  observe::log(Level::warning, event,
               {{"dependency", change.dependency},
                {"error_code", change.reason->code()},
                {"error_where", change.reason->where()},
                {"error_detail", change.reason->private_detail()}});
}

void log_database(const sql::DatabaseChange& change) {
  if (!change.is_lost) return observe::log(Level::info, "database.found", {{"error_where", change.where}});
  observe::log(Level::error, "database.lost", {{"error_where", change.where}, {"error_detail", change.detail}});
}

void log_broker(const amqp::BrokerChange& change) {
  if (change.reason == nullptr) {
    return observe::log(Level::info, "broker.found", {{"connection", change.connection}});
  }
  observe::log(Level::warning, "broker.lost",
               {{"connection", change.connection},
                {"error_code", change.reason->code()},
                {"error_where", change.reason->where()},
                {"error_detail", change.reason->private_detail()}});
}

void log_renewed_queue(const std::string& queue) { observe::log(Level::warning, "queue.renewed", {{"queue", queue}}); }

void log_queue_problem(const std::string& problem) {
  observe::log(Level::warning, "queue.problem", {{"problem", problem}});
}

void log_queue_well() { observe::log(Level::info, "queue.well"); }

void log_unanswered(const rabbitmq::Unanswered& answer) {
  observe::log(Level::warning, "intake.unanswered",
               {{"door", "rabbitmq"}, {"source", answer.source.str()}, {"status", answer.status}, {"why", answer.why}},
               text::trace_id_of(answer.traceparent));
}

}  // namespace fangst::service
