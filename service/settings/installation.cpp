#include "installation.hpp"

#include "archive_rules.hpp"
#include "local.hpp"
#include "machinery.hpp"
#include "municipality.hpp"
#include "rabbitmq.hpp"
#include "source.hpp"

#include <chrono>

namespace fangst::service {

config::Schema installation_schema() {
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  config::Schema schema;
  schema.add(node_section()).add(municipality_section()).add(http_section(now));
  schema.add(database_section()).add(audit_section()).add(log_section()).add(pipelines_section());
  schema.add(queue_section()).add(rabbitmq_section()).add(workers_section());
  schema.add(retry_section());
  schema.add(retry_of_step_section({"hent_filer", "arkiver", "velg_kanal", "send", "folg_opp", "meld_tilbake"}));
  schema.add(circuit_section()).add(follow_up_section()).add(http_client_section());
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
