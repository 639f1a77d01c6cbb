#include "installation.hpp"

#include "archive_rules.hpp"
#include "local.hpp"
#include "machinery.hpp"
#include "municipality.hpp"
#include "rabbitmq.hpp"
#include "source.hpp"

#include <fangst/pipeline/step_catalogue.hpp>
#include <fangst/ports/clock.hpp>

namespace fangst::service {

namespace {

/// What stands beside a pipeline has no attempts of its own.
std::vector<std::string> retried_steps(const pipeline::StepCatalogue& steps) {
  std::vector<std::string> names;
  for (const auto& step : steps.all()) {
    if (!step.traits.beside) names.push_back(step.traits.name);
  }
  return names;
}

}  // namespace

config::Schema installation_schema() {
  const auto now = ports::SystemClock{}.now();
  const auto steps = pipeline::all_steps();
  config::Schema schema;
  schema.add(node_section()).add(municipality_section()).add(http_section(now));
  schema.add(database_section()).add(audit_section()).add(log_section()).add(pipelines_section());
  schema.add(queue_section()).add(rabbitmq_section()).add(workers_section());
  schema.add(retry_section());
  schema.add(retry_of_step_section(retried_steps(steps)));
  schema.add(circuit_section());
  for (const auto& step : steps.all()) {
    for (const auto& section : step.sections) schema.add(section);
  }
  schema.add(http_client_section());
  const auto registry = adapters();
  for (auto& section : registry.sections()) schema.add(std::move(section));
  schema.add(source_section(registry.formats())).add(source_webhook_section()).add(source_files_section());
  schema.add(source_at_broker_section());
  if (!registry.archives().empty()) schema.add(archive_rule_section(registry.archives()));
  schema.add(api_key_section());
  return schema;
}

config::Document read_installation(const std::filesystem::path& file) {
  return config::read(file, installation_schema());
}

}  // namespace fangst::service
