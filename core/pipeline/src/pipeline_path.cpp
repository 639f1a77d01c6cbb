#include <fangst/pipeline/pipeline_set.hpp>

#include <algorithm>

namespace fangst::pipeline {
namespace {

bool has_nothing_to_do(const PipelineStep& step, const model::SubmissionContent& content) {
  return step.has_nothing_to_do && step.has_nothing_to_do(content);
}

using Steps = std::vector<PipelineStep>;

Steps::const_iterator next_with_work(const Steps& steps, Steps::const_iterator at,
                                     const model::SubmissionContent& content) {
  while (at != steps.end() && at + 1 != steps.end() && has_nothing_to_do(*at, content)) ++at;
  return at;
}

Steps::const_iterator position(const Steps& steps, const model::StepName& step) {
  return std::find_if(steps.begin(), steps.end(), [&](const auto& candidate) { return candidate.name == step; });
}

}  // namespace

const PipelineStep* Pipeline::find(const model::StepName& step) const {
  const auto at = position(steps, step);
  return at == steps.end() ? nullptr : &*at;
}

model::StepName Pipeline::first(const model::SubmissionContent& content) const {
  return next_with_work(steps, steps.begin(), content)->name;
}

std::optional<model::StepName> Pipeline::after(const model::StepName& step,
                                               const model::SubmissionContent& content) const {
  const auto at = position(steps, step);
  if (at == steps.end() || at + 1 == steps.end()) return std::nullopt;
  return next_with_work(steps, at + 1, content)->name;
}

intake::ChooseRoute routes_of(const PipelineSet& pipelines) {
  return [&pipelines](const model::SourceName& source,
                      const model::SubmissionContent& content) -> std::optional<intake::Route> {
    const auto* pipeline = pipelines.choose(source.str(), content.type);
    if (pipeline == nullptr) return std::nullopt;
    return intake::Route{pipeline->name, pipeline->first(content)};
  };
}

}  // namespace fangst::pipeline
