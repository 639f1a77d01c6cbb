#include <fangst/pipeline/step_catalogue.hpp>

namespace fangst::pipeline::folg_opp {
namespace {

using namespace std::chrono_literals;
using config::Kind;
using Durations = std::vector<std::chrono::milliseconds>;

bool sends_nothing(const model::SubmissionContent& content) { return !content.forsendelse.ekspeder; }

config::Section section() {
  return {.name = "follow_up",
          .help = "Hvor ofte det spørres om hvordan det gikk med et brev som er sendt.",
          .settings = {
              {.name = "first", .kind = Kind::duration, .otherwise = 1min, .help = "Tiden til første spørsmål."},
              {.name = "intervals",
               .kind = Kind::durations,
               .otherwise = Durations{5min, 15min, 1h, 4h},
               .help = "Tiden mellom de neste. Den siste gjentas."},
          }};
}

}  // namespace

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add({.traits = {.name = "folg_opp",
                            .waits_for = {DependencyKind::dispatcher},
                            .after = {{"send", ""}},
                            .sends_letters = true,
                            .has_nothing_to_do = sends_nothing},
                 .sections = {section()},
                 .make = [](const StepSurroundings& surroundings) {
                   return make_follow_up(surroundings.dispatchers, follow_up_schedule(surroundings.configuration));
                 }});
}

}  // namespace fangst::pipeline::folg_opp
