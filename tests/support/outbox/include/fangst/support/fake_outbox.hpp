#pragma once

#include <fangst/ports/work_queue.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace fangst::support {

/// The outbox table in memory, shared by the nodes that lease from it. Outlives the queues of a test, as a database
/// outlives a crashed process. Thread-safe.
class FakeOutboxTable {
 public:
  std::int64_t enqueue(const std::string& step, model::Timestamp due_at, const std::string& traceparent = {});
  void finish(std::int64_t item);
  void reschedule(std::int64_t item, model::Timestamp due_at);
  std::size_t size() const;
  std::size_t leased() const;
  int lease_calls() const { return lease_calls_; }
  /// While true every call of a node answers `unavailable`, as if the database were away.
  void set_away(bool away) { away_ = away; }

 private:
  friend class FakeOutbox;
  struct Row {
    ports::WorkItem item;
    std::string leased_by;
    model::Timestamp leased_until{};
  };
  using Order = std::pair<model::Timestamp, std::int64_t>;
  void free(Row& row);

  mutable std::mutex mutex_;
  std::map<std::int64_t, Row> rows_;
  std::set<Order> free_;    ///< By due time.
  std::set<Order> leases_;  ///< By end of the lease.
  std::int64_t next_id_ = 1;
  std::atomic<int> lease_calls_{0};
  std::atomic<bool> away_{false};
};

/// One node's view of the table.
class FakeOutbox final : public ports::Outbox {
 public:
  FakeOutbox(std::shared_ptr<FakeOutboxTable> table, std::string node)
      : table_(std::move(table)), node_(std::move(node)) {}

  Result<std::vector<ports::WorkItem>> lease_due(std::size_t max, model::Timestamp now,
                                                 model::Timestamp lease_until) override;
  Result<std::vector<ports::WorkItem>> lease_until_horizon(std::size_t max, model::Timestamp now,
                                                           model::Timestamp horizon,
                                                           model::Timestamp lease_until) override;
  Result<void> release(const std::vector<std::int64_t>& items) override;
  Result<void> release_all_of_this_node() override;
  Result<std::optional<ports::WorkItem>> find(std::int64_t item) override;

 private:
  std::shared_ptr<FakeOutboxTable> table_;
  std::string node_;
};

}  // namespace fangst::support
