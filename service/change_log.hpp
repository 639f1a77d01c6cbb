#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>
#include <fangst/sql/database.hpp>

#include <string>

namespace fangst::service {

/// The log lines of what is lost, found, opened and closed (invariant 18); docs/drift.md lists them for the operators.
/// They hold no reference to anything.
void log_dependency(const pipeline::DependencyChange& change);
void log_database(const sql::DatabaseChange& change);
void log_broker(const amqp::BrokerChange& change);
void log_renewed_queue(const std::string& queue);
/// A problem that the queues did not have before, in bokmaal.
void log_queue_problem(const std::string& problem);
/// The last one is over.
void log_queue_well();
void log_unanswered(const rabbitmq::Unanswered& answer);

}  // namespace fangst::service
