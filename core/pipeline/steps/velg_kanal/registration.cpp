#include <fangst/pipeline/step_catalogue.hpp>

namespace fangst::pipeline::velg_kanal {
namespace {

bool sends_nothing(const model::SubmissionContent& content) { return !content.forsendelse.ekspeder; }

}  // namespace

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add({.traits = {.name = "velg_kanal",
                            .waits_for = {DependencyKind::contact_register},
                            .after = {{"arkiver", "arkiver først"}},
                            .sends_letters = true,
                            .plans_letters = true,
                            .has_nothing_to_do = sends_nothing},
                 .make = [](const StepSurroundings& surroundings) -> std::unique_ptr<Step> {
                   if (surroundings.contact_registry == nullptr) return nullptr;
                   return make_choose_channel(*surroundings.contact_registry, *surroundings.contact_register,
                                              surroundings.dispatchers);
                 }});
}

}  // namespace fangst::pipeline::velg_kanal
