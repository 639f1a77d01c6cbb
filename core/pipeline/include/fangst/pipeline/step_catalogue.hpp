#pragma once

#include <fangst/config/document.hpp>
#include <fangst/pipeline/archive_cores.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/dispatchers.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/ports/contact_registry.hpp>
#include <fangst/ports/file_source.hpp>
#include <fangst/ports/source_notifier.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// How a step declares itself. Each step is a folder in core/pipeline/steps with one function `declare`. The build
/// calls all of them (cmake/FangstStep.cmake), so no other file names a step.
namespace fangst::pipeline {

/// A point that a submission can reach, where work beside its pipeline may begin.
enum class Milestone { archived, parked };

/// A condition on the order of two steps, and the reason: it continues the sentence after the two names.
struct StepOrder {
  std::string other;
  std::string why;
};

struct StepTraits {
  std::string name;                            ///< As in pipelines/*.toml.
  std::vector<DependencyKind> waits_for{};     ///< When one of these is resumed, what waits in the step is due at once.
  std::vector<StepOrder> after{};              ///< Must stand somewhere after each of these.
  std::vector<StepOrder> before{};             ///< Must not stand after any of these.
  bool sends_letters = false;                  ///< Only where there is a register to ask and a dispatcher.
  bool plans_letters = false;                  ///< A letter whose plan is too old goes back to this step.
  std::optional<Milestone> reaches{};          ///< The submission has reached it when the step is done.
  std::optional<Milestone> beside{};           ///< Runs beside the pipeline, when a submission has reached it.
  std::chrono::milliseconds deadline{30'000};  ///< Of one run, where the pipeline says nothing.
  /// True when the step has nothing to do with the submission, and is passed over. Empty: never.
  std::function<bool(const model::SubmissionContent&)> has_nothing_to_do{};
};

/// What a step may use. All of it lives longer than the steps.
struct StepSurroundings {
  const config::Document& configuration;
  sql::Database& database;
  ArchiveCores& archives;
  Dependencies& dependencies;
  const Dispatchers& dispatchers;
  ports::ContactRegistry* contact_registry = nullptr;  ///< Null when none is configured; so is the next.
  Dependency* contact_register = nullptr;
  ports::SourceNotifier& notifier;
  ports::FileSource& files;
  Sender sender;
  std::string node;
  model::StepName planner;  ///< The step that plans letters.
};

struct StepRegistration {
  StepTraits traits;
  std::vector<config::Section> sections{};  ///< Its settings.
  /// Called once, at start. Null when what the step needs is not configured.
  std::function<std::unique_ptr<Step>(const StepSurroundings&)> make;
};

/// Every step of the build. Filled once, by one thread; then immutable and thread-safe.
class StepCatalogue {
 public:
  /// Throws std::logic_error when there is a step of that name.
  void add(StepRegistration step);

  /// Null for a step that is not in the catalogue.
  const StepTraits* find(const model::StepName& step) const;
  const std::vector<StepRegistration>& all() const { return steps_; }
  std::vector<model::StepName> beside(Milestone milestone) const;
  std::vector<std::string> waiting_for(DependencyKind kind) const;
  /// Empty when no step plans letters.
  model::StepName planner() const;

 private:
  std::vector<StepRegistration> steps_;
};

/// The steps in core/pipeline/steps; made by the build.
StepCatalogue all_steps();

}  // namespace fangst::pipeline
