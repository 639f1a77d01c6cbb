#pragma once

#include <fangst/intake/intake.hpp>
#include <fangst/model/submission.hpp>
#include <fangst/pipeline/step_catalogue.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fangst::pipeline {

struct PipelineStep {
  model::StepName name;
  std::function<bool(const model::SubmissionContent&)> has_nothing_to_do{};  ///< As in StepTraits.
  std::chrono::milliseconds deadline{30'000};  ///< The longest time of one run, with all its calls.
};

/// The declared steps of a submission, from a file in pipelines/.
struct Pipeline {
  struct Match {
    std::string source = "*";
    std::string type = "*";
  };
  std::string name;
  std::string description;
  std::vector<Match> matches;
  std::vector<PipelineStep> steps;
  bool tell_archived = false;  ///< Send the source its Noark ids when it is archived, not only at the end.

  const PipelineStep* find(const model::StepName& step) const;
  /// The first step for a submission with this content, and the next after `step`. Steps that have nothing to do with
  /// it are skipped, except the last. Empty after the last step.
  model::StepName first(const model::SubmissionContent& content) const;
  std::optional<model::StepName> after(const model::StepName& step, const model::SubmissionContent& content) const;
};

/// All pipelines of an installation, read once at start. Immutable, so thread-safe.
class PipelineSet {
 public:
  /// Reads every *.toml. `is_available` says which steps this configuration allows (an empty function: all). Throws
  /// std::runtime_error that lists every fault with file and line, in bokmaal: unknown key, unknown step, a step that
  /// is not available, bad duration, two pipelines for the same source and type, dispatch before archive (invariant 5).
  static PipelineSet load(const std::filesystem::path& directory, const StepCatalogue& steps,
                          const std::function<bool(const StepTraits&)>& is_available = nullptr);

  /// The most specific match: source and type, then type, then source, then any. Null when none fits.
  const Pipeline* choose(const std::string& source, const std::string& type) const;
  const Pipeline* find(const std::string& name) const;
  const std::vector<Pipeline>& all() const { return pipelines_; }

 private:
  std::vector<Pipeline> pipelines_;
};

/// How intake finds the pipeline of a submission and its first step. The set must outlive it.
intake::ChooseRoute routes_of(const PipelineSet& pipelines);

}  // namespace fangst::pipeline
