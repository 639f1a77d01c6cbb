#pragma once

#include <fangst/config/document.hpp>
#include <fangst/pipeline/archive_cores.hpp>
#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/dispatchers.hpp>
#include <fangst/pipeline/step.hpp>
#include <fangst/ports/contact_registry.hpp>
#include <fangst/ports/file_source.hpp>
#include <fangst/ports/source_notifier.hpp>
#include <fangst/sql/database.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// How the steps in core/pipeline/steps are made, each by its own folder. References must outlive the step.
namespace fangst::pipeline {

/// hent_filer: fetches the documents that an event names by URL, before they are archived.
std::unique_ptr<Step> make_fetch_files(ports::FileSource& files, Dependencies& dependencies);

/// arkiver: makes one journalpost in the Noark core; then the next submission of the case may continue.
std::unique_ptr<Step> make_archive(ArchiveCores& archives);

struct Sender {
  std::string navn;
  model::Adresse adresse;  ///< Return address on paper.
};

/// velg_kanal: asks the registry for each recipient and fixes the letters, before anything is sent.
std::unique_ptr<Step> make_choose_channel(ports::ContactRegistry& registry, Dependency& dependency,
                                          const Dispatchers& dispatchers);

struct SendSettings {
  Sender sender;
  std::string node;
  model::StepName planner;                                ///< The step that chooses again when a choice is too old.
  std::chrono::milliseconds choice_is_good_for{600'000};  ///< The longest age of a registry's answer.
  std::chrono::milliseconds foreign_claim{120'000};       ///< How long another node may keep a letter that it began.
};

/// send: dispatches each planned letter once; looks up before it sends again.
std::unique_ptr<Step> make_send(sql::Database& database, ArchiveCores& archives, const Dispatchers& dispatchers,
                                SendSettings settings);

/// When to ask for a letter's status, counted from its dispatch; the last interval repeats.
struct FollowUpSchedule {
  std::vector<std::chrono::milliseconds> intervals;
  model::Timestamp next(model::Timestamp dispatched, model::Timestamp now) const;
};
FollowUpSchedule follow_up_schedule(const config::Document& document);

/// folg_opp: asks the dispatchers until every letter has its final status.
std::unique_ptr<Step> make_follow_up(const Dispatchers& dispatchers, FollowUpSchedule schedule);

enum class Milestone;

/// Sends the source an event: how its submission ended, or, beside the pipeline, that it has reached a milestone. In
/// the second case the submission is not changed.
std::unique_ptr<Step> make_notify_source(std::string name, std::optional<Milestone> milestone,
                                         ports::SourceNotifier& notifier, Dependencies& dependencies);

}  // namespace fangst::pipeline
