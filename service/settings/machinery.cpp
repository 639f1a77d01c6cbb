#include "machinery.hpp"

#include <fangst/config/faults.hpp>
#include <fangst/crypto/certificate.hpp>

#include <fstream>
#include <iterator>

namespace fangst::service {
namespace {

using namespace std::chrono_literals;
using config::Kind;
using Durations = std::vector<std::chrono::milliseconds>;

constexpr auto* kRetryOfStep = "retry.steps.<steg>";

void check_queue(const config::Document& document, config::Faults& faults) {
  if (!uses_rabbitmq(document) || document.has("rabbitmq")) return;
  faults.add(document["queue"], "kind", "«rabbitmq» krever et avsnitt [rabbitmq], som sier hvor den er.");
}

void check_workers(const config::Document& document, config::Faults& faults) {
  const auto& workers = document["workers"];
  if (workers.number("threads") != 0 || !uses_rabbitmq(document)) return;
  faults.add(workers, "threads", "0 (bare ta imot) krever den innebygde køen: [queue] kind = \"embedded\".");
}

void check_circuit(const config::Document& document, config::Faults& faults) {
  const auto& circuit = document["circuit"];
  if (circuit.duration("max_cool_down") >= circuit.duration("cool_down")) return;
  faults.add(circuit, "max_cool_down", "kan ikke være kortere enn cool_down.");
}

void check_ca(const config::Document& document, config::Faults& faults) {
  const auto& client = document["http_client"];
  const auto& file = client.text("ca_file");
  if (file.empty()) return;
  std::ifstream in(file, std::ios::binary);
  if (crypto::certificate_period(std::string{std::istreambuf_iterator<char>(in), {}})) return;
  faults.add(client, "ca_file", file + " er ikke et sertifikat i PEM-format.");
}

std::vector<config::Setting> retry_settings() {
  return {
      {.name = "rungs",
       .kind = Kind::durations,
       .otherwise = Durations{10s, 1min, 5min, 15min, 1h},
       .help = "Ventetiden etter første, andre ... forsøk som gikk galt. Den siste gjentas."},
      {.name = "give_up_after",
       .kind = Kind::number,
       .otherwise = 30,
       .least = 0,
       .most = 100'000,
       .help = "Antall forsøk; deretter parkeres innsendingen. 0: aldri."},
  };
}

/// What the section does not say is as `otherwise` has it.
policy::RetryLadder ladder_of(const config::Values& retry, const config::Values& otherwise) {
  const auto& rungs = (retry.is_given("rungs") ? retry : otherwise).durations("rungs");
  const auto tries = (retry.is_given("give_up_after") ? retry : otherwise).number("give_up_after");
  return {rungs, static_cast<int>(tries)};
}

}  // namespace

config::Section queue_section() {
  return {
      .name = "queue",
      .help = "Arbeidskøen.",
      .settings = {{.name = "kind",
                    .kind = Kind::choice,
                    .otherwise = "embedded",
                    .choices = {"embedded", "rabbitmq"},
                    .help = "«embedded» trenger ingenting ved siden av seg. «rabbitmq» viser arbeidet i megleren."}},
      .rules = {check_queue}};
}

config::Section workers_section() {
  return {
      .name = "workers",
      .help = "De som utfører stegene.",
      .settings = {{.name = "threads",
                    .kind = Kind::number,
                    .otherwise = 4,
                    .least = 0,
                    .most = 256,
                    .help = "Steg som utføres samtidig. 0: denne noden tar bare imot, og lar resten vente (bare med "
                            "køen «embedded»)."}},
      .rules = {check_workers}};
}

config::Section retry_section() {
  return {.name = "retry", .help = "Nye forsøk på et steg som gikk galt.", .settings = retry_settings()};
}

config::Section retry_of_step_section(std::vector<std::string> steps) {
  return {.name = kRetryOfStep,
          .help = "Nye forsøk på ett steg, der det skal være annerledes enn i [retry].",
          .settings = retry_settings(),
          .keys = std::move(steps),
          .is_commented_out = true};
}

config::Section circuit_section() {
  return {.name = "circuit",
          .help = "Hvile for en motpart som ikke svarer. Det som venter på den, bruker ikke opp forsøk.",
          .settings =
              {
                  {.name = "threshold",
                   .kind = Kind::number,
                   .otherwise = 5,
                   .least = 1,
                   .most = 1000,
                   .help = "Feil på rad før motparten får hvile."},
                  {.name = "cool_down", .kind = Kind::duration, .otherwise = 10s, .help = "Hvilen den første gangen."},
                  {.name = "max_cool_down",
                   .kind = Kind::duration,
                   .otherwise = 5min,
                   .help = "Den lengste hvilen; den dobles hver gang motparten fortsatt ikke svarer."},
              },
          .rules = {check_circuit}};
}

config::Section http_client_section() {
  return {.name = "http_client",
          .help = "Kallene ut.",
          .settings =
              {
                  {.name = "threads",
                   .kind = Kind::number,
                   .otherwise = 16,
                   .least = 1,
                   .most = 64,
                   .help = "Tråder som flytter byte for alle kall ut."},
                  {.name = "ca_file",
                   .kind = Kind::file,
                   .help = "Sertifikatutstedere å stole på, i PEM-format, i stedet for systemets.",
                   .example = R"("/etc/ssl/certs/ca-certificates.crt")"},
              },
          .rules = {check_ca}};
}

bool uses_rabbitmq(const config::Document& document) { return document["queue"].text("kind") == "rabbitmq"; }

queue::EmbeddedQueueSettings embedded_queue_settings(const config::Document& document) {
  queue::EmbeddedQueueSettings settings;
  // Else what nobody here takes would be kept from the other nodes.
  if (document["workers"].number("threads") == 0) settings.batch = 0;
  return settings;
}

pipeline::EngineSettings engine_settings(const config::Document& document) {
  const auto& retry = document["retry"];
  pipeline::EngineSettings settings{
      static_cast<unsigned>(document["workers"].number("threads")), ladder_of(retry, retry), {}};
  for (const auto& [step, of_step] : document.named(kRetryOfStep)) {
    settings.step_ladders.emplace(step, ladder_of(of_step, retry));
  }
  return settings;
}

policy::CircuitBreaker::Settings circuit_settings(const config::Document& document) {
  const auto& circuit = document["circuit"];
  return {static_cast<int>(circuit.number("threshold")), circuit.duration("cool_down"),
          circuit.duration("max_cool_down")};
}

http_client::Settings client_settings(const config::Document& document) {
  http_client::Settings settings;
  settings.ca_file = document["http_client"].text("ca_file");
  return settings;
}

std::size_t client_threads(const config::Document& document) {
  return static_cast<std::size_t>(document["http_client"].number("threads"));
}

}  // namespace fangst::service
