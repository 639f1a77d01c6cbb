#include <fangst/pipeline/step_catalogue.hpp>

namespace fangst::pipeline::send {
namespace {

bool sends_nothing(const model::SubmissionContent& content) { return !content.forsendelse.ekspeder; }

}  // namespace

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add({.traits = {.name = "send",
                            .waits_for = {DependencyKind::dispatcher, DependencyKind::archive},
                            .after = {{"arkiver", "arkiver først"}, {"velg_kanal", ""}},
                            .sends_letters = true,
                            .has_nothing_to_do = sends_nothing},
                 .make = [](const StepSurroundings& surroundings) {
                   SendSettings settings{surroundings.sender, surroundings.node, surroundings.planner};
                   return make_send(surroundings.database, surroundings.archives, surroundings.dispatchers,
                                    std::move(settings));
                 }});
}

}  // namespace fangst::pipeline::send
