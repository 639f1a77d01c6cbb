#include <fangst/pipeline/step_catalogue.hpp>

#include <algorithm>

namespace fangst::pipeline::hent_filer {
namespace {

bool has_all_files(const model::SubmissionContent& content) {
  return std::all_of(content.dokumenter.begin(), content.dokumenter.end(),
                     [](const auto& document) { return document.url.empty(); });
}

}  // namespace

void declare(StepCatalogue& catalogue);

void declare(StepCatalogue& catalogue) {
  catalogue.add({.traits = {.name = "hent_filer",
                            .waits_for = {DependencyKind::source},
                            .before = {{"arkiver", "det som hentes senere, blir ikke arkivert"}},
                            .has_nothing_to_do = has_all_files},
                 .make = [](const StepSurroundings& surroundings) {
                   return make_fetch_files(surroundings.files, surroundings.dependencies);
                 }});
}

}  // namespace fangst::pipeline::hent_filer
