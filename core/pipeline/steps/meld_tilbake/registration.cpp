#include <fangst/pipeline/step_catalogue.hpp>

namespace fangst::pipeline::meld_tilbake {
namespace {

StepRegistration tells(std::string name, std::optional<Milestone> beside) {
  return {.traits = {.name = name, .waits_for = {DependencyKind::source}, .beside = beside},
          .make = [name, beside](const StepSurroundings& surroundings) {
            return make_notify_source(name, beside, surroundings.notifier, surroundings.dependencies);
          }};
}

}  // namespace

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add(tells("meld_tilbake", std::nullopt));
  catalogue.add(tells("meld_arkivert", Milestone::archived));
  catalogue.add(tells("meld_parkert", Milestone::parked));
}

}  // namespace fangst::pipeline::meld_tilbake
