#include "rabbitmq.hpp"

#include <fangst/config/faults.hpp>

#include <map>

namespace fangst::service {
namespace {

using config::Kind;

void demand_broker(const config::Document& document, const config::Values& source, const char* setting,
                   config::Faults& faults) {
  if (document.has("rabbitmq")) return;
  faults.add(source, setting, "krever et avsnitt [rabbitmq], som sier hvor megleren er.");
}

void check_sources(const config::Document& document, config::Faults& faults) {
  std::map<std::string, std::string> users;
  for (const auto& [source, variants] : document.each("source")) {
    if (source.flag("queue_events")) demand_broker(document, source, "queue_events", faults);
    const auto& user = source.text("rabbitmq_user");
    if (user.empty()) continue;
    demand_broker(document, source, "rabbitmq_user", faults);
    const auto [other, is_new] = users.emplace(user, source.text("name"));
    if (!is_new) faults.add(source, "rabbitmq_user", "«" + user + "» er brukeren til kilden «" + other->second + "».");
  }
}

amqp::BrokerSettings connection_of(const config::Document& document) {
  const auto& own = document["rabbitmq"];
  amqp::BrokerSettings connection;
  connection.host = own.text("host");
  connection.port = static_cast<std::uint16_t>(own.number("port"));
  connection.vhost = own.text("vhost");
  connection.user = own.text("user");
  connection.password = own.text("password_file");
  if (own.is_given("ca_file")) connection.tls = amqp::BrokerTls{own.text("ca_file"), "", ""};
  return connection;
}

}  // namespace

config::Section rabbitmq_section() {
  return {
      .name = "rabbitmq",
      .help = "Meldingsmegleren RabbitMQ, når den brukes til arbeidskøen, til inntak eller til beskjeder.",
      .settings =
          {
              {.name = "host", .otherwise = "localhost", .help = "Maskinen den kjører på."},
              {.name = "port",
               .kind = Kind::number,
               .otherwise = 5672,
               .least = 1,
               .most = 65535,
               .help = "Porten; med TLS oftest 5671."},
              {.name = "vhost", .otherwise = "/", .help = "Fangsts virtuelle vert."},
              {.name = "user", .is_required = true, .help = "Fangsts bruker.", .example = R"("fangst")"},
              {.name = "password_file",
               .kind = Kind::secret_file,
               .is_required = true,
               .help = "Brukerens passord.",
               .example = R"("/etc/fangst/secrets/rabbitmq")"},
              {.name = "management_url",
               .kind = Kind::url,
               .allows_http = true,
               .help = "Adressen til administrasjonsgrensesnittet. Med den blir det sett etter at køene er satt opp "
                       "riktig.",
               .example = R"("http://localhost:15672")"},
              {.name = "ca_file",
               .kind = Kind::file,
               .help = "Utstederne av meglerens sertifikat, i PEM-format. Med dem brukes TLS.",
               .example = R"("/etc/fangst/tls/megler.pem")"},
          },
      .is_optional = true,
      .is_commented_out = true};
}

config::Section source_at_broker_section() {
  return {.name = "source",
          .settings =
              {
                  {.name = "rabbitmq_user",
                   .help = "Megleren har en bruker for kilden, som leverer til fangst.inn. Uten den må meldingene bære "
                           "kildens nøkkel.",
                   .example = R"("gerica")"},
                  {.name = "queue_events",
                   .kind = Kind::flag,
                   .help = "Kilden får beskjed i køen fangst.ut.<kilde>, når den ikke har webhook_url."},
              },
          .rules = {check_sources}};
}

queue::RabbitQueueSettings rabbit_queue_settings(const config::Document& document, std::vector<model::StepName> steps) {
  queue::RabbitQueueSettings settings;
  settings.connection = connection_of(document);
  settings.steps = std::move(steps);
  settings.management_url = document["rabbitmq"].text("management_url");
  return settings;
}

rabbitmq::RabbitIntakeSettings rabbit_intake_settings(const config::Document& document) {
  rabbitmq::RabbitIntakeSettings settings;
  settings.connection = connection_of(document);
  for (const auto& [source, variants] : document.each("source")) {
    const model::SourceName name(source.text("name"));
    settings.sources.push_back(name);
    if (source.is_given("rabbitmq_user")) settings.users.emplace(source.text("rabbitmq_user"), name);
  }
  return settings;
}

queue_notifier::QueueNotifierSettings queue_notifier_settings(const config::Document& document) {
  queue_notifier::QueueNotifierSettings settings;
  settings.connection = connection_of(document);
  for (const auto& [source, variants] : document.each("source")) {
    if (source.flag("queue_events")) settings.sources.emplace_back(source.text("name"));
  }
  return settings;
}

}  // namespace fangst::service
