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

/// The step is done; the submission goes on (to `to`, when the step says so itself).
struct Next {
  std::optional<model::StepName> to;
};
/// Something is done and kept; run the step again at once for the rest.
struct Again {};
/// Nothing failed; run the step again then.
struct Wait {
  model::Timestamp until;
  std::string reason;
};
/// It failed; the retry ladder says when to try again, or that it is enough.
struct Retry {
  Error error;
};
/// The peer may or may not have acted: the next run looks it up first.
struct Unknown {
  Error error;
};
/// Somebody must look at it.
struct Dead {
  Error error;
};

/// Rows that are written with a step's outcome. An error undoes both, and becomes the step's outcome instead. Runs on
/// the writer thread: it must not block. What StepInput::stored refers to is still there then; StepInput is not.
using Effect = std::function<Result<void>(sql::Transaction&)>;

/// What one run of a step decided, and the rows it wants written in the same transaction.
struct StepResult {
  std::variant<Next, Again, Wait, Retry, Unknown, Dead> decision;
  Effect effect;                                                   ///< May be empty.
  std::vector<std::shared_ptr<ports::PendingDocument>> documents;  ///< To be kept with it.
  bool made_progress = false;  ///< Something was done before it failed: earlier failures no longer count.
};

/// A step of a pipeline: reads what is already done and continues from there, for it may be run twice at any time
/// (invariants 2 and 3). Thread-safe.
class Step {
 public:
  virtual ~Step() = default;
  virtual std::string_view name() const = 0;
  virtual StepResult run(const StepInput& input) = 0;
};

/// The error of a call that only asks: whatever came of it, the peer has done nothing.
inline Error without_effect(Error error) { return error.with_unknown_outcome(false); }

/// Retry, Wait, Unknown or Dead by the kind of the error alone: the one place where a step's error becomes a decision.
StepResult decide(const Error& error, model::Timestamp now);

}  // namespace fangst::pipeline
