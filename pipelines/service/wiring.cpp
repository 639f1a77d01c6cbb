#include "wiring.hpp"

#include "observation.hpp"
#include "queue_intake.hpp"
#include "secret_files.hpp"

#include <fangst/api/intake.hpp>
#include <fangst/api/routes.hpp>
#include <fangst/archive/embedded_archive.hpp>
#include <fangst/digipost/digipost_dispatcher.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/generic/innsending_format.hpp>
#include <fangst/gerica/msghead_format.hpp>
#include <fangst/http/server.hpp>
#include <fangst/http_client/client.hpp>
#include <fangst/krr/contact_registry.hpp>
#include <fangst/maskinporten/token_source.hpp>
#include <fangst/norkart/hendelse_format.hpp>
#include <fangst/observe/log.hpp>
#include <fangst/pipeline/engine.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/queue/embedded_queue.hpp>
#include <fangst/queue/rabbit_intake.hpp>
#include <fangst/queue/rabbit_notifier.hpp>
#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/store/operations.hpp>
#include <fangst/store/outbox.hpp>
#include <fangst/svarut/dispatcher.hpp>
#include <fangst/visma/hendelse_format.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <stdexcept>

namespace fangst::service {

extern const char* const kOpenApiJson;
extern const char* const kDocsHtml;

namespace {

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

/// The calls to the outside that the configuration names; what is not configured is null.
struct Peers {
  Peers(const Config& config, ports::DocumentStore& documents, const ports::Clock& clock)
      : http(client_settings(config)) {
    if (config.maskinporten) tokens.emplace(maskinporten_settings(*config.maskinporten), http, clock);
    if (!config.krr_url.empty()) krr.emplace(krr_settings(config), http, *tokens);
    if (config.svarut) svarut.emplace(svarut_settings(config), http, *tokens, documents);
    if (config.digipost) digipost.emplace(digipost_settings(config), http, documents, clock);
  }

  static http_client::Settings client_settings(const Config& config) {
    http_client::Settings settings;
    settings.ca_file = config.ca_file;
    return settings;
  }

  static krr::Settings krr_settings(const Config& config) {
    krr::Settings settings;
    settings.base_url = config.krr_url;
    settings.realm = config.node.realm;
    return settings;
  }

  static svarut::Settings svarut_settings(const Config& config) {
    svarut::Settings settings;
    settings.base_url = config.svarut->url;
    settings.konto_id = config.svarut->konto_id;
    settings.integrasjon_id = config.svarut->integrasjon_id;
    settings.integrasjon_passord = config.svarut->integrasjon_passord;
    return settings;
  }

  http_client::Client http;
  std::optional<maskinporten::TokenSource> tokens;
  std::optional<krr::ContactRegistry> krr;
  std::optional<svarut::Dispatcher> svarut;
  std::optional<digipost::DigipostDispatcher> digipost;
};

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

std::map<model::SourceName, api::SourceSettings> sources_of(const Config& config) {
  std::map<model::SourceName, api::SourceSettings> sources;
  for (const auto& source : config.sources) {
    ports::SourceProfile profile;
    profile.name = model::SourceName(source.name);
    profile.fagsystem = source.fagsystem;
    profile.organisasjonsnummer = config.municipality.organisasjonsnummer;
    profile.avsender_navn = config.municipality.navn;
    profile.requires_skjerming = source.requires_skjerming;
    profile.realm = config.node.realm;
    profile.settings = source.settings;
    sources.emplace(profile.name, api::SourceSettings{profile, source.formats});
  }
  return sources;
}

std::vector<std::unique_ptr<ports::IntakeFormat>> intake_formats() {
  std::vector<std::unique_ptr<ports::IntakeFormat>> formats;
  formats.push_back(std::make_unique<generic::InnsendingFormat>());
  formats.push_back(std::make_unique<gerica::MsgHeadFormat>());
  formats.push_back(std::make_unique<visma::HendelseFormat>());
  formats.push_back(std::make_unique<norkart::HendelseFormat>());
  return formats;
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

queue::RabbitConnection rabbit_connection(const RabbitConfig& config) {
  queue::RabbitConnection connection;
  connection.host = config.host;
  connection.port = config.port;
  connection.vhost = config.vhost;
  connection.user = config.user;
  connection.password = config.password;
  if (!config.ca_file.empty()) connection.tls = queue::RabbitTls{config.ca_file, "", ""};
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

queue::RabbitIntakeSettings rabbit_intake_settings(const Config& config) {
  queue::RabbitIntakeSettings settings;
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

}  // namespace

store::DatabaseSettings database_settings(const Config& config) {
  store::DatabaseSettings settings;
  settings.directory = config.node.data;
  settings.postgresql = config.postgresql;
  settings.node = config.node.name;
  settings.log_origin = config.audit_origin;
  settings.migrations = {archive::migration()};
  return settings;
}

struct Installation::Parts {
  explicit Parts(const Config& config)
      : clock(std::make_shared<ports::SystemClock>()),
        pipelines(pipeline::PipelineSet::load(config.pipelines, Installation::known_steps(config))),
        database(database_settings(config), clock, load_or_make_log_key(config.audit_key_file)),
        peers(config, database.documents(), *clock),
        components({config.circuit_threshold, config.circuit_cool_down, config.circuit_max_cool_down}),
        files(files_of(config), peers.http, database.documents()),
        queue_notifier(make_queue_notifier(config)),
        notifier(webhooks_of(config), peers.http, *clock, queue_notifier.get()),
        archive(database),
        outbox(std::make_shared<store::StoredOutbox>(database)),
        authenticator(keys_of(config)),
        intake(database, pipelines, sources_of(config), intake_formats(), files) {
    restore_pauses();
    must(outbox->release_all_of_this_node());
    queue = make_queue(config);
    database.on_commit([this] { queue->wake(); });
    observation.watch(database, components, *queue);
    engine =
        std::make_unique<pipeline::Engine>(database, *queue, pipelines, make_steps(config), engine_settings(config),
                                           [this](const auto& outcome) { observation.step(outcome); });
    engine->start();
    if (config.rabbitmq) {
      rabbit_intake =
          std::make_unique<queue::RabbitIntake>(rabbit_intake_settings(config), queue_intake(intake, authenticator));
    }
    server = std::make_unique<http::Server>(server_settings(config.http), make_router(),
                                            [this](const auto& outcome) { observation.http(outcome); });
  }

  static std::unique_ptr<queue::RabbitNotifier> make_queue_notifier(const Config& config) {
    auto sources = told_by_queue(config);
    if (sources.empty()) return nullptr;
    queue::RabbitNotifierSettings settings;
    settings.connection = rabbit_connection(*config.rabbitmq);
    settings.sources = std::move(sources);
    return std::make_unique<queue::RabbitNotifier>(std::move(settings));
  }

  static void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().code() + ": " + result.error().private_detail());
  }

  void restore_pauses() {
    must(database.read([this](store::Session& session) -> Result<void> {
      for (const auto& name : store::paused_components(session)) components.add(name).pause();
      return {};
    }));
  }

  std::unique_ptr<ports::WorkQueue> make_queue(const Config& config) {
    if (!config.use_rabbitmq) return std::make_unique<queue::EmbeddedQueue>(outbox, clock);
    queue::RabbitQueueSettings settings;
    settings.connection = rabbit_connection(*config.rabbitmq);
    settings.steps = step_names(pipelines);
    settings.management_url = config.rabbitmq->management_url;
    return std::make_unique<queue::RabbitQueue>(settings, outbox, clock,
                                                std::shared_ptr<ports::HttpClient>(&peers.http, [](auto*) {}));
  }

  std::vector<std::unique_ptr<pipeline::Step>> make_steps(const Config& config) {
    pipeline::Dispatchers dispatchers;
    if (peers.svarut) dispatchers = {&*peers.svarut, &components.add("svarut"), nullptr, nullptr};
    if (peers.digipost) {
      dispatchers.digipost = &*peers.digipost;
      dispatchers.digipost_component = &components.add("digipost");
    }
    std::vector<std::unique_ptr<pipeline::Step>> steps;
    steps.push_back(pipeline::make_fetch_files(files, components));
    steps.push_back(pipeline::make_archive(archive, components.add("arkiv")));
    if (peers.krr) {
      steps.push_back(
          pipeline::make_choose_channel(database, *peers.krr, components.add("krr"), {peers.digipost.has_value()}));
    }
    steps.push_back(pipeline::make_send(database, archive, dispatchers, {sender_of(config), config.node.name}));
    steps.push_back(pipeline::make_follow_up(database, dispatchers, {config.follow_up}));
    for (const auto& name : {std::string("meld_tilbake"), pipeline::kTellArchived, pipeline::kTellParked}) {
      steps.push_back(pipeline::make_notify_source(name, database, notifier, components));
    }
    return steps;
  }

  http::Router make_router() {
    http::Router router;
    api::add_source_routes(router, authenticator, intake, database, {});
    api::add_operator_routes(router, authenticator, database, components, *queue);
    api::add_open_routes(
        router, authenticator,
        {[this] { return observation.render(); }, [this] { return is_ready(); }, kOpenApiJson, kDocsHtml});
    return router;
  }

  /// Ready means that a submission can be taken: the database answers. Not that the broker or a peer is there.
  Result<void> is_ready() {
    return database.read([](store::Session& session) -> Result<void> {
      session.query<std::int64_t>("SELECT size FROM audit_head WHERE id = 1");
      return {};
    });
  }

  void stop() {
    if (rabbit_intake) rabbit_intake->stop();
    if (server) server->stop(std::chrono::seconds{10});
    if (engine) engine->stop();
    database.forget_listeners();
  }

  std::shared_ptr<ports::Clock> clock;
  pipeline::PipelineSet pipelines;
  store::Database database;
  Peers peers;
  pipeline::Components components;
  Observation observation;
  file_fetch::FileFetcher files;
  std::unique_ptr<queue::RabbitNotifier> queue_notifier;
  webhook::WebhookNotifier notifier;
  archive::EmbeddedArchive archive;
  std::shared_ptr<store::StoredOutbox> outbox;
  std::unique_ptr<ports::WorkQueue> queue;
  api::Authenticator authenticator;
  api::Intake intake;
  std::unique_ptr<pipeline::Engine> engine;
  std::unique_ptr<queue::RabbitIntake> rabbit_intake;
  std::unique_ptr<http::Server> server;
};

std::vector<std::string> Installation::known_steps(const Config& config) {
  std::vector<std::string> steps{"hent_filer", "arkiver", "meld_tilbake"};
  const bool can_dispatch = !config.krr_url.empty() && (config.svarut || config.digipost);
  if (can_dispatch) steps.insert(steps.end(), {"velg_kanal", "send", "folg_opp"});
  return steps;
}

Installation::Installation(const Config& config) : parts_(std::make_unique<Parts>(config)) {}
Installation::~Installation() { stop(); }
std::uint16_t Installation::port() const { return parts_->server->port(); }
void Installation::stop() { parts_->stop(); }

}  // namespace fangst::service
