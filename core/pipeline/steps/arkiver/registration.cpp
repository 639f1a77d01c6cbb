#include <fangst/pipeline/step_catalogue.hpp>

namespace fangst::pipeline::arkiver {

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add({.traits = {.name = "arkiver", .waits_for = {DependencyKind::archive}, .reaches = Milestone::archived},
                 .make = [](const StepSurroundings& surroundings) { return make_archive(surroundings.archives); }});
}

}  // namespace fangst::pipeline::arkiver
