#pragma once

#include <fangst/error/result.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/model/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fangst::ports {

/// One row of the outbox: a step that is due for a submission. Written in the same transaction as the state change.
struct WorkItem {
  std::int64_t id = 0;
  model::SubmissionId submission;
  model::StepName step;
  model::Timestamp due_at;
  int handouts =
      0;  ///< How often it was handed out before, also in runs that crashed: finds work that stops the process.
  std::string traceparent;
};

/// The outbox as a queue sees it; implemented by the store. Thread-safe.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// Leases up to `max` items that are due at `now` and not leased; they are not handed out again before `lease_until`
  /// unless released. Adds 1 to `handouts` of each.
  virtual Result<std::vector<WorkItem>> lease_due(std::size_t max, model::Timestamp now,
                                                  model::Timestamp lease_until) = 0;
  /// As lease_due, but also items that become due before `horizon` (for a broker that can delay them itself).
  virtual Result<std::vector<WorkItem>> lease_until_horizon(std::size_t max, model::Timestamp now,
                                                            model::Timestamp horizon, model::Timestamp lease_until) = 0;
  virtual Result<void> release(const std::vector<std::int64_t>& items) = 0;
  /// To be called at start: releases the leases that an earlier process of this node has left.
  virtual Result<void> release_all_of_this_node() = 0;
  virtual Result<std::optional<WorkItem>> find(std::int64_t item) = 0;
};

/// Gives due work to workers, at least once. Thread-safe.
///
/// The row in the database decides what is due. To finish an item, commit a transaction that deletes or reschedules its
/// row, and then call settle(). An item that is not settled is handed out again.
class WorkQueue {
 public:
  virtual ~WorkQueue() = default;
  /// Blocks until there is work, `wait` has passed or stop() was called; then returns what there is, at most `max`.
  virtual std::vector<WorkItem> take(std::size_t max, std::chrono::milliseconds wait) = 0;
  /// The row has been deleted or rescheduled by a committed transaction.
  virtual void settle(const WorkItem& item) = 0;
  /// To be called when nothing was decided (shutdown, no database): the item is handed out again.
  virtual void give_back(const WorkItem& item) = 0;
  /// To be called when new rows have been committed: the queue reads them now instead of at the next poll.
  virtual void wake() = 0;
  /// Hands out no more items; take() then returns empty at once. Idempotent.
  virtual void stop() = 0;
  virtual bool is_healthy() const = 0;
  /// Sentences in bokmaal for the operator: what is wrong, and what to do about it or that it mends itself. Empty when
  /// all is well; a healthy queue may have some, e.g. of messages that nobody has looked at.
  virtual std::vector<std::string> problems() const = 0;
};

}  // namespace fangst::ports
