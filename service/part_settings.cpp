#include "part_settings.hpp"

#include "secret_files.hpp"

#include <fangst/archive/embedded_archive.hpp>
#include <fangst/observe/log.hpp>
#include <fangst/store/tables.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::service {

pipeline::Sender sender_of(const Config& config) { return {config.municipality.navn, config.municipality.adresse}; }

maskinporten::Settings maskinporten_settings(const MaskinportenConfig& config) {
  return {config.issuer, config.token_url, config.client_id, config.kid, config.private_key_pem, "", ""};
}

digipost::DigipostSettings digipost_settings(const Config& config) {
  digipost::DigipostSettings settings;
  settings.base_url = config.digipost->url;
  settings.broker_id = config.digipost->broker_id;
  settings.sender_id = config.digipost->sender_id;
  settings.private_key_pem = config.digipost->private_key_pem;
  settings.sender_name = config.municipality.navn;
  settings.return_address = config.municipality.adresse;
  return settings;
}

std::map<model::SourceName, webhook::WebhookSettings> webhooks_of(const Config& config) {
  std::map<model::SourceName, webhook::WebhookSettings> webhooks;
  for (const auto& source : config.sources) {
    if (!source.webhook_url.empty()) {
      webhooks.emplace(model::SourceName(source.name),
                       webhook::WebhookSettings{source.webhook_url, source.webhook_secret});
    }
  }
  return webhooks;
}

std::map<model::SourceName, file_fetch::SourceFiles> files_of(const Config& config) {
  std::map<model::SourceName, file_fetch::SourceFiles> files;
  for (const auto& source : config.sources) {
    if (source.file_hosts.empty()) continue;
    auto& entry = files[model::SourceName(source.name)];
    entry.places = source.file_hosts;
    entry.bearer_token = source.file_token;
  }
  return files;
}

std::map<model::SourceName, intake::SourceSettings> sources_of(const Config& config) {
  std::map<model::SourceName, intake::SourceSettings> sources;
  for (const auto& source : config.sources) {
    ports::SourceProfile profile;
    profile.name = model::SourceName(source.name);
    profile.fagsystem = source.fagsystem;
    profile.organisasjonsnummer = config.municipality.organisasjonsnummer;
    profile.avsender_navn = config.municipality.navn;
    profile.requires_skjerming = source.requires_skjerming;
    profile.realm = config.node.realm;
    profile.settings = source.settings;
    sources.emplace(profile.name, intake::SourceSettings{profile, source.formats});
  }
  return sources;
}

std::vector<api::Authenticator::Key> keys_of(const Config& config) {
  std::vector<api::Authenticator::Key> keys;
  for (const auto& key : config.api_keys) {
    const auto role = api::parse_role(key.role);
    if (!role) throw std::runtime_error("unknown role " + key.role);
    keys.push_back({key.sha256, {key.role + ":" + key.name, *role, model::SourceName(key.source)}});
  }
  return keys;
}

std::vector<model::StepName> step_names(const pipeline::PipelineSet& pipelines) {
  std::vector<model::StepName> names{model::StepName(pipeline::kTellArchived), model::StepName(pipeline::kTellParked)};
  for (const auto& pipeline : pipelines.all()) {
    for (const auto& step : pipeline.steps) {
      if (std::find(names.begin(), names.end(), step.name) == names.end()) names.push_back(step.name);
    }
  }
  return names;
}

amqp::BrokerSettings rabbit_connection(const RabbitConfig& config) {
  amqp::BrokerSettings connection;
  connection.host = config.host;
  connection.port = config.port;
  connection.vhost = config.vhost;
  connection.user = config.user;
  connection.password = config.password;
  if (!config.ca_file.empty()) connection.tls = amqp::BrokerTls{config.ca_file, "", ""};
  return connection;
}

/// Sources that are told by queue, where the broker is configured.
std::vector<model::SourceName> told_by_queue(const Config& config) {
  std::vector<model::SourceName> names;
  for (const auto& source : config.sources) {
    if (source.queue_events) names.emplace_back(source.name);
  }
  return names;
}

rabbitmq::RabbitIntakeSettings rabbit_intake_settings(const Config& config) {
  rabbitmq::RabbitIntakeSettings settings;
  settings.connection = rabbit_connection(*config.rabbitmq);
  for (const auto& source : config.sources) {
    settings.sources.emplace_back(source.name);
    if (!source.rabbitmq_user.empty()) settings.users.emplace(source.rabbitmq_user, model::SourceName(source.name));
  }
  settings.log = [](const std::string& what) {
    observe::log(observe::Level::warning, "queue.unanswered", {{"what", what}});
  };
  return settings;
}

queue::EmbeddedQueueSettings embedded_queue_settings(const Config& config) {
  queue::EmbeddedQueueSettings settings;
  if (config.workers == 0) settings.batch = 0;  // else what nobody here takes would be kept from the other nodes
  return settings;
}

pipeline::EngineSettings engine_settings(const Config& config) {
  pipeline::EngineSettings settings{
      config.workers, policy::RetryLadder(config.retry.rungs, config.retry.give_up_after), {}};
  for (const auto& [step, retry] : config.step_retry) {
    settings.step_ladders.emplace(step, policy::RetryLadder(retry.rungs, retry.give_up_after));
  }
  return settings;
}

http::ServerSettings server_settings(const HttpConfig& config) {
  http::ServerSettings settings;
  settings.address = config.address;
  settings.port = config.port;
  settings.io_threads = config.io_threads;
  if (!config.certificate_chain_file.empty()) {
    settings.tls = http::TlsSettings{config.certificate_chain_file, config.private_key_file, config.client_ca_file};
  }
  return settings;
}

sql::DatabaseSettings database_settings(const Config& config) {
  sql::DatabaseSettings settings;
  settings.directory = config.node.data;
  settings.postgresql = config.postgresql;
  settings.node = config.node.name;
  return settings;
}

std::unique_ptr<audit::Log> audit_log(const Config& config) {
  return std::make_unique<audit::Log>(audit::LogSettings{
      config.audit_origin, load_or_make_log_key(config.audit_key_file), {store::tables(), archive::tables()}});
}

http_client::Settings client_settings(const Config& config) {
  http_client::Settings settings;
  settings.ca_file = config.ca_file;
  return settings;
}

krr::Settings krr_settings(const Config& config) {
  krr::Settings settings;
  settings.base_url = config.krr_url;
  settings.realm = config.node.realm;
  return settings;
}

svarut::Settings svarut_settings(const Config& config) {
  svarut::Settings settings;
  settings.base_url = config.svarut->url;
  settings.konto_id = config.svarut->konto_id;
  settings.integrasjon_id = config.svarut->integrasjon_id;
  settings.integrasjon_passord = config.svarut->integrasjon_passord;
  return settings;
}

}  // namespace fangst::service
