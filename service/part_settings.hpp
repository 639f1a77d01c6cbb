#pragma once

#include "config.hpp"

#include <fangst/api/authentication.hpp>
#include <fangst/audit/log.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/http/server.hpp>
#include <fangst/http_client/client.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/krr/contact_registry.hpp>
#include <fangst/maskinporten/token_source.hpp>
#include <fangst/pipeline/engine.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/queue/embedded_queue.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>
#include <fangst/sql/database.hpp>
#include <fangst/svarut/dispatcher.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

/// What each part is told, from the configuration. Pure.
namespace fangst::service {

pipeline::Sender sender_of(const Config& config);
maskinporten::Settings maskinporten_settings(const MaskinportenConfig& config);
digipost::DigipostSettings digipost_settings(const Config& config);
std::map<model::SourceName, webhook::WebhookSettings> webhooks_of(const Config& config);
std::map<model::SourceName, file_fetch::SourceFiles> files_of(const Config& config);
std::map<model::SourceName, intake::SourceSettings> sources_of(const Config& config);
std::vector<api::Authenticator::Key> keys_of(const Config& config);
std::vector<model::StepName> step_names(const pipeline::PipelineSet& pipelines);
amqp::BrokerSettings rabbit_connection(const RabbitConfig& config);
std::vector<model::SourceName> told_by_queue(const Config& config);
rabbitmq::RabbitIntakeSettings rabbit_intake_settings(const Config& config);
queue::EmbeddedQueueSettings embedded_queue_settings(const Config& config);
pipeline::EngineSettings engine_settings(const Config& config);
http::ServerSettings server_settings(const HttpConfig& config);
sql::DatabaseSettings database_settings(const Config& config);
/// Reads or makes the log's key: not pure.
std::unique_ptr<audit::Log> audit_log(const Config& config);
http_client::Settings client_settings(const Config& config);
krr::Settings krr_settings(const Config& config);
svarut::Settings svarut_settings(const Config& config);

}  // namespace fangst::service
