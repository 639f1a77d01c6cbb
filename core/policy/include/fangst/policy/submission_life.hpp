#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/model/submission_state.hpp>
#include <fangst/model/timestamp.hpp>
#include <fangst/policy/life.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace fangst::policy {

/// Everything of a submission that changes while it lives, as its row keeps it.
struct SubmissionLife {
  model::SubmissionState state = model::SubmissionState::in_flight;
  model::StepName step;               ///< The step that is due, or where it stopped.
  int attempts = 0;                   ///< Failed tries of the step; a dependency's outage is none (invariant 12).
  model::Timestamp next_at;           ///< When the step is due; when nothing is due, the same as updated_at.
  model::Timestamp updated_at;        ///< The last change of state that the log tells of.
  bool case_order_open = true;        ///< Later submissions of the case are held until it is archived or stops.
  std::optional<std::string> record;  ///< What the archive answered, in the form the store keeps. Set once.
  std::optional<std::int64_t> capture_index;  ///< Of the log entry that a capture receipt is about.
  std::optional<KeptError> error;             ///< Kept until the step it happened in has succeeded.
  bool operator==(const SubmissionLife&) const = default;
};

/// What happens to a submission.
namespace submission_event {

struct Accepted {
  static constexpr std::string_view kLogKind = "submission.accepted";
  model::StepName step;
  bool holding = false;  ///< An earlier submission of the case has its order open (invariant 7).
};
/// The submission before it in the case is archived or has stopped.
struct Turn {
  static constexpr std::string_view kLogKind = "submission.turn";
};
/// The step is done; the next is due.
struct Moved {
  static constexpr std::string_view kLogKind = "submission.moved";
  model::StepName next;
};
/// Some of the step is done; the rest is due.
struct Again {
  static constexpr std::string_view kLogKind = "submission.again";
  model::Timestamp due;
};
/// Nothing failed; the step runs again later.
struct Waiting {
  static constexpr std::string_view kLogKind = "submission.waiting";
  model::Timestamp until;
  std::string reason;
};
struct Retrying {
  static constexpr std::string_view kLogKind = "submission.retrying";
  model::Timestamp next_at;
  KeptError error;
  bool made_progress = false;  ///< The step got further before it failed: earlier failures do not count.
};
/// A dependency may have acted: the next run looks it up (invariant 3).
struct UnknownOutcome {
  static constexpr std::string_view kLogKind = "submission.unknown_outcome";
  model::Timestamp next_at;
  KeptError error;
  bool made_progress = false;
};
struct Parked {
  static constexpr std::string_view kLogKind = "submission.parked";
  KeptError error;
  bool made_progress = false;
};
/// A person lets a parked one start again where it stopped.
struct Retried {
  static constexpr std::string_view kLogKind = "submission.retried";
};
struct Finished {
  static constexpr std::string_view kLogKind = "submission.finished";
};
struct Archived {
  static constexpr std::string_view kLogKind = "submission.archived";
  std::string record;
  std::int64_t capture_index = 0;
};
/// Documents that were named by URL have come. The content is no part of the life.
struct Fetched {
  static constexpr std::string_view kLogKind = "submission.fetched";
};
/// The source has mended a parked one by a revision; it goes on at `step`.
struct Corrected {
  static constexpr std::string_view kLogKind = "submission.corrected";
  model::StepName step;
};
/// A person ends what has stopped or waits for its turn (invariant 14).
struct Closed {
  static constexpr std::string_view kLogKind = "submission.closed";
  std::string reason;
};

}  // namespace submission_event

struct SubmissionEvent {
  using What = std::variant<submission_event::Accepted, submission_event::Turn, submission_event::Moved,
                            submission_event::Again, submission_event::Waiting, submission_event::Retrying,
                            submission_event::UnknownOutcome, submission_event::Parked, submission_event::Retried,
                            submission_event::Finished, submission_event::Archived, submission_event::Fetched,
                            submission_event::Corrected, submission_event::Closed>;
  model::Timestamp at;
  What what;
};

/// What an event does to the submission's one piece of work in the outbox.
enum class WorkChange {
  keep,        ///< It stays as it is, or there is none.
  add,         ///< There is none: the life's step becomes due at next_at.
  reschedule,  ///< The same work, due at next_at.
  replace,     ///< Done, and the life's step is due instead.
  drop         ///< Done, and nothing is due.
};

struct SubmissionChange {
  SubmissionLife life;
  WorkChange work = WorkChange::keep;
  bool opens_case_order = false;  ///< The next of the case that is held has its turn (invariant 7).
  bool is_logged = true;          ///< False for waiting on: it changes no state.
};

/// The life after the event. Nothing stands for a submission that has not been accepted. Fails with kNotAllowed.
Result<SubmissionChange> transition(const std::optional<SubmissionLife>& life, const SubmissionEvent& event);

/// One step is in the outbox, and it is the only one beside work that stands beside the pipeline.
bool is_under_way(model::SubmissionState state);
/// Nothing happens any more without a person.
bool is_at_rest(model::SubmissionState state);
/// The step's last run failed, and it will be run again.
bool has_failed(model::SubmissionState state);

/// Where a submission stands in the sum of invariant 4. What a person has closed is finished in it.
enum class Account { in_flight, parked, finished };
Account account_of(model::SubmissionState state);

}  // namespace fangst::policy
