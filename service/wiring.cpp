#include "wiring.hpp"

#include "change_log.hpp"
#include "log_key.hpp"
#include "observation.hpp"
#include "outside.hpp"
#include "queue_intake.hpp"
#include "queue_watch.hpp"
#include "settings/archive_rules.hpp"
#include "settings/installation.hpp"
#include "settings/local.hpp"
#include "settings/machinery.hpp"
#include "settings/municipality.hpp"
#include "settings/rabbitmq.hpp"
#include "settings/source.hpp"

#include <fangst/api/routes.hpp>
#include <fangst/archive/embedded_archive.hpp>
#include <fangst/file_fetch/file_fetcher.hpp>
#include <fangst/http/server.hpp>
#include <fangst/intake/intake.hpp>
#include <fangst/pipeline/engine.hpp>
#include <fangst/pipeline/pause_watch.hpp>
#include <fangst/pipeline/step_catalogue.hpp>
#include <fangst/queue/embedded_queue.hpp>
#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/queue_notifier/queue_notifier.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>
#include <fangst/store/outbox.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::service {

extern const char* const kOpenApiJson;
extern const char* const kDocsHtml;

namespace {

/// Of the steps that may have work: those that pipelines declare, and those beside them.
std::vector<model::StepName> step_names(const pipeline::PipelineSet& pipelines, const pipeline::StepCatalogue& steps) {
  std::vector<model::StepName> names;
  for (const auto& step : steps.all()) {
    if (step.traits.beside) names.emplace_back(step.traits.name);
  }
  for (const auto& pipeline : pipelines.all()) {
    for (const auto& step : pipeline.steps) {
      if (std::find(names.begin(), names.end(), step.name) == names.end()) names.push_back(step.name);
    }
  }
  return names;
}

/// With the hooks that leave a line in the log when the broker is lost and found.
template <class Settings>
Settings telling(Settings settings) {
  settings.connection.on_change = log_broker;
  return settings;
}

}  // namespace

struct Installation::Parts {
  explicit Parts(const config::Document& config)
      : clock(std::make_shared<ports::SystemClock>()),
        pipelines(load_pipelines(config)),
        database(database_settings(config), clock, audit_log(config)),
        configuration(configuration_of(config)),
        outside(adapters(), configuration, database.documents(), *clock),
        dependencies(circuit_settings(config), *clock),
        files(files_of(config), outside.http(), database.documents()),
        queue_notifier(make_queue_notifier(config, *clock)),
        notifier(webhooks_of(config), outside.http(), *clock, queue_notifier.get()),
        outbox(std::make_shared<store::StoredOutbox>(database)),
        authenticator(keys_of(config)),
        intake(database, pipeline::routes_of(pipelines), sources_of(config), adapters().formats(), files) {
    dependencies.listen(log_dependency);
    database.on_change(log_database);
    pauses.emplace(database, dependencies);
    must(outbox->release_all_of_this_node());
    queue = make_queue(config);
    database.on_commit([this] { queue->wake(); });
    observation.watch(database, dependencies, *queue);
    engine = std::make_unique<pipeline::Engine>(database, *queue, pipelines, steps, make_steps(config),
                                                engine_settings(config),
                                                [this](const auto& outcome) { observation.step(outcome); });
    engine->start();
    if (config.has("rabbitmq")) {
      auto settings = telling(rabbit_intake_settings(config));
      settings.on_unanswered = log_unanswered;
      rabbit_intake = std::make_unique<rabbitmq::RabbitIntake>(std::move(settings), *clock,
                                                               queue_intake(intake, authenticator), queue_refusal);
    }
    queue_watch.emplace([this] { return queue_problems(); },
                        [](const auto& news) {
                          for (const auto& problem : news.problems) log_queue_problem(problem);
                          if (news.is_well) log_queue_well();
                        },
                        *clock);
    server = std::make_unique<http::Server>(
        server_settings(config), make_router(), [this](const auto& outcome) { observation.http(outcome); },
        [this](const auto& fault, auto trace) { observation.fault(fault, trace); });
  }

  static std::unique_ptr<queue_notifier::QueueNotifier> make_queue_notifier(const config::Document& config,
                                                                            const ports::Clock& clock) {
    auto settings = telling(queue_notifier_settings(config));
    if (settings.sources.empty()) return nullptr;
    return std::make_unique<queue_notifier::QueueNotifier>(std::move(settings), clock);
  }

  static void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().code() + ": " + result.error().private_detail());
  }

  std::unique_ptr<ports::WorkQueue> make_queue(const config::Document& config) {
    if (!uses_rabbitmq(config))
      return std::make_unique<queue::EmbeddedQueue>(outbox, clock, embedded_queue_settings(config));
    auto settings = telling(rabbit_queue_settings(config, step_names(pipelines, steps)));
    settings.on_renewed = log_renewed_queue;
    return std::make_unique<queue::RabbitQueue>(std::move(settings), outbox, clock,
                                                std::shared_ptr<ports::HttpClient>(&outside.http(), [](auto*) {}));
  }

  std::vector<std::unique_ptr<pipeline::Step>> make_steps(const config::Document& config) {
    outside.add_to(dispatchers, dependencies);
    outside.add_to(archives, database, dependencies);
    if (!adapters().archives().empty()) archives.set_rules(archive_rules(config));
    auto* registry = outside.contact_registry();
    const pipeline::StepSurroundings surroundings{
        .configuration = config,
        .database = database,
        .archives = archives,
        .dependencies = dependencies,
        .dispatchers = dispatchers,
        .contact_registry = registry,
        .contact_register = registry == nullptr ? nullptr
                                                : &dependencies.add(outside.contact_registry_name(),
                                                                    pipeline::DependencyKind::contact_register),
        .notifier = notifier,
        .files = files,
        .sender = sender_of(config),
        .node = node_name(config),
        .planner = steps.planner()};
    std::vector<std::unique_ptr<pipeline::Step>> made;
    for (const auto& step : steps.all()) {
      if (auto one = step.make(surroundings)) made.push_back(std::move(one));
    }
    return made;
  }

  http::Router make_router() {
    http::Router router;
    api::add_source_routes(router, authenticator, intake, database, {});
    api::add_operator_routes(router, authenticator, database, dependencies, steps,
                             {[this] { return queue->is_healthy(); }, [this] { return queue_problems(); }});
    api::add_open_routes(router, authenticator,
                         {[this] { return observation.render(); }, [this] { return is_ready(); },
                          [this] { return queue_problems(); }, kOpenApiJson, kDocsHtml});
    return router;
  }

  /// Of everything that talks to the broker, each sentence once: they lose it together.
  std::vector<std::string> queue_problems() const {
    std::vector<std::string> all;
    const auto add = [&all](std::vector<std::string> some) {
      for (auto& text : some) {
        if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
      }
    };
    add(queue->problems());
    if (rabbit_intake) add(rabbit_intake->problems());
    if (queue_notifier) add(queue_notifier->problems());
    return all;
  }

  /// Ready means that a submission can be taken: the database answers. Not that the broker or a dependency is there.
  Result<void> is_ready() {
    return database.read([](sql::Session& session) -> Result<void> {
      session.query<std::int64_t>("SELECT size FROM audit_head WHERE id = 1");
      return {};
    });
  }

  void stop() {
    queue_watch.reset();
    if (rabbit_intake) rabbit_intake->stop();
    if (server) server->stop(std::chrono::seconds{10});
    if (engine) engine->stop();
    database.forget_listeners();
  }

  std::shared_ptr<ports::Clock> clock;
  pipeline::StepCatalogue steps = pipeline::all_steps();
  pipeline::PipelineSet pipelines;
  sql::Database database;
  registration::Configuration configuration;
  Outside outside;
  pipeline::Dependencies dependencies;
  pipeline::Dispatchers dispatchers;
  std::optional<pipeline::PauseWatch> pauses;
  Observation observation;
  file_fetch::FileFetcher files;
  std::unique_ptr<queue_notifier::QueueNotifier> queue_notifier;
  webhook::WebhookNotifier notifier;
  archive::EmbeddedArchive archive;
  pipeline::ArchiveCores archives{
      database, pipeline::make_local_core(archive, dependencies.add("arkiv", pipeline::DependencyKind::archive))};
  std::shared_ptr<store::StoredOutbox> outbox;
  std::unique_ptr<ports::WorkQueue> queue;
  api::Authenticator authenticator;
  intake::Intake intake;
  std::unique_ptr<pipeline::Engine> engine;
  std::unique_ptr<rabbitmq::RabbitIntake> rabbit_intake;
  std::optional<QueueWatch> queue_watch;
  std::unique_ptr<http::Server> server;
};

pipeline::PipelineSet load_pipelines(const config::Document& config) {
  const bool sends_letters = can_dispatch(adapters(), config);
  return pipeline::PipelineSet::load(pipelines_folder(config), pipeline::all_steps(),
                                     [&](const auto& step) { return sends_letters || !step.sends_letters; });
}

Installation::Installation(const config::Document& config) : parts_(std::make_unique<Parts>(config)) {}
Installation::~Installation() { stop(); }
std::uint16_t Installation::port() const { return parts_->server->port(); }
void Installation::stop() { parts_->stop(); }

}  // namespace fangst::service
