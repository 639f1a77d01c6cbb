#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/policy/error_mapping.hpp>

namespace fangst::pipeline {

StepResult decide(const Error& error, model::Timestamp now) {
  if (const auto wait = Dependency::wait_of(error)) return {Wait{now + *wait, error.public_text()}, {}, {}};
  if (error.outcome_unknown()) return {Unknown{error}, {}, {}};
  if (policy::disposition(error.kind()) == policy::Disposition::retry) return {Retry{error}, {}, {}};
  return {Dead{error}, {}, {}};
}

}  // namespace fangst::pipeline
