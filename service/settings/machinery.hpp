#pragma once

#include <fangst/config/document.hpp>
#include <fangst/http_client/client.hpp>
#include <fangst/pipeline/engine.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/policy/circuit_breaker.hpp>
#include <fangst/queue/embedded_queue.hpp>

#include <string>
#include <vector>

/// How work is carried, tried again and held back.
namespace fangst::service {

config::Section queue_section();
config::Section workers_section();
config::Section retry_section();
config::Section retry_of_step_section(std::vector<std::string> steps);
config::Section circuit_section();
config::Section http_client_section();

bool uses_rabbitmq(const config::Document& document);
queue::EmbeddedQueueSettings embedded_queue_settings(const config::Document& document);
pipeline::EngineSettings engine_settings(const config::Document& document);
policy::CircuitBreaker::Settings circuit_settings(const config::Document& document);
http_client::Settings client_settings(const config::Document& document);
std::size_t client_threads(const config::Document& document);

}  // namespace fangst::service
