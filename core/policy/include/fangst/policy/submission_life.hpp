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

/// The parts of a submission that change, as its row keeps them.
struct SubmissionLife {
  model::SubmissionState state = model::SubmissionState::in_flight;
  model::StepName step;         ///< The step that is due, or where it stopped.
  int attempts = 0;             ///< Failed tries of the step; an outage of a dependency is not counted (invariant 12).
  model::Timestamp next_at;     ///< When the step is due; when nothing is due, the same as updated_at.
  model::Timestamp updated_at;  ///< The last change of state that is in the log.
  bool case_order_open = true;  ///< Later submissions of the case are held until it is archived or stops.
  std::optional<std::string> record;          ///< What the archive answered, as the store keeps it. Set once.
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
/// The earlier submission of the case is archived, or has stopped.
struct Turn {
  static constexpr std::string_view kLogKind = "submission.turn";
};
/// The step is done, and the next is due.
struct Moved {
  static constexpr std::string_view kLogKind = "submission.moved";
  model::StepName next;
};
/// A part of the step is done, and the rest is due.
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
/// A dependency may have acted; the next run looks it up (invariant 3).
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
/// A person starts a parked submission again, at the step where it stopped.
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
/// Documents that were named by URL have been fetched. The content is no part of the life.
struct Fetched {
  static constexpr std::string_view kLogKind = "submission.fetched";
};
/// The source has corrected a parked submission by a revision; it continues at `step`.
struct Corrected {
  static constexpr std::string_view kLogKind = "submission.corrected";
  model::StepName step;
};
/// A person ends a submission that has stopped or waits for its turn (invariant 14).
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
  bool is_logged = true;          ///< False when a waiting submission goes on waiting: its state is the same.
};

/// The life after the event. An empty `life` is a submission that has not been accepted. The error has the code
/// kNotAllowed.
Result<SubmissionChange> transition(const std::optional<SubmissionLife>& life, const SubmissionEvent& event);

/// True when one step of the pipeline is in the outbox.
bool is_under_way(model::SubmissionState state);
/// True when only a person can change it.
bool is_at_rest(model::SubmissionState state);
/// True when the step's last run failed, and it will run again.
bool has_failed(model::SubmissionState state);

/// Which term of the sum of invariant 4 counts the submission. One that a person has closed counts as finished.
enum class Account { in_flight, parked, finished };
Account account_of(model::SubmissionState state);

}  // namespace fangst::policy
