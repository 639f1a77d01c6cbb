#pragma once

#include <fangst/error/result.hpp>
#include <fangst/ports/document_store.hpp>
#include <fangst/ports/work_queue.hpp>
#include <fangst/store/submissions.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fangst::pipeline {

struct StepInput {
  const store::StoredSubmission& stored;
  const ports::WorkItem& item;
  model::Deadline deadline;
  model::Timestamp now;

  const model::Submission& submission() const { return stored.submission; }
};

/// The step is done, and the submission continues with the next step, or with `to` when it is given.
struct Next {
  std::optional<model::StepName> to;
};
/// A part is done and stored; the step runs again at once for the rest.
struct Again {};
/// Nothing failed; the step runs again at `until`.
struct Wait {
  model::Timestamp until;
  std::string reason;
};
/// The step failed; the retry ladder decides when to try again, or to park.
struct Retry {
  Error error;
};
/// The dependency may have acted: the next run looks it up first (invariant 3).
struct Unknown {
  Error error;
};
/// The step cannot succeed without a person: the submission is parked.
struct Dead {
  Error error;
};

/// Rows that are written with a step's outcome. An error undoes both, and becomes the step's outcome instead. Runs on
/// the writer thread: it must not block. StepInput::stored is still valid then; StepInput itself is
/// not.
using Effect = std::function<Result<void>(sql::Transaction&)>;

/// What one run of a step decided, and the rows to write in the same transaction.
struct StepResult {
  std::variant<Next, Again, Wait, Retry, Unknown, Dead> decision;
  Effect effect;                                                   ///< May be empty.
  std::vector<std::shared_ptr<ports::PendingDocument>> documents;  ///< Made durable with it.
  bool made_progress = false;  ///< A part was done before it failed: earlier failures no longer count.
};

/// A step of a pipeline: reads what is already done and continues from there, for it may be run twice at any time
/// (invariants 2 and 3). Thread-safe.
class Step {
 public:
  virtual ~Step() = default;
  virtual std::string_view name() const = 0;
  virtual StepResult run(const StepInput& input) = 0;
};

/// The error of a call that only reads, so that the dependency cannot have changed anything.
inline Error without_effect(Error error) { return error.with_unknown_outcome(false); }

/// Retry, Wait, Unknown or Dead. The only function that turns a step's error into a decision.
StepResult decide(const Error& error, model::Timestamp now);

}  // namespace fangst::pipeline
