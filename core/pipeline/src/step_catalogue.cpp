#include <fangst/pipeline/step_catalogue.hpp>

#include <algorithm>
#include <stdexcept>

namespace fangst::pipeline {

void StepCatalogue::add(StepRegistration step) {
  if (find(model::StepName(step.traits.name)) != nullptr) {
    throw std::logic_error("two steps have the name " + step.traits.name);
  }
  steps_.push_back(std::move(step));
}

const StepTraits* StepCatalogue::find(const model::StepName& step) const {
  const auto at = std::find_if(steps_.begin(), steps_.end(),
                               [&](const auto& candidate) { return candidate.traits.name == step.str(); });
  return at == steps_.end() ? nullptr : &at->traits;
}

std::vector<model::StepName> StepCatalogue::beside(Milestone milestone) const {
  std::vector<model::StepName> names;
  for (const auto& step : steps_) {
    if (step.traits.beside == milestone) names.emplace_back(step.traits.name);
  }
  return names;
}

std::vector<std::string> StepCatalogue::waiting_for(DependencyKind kind) const {
  std::vector<std::string> names;
  for (const auto& step : steps_) {
    const auto& kinds = step.traits.waits_for;
    if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) names.push_back(step.traits.name);
  }
  return names;
}

model::StepName StepCatalogue::planner() const {
  for (const auto& step : steps_) {
    if (step.traits.plans_letters) return model::StepName(step.traits.name);
  }
  return {};
}

}  // namespace fangst::pipeline
