#pragma once

#include <fangst/config/document.hpp>
#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/queue_notifier/queue_notifier.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>

#include <vector>

/// The broker: as work queue, for intake, and for telling sources.
namespace fangst::service {

config::Section rabbitmq_section();
/// What is read of each [[source]].
config::Section source_at_broker_section();

queue::RabbitQueueSettings rabbit_queue_settings(const config::Document& document, std::vector<model::StepName> steps);
rabbitmq::RabbitIntakeSettings rabbit_intake_settings(const config::Document& document);
/// `sources` is empty when none is told by queue.
queue_notifier::QueueNotifierSettings queue_notifier_settings(const config::Document& document);

}  // namespace fangst::service
