#pragma once

#include <fangst/support/fake_outbox.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace fangst::queue {

/// The rows of one node, and what it is asked for.
class WatchedOutbox final : public ports::Outbox {
 public:
  struct Lease {
    std::size_t max = 0;
    std::chrono::milliseconds horizon{};  ///< From now; 0: what is due.
    std::chrono::milliseconds length{};
    bool operator==(const Lease&) const = default;
  };

  explicit WatchedOutbox(std::shared_ptr<support::FakeOutboxTable> table) : rows_(std::move(table), "a") {}

  Result<std::vector<ports::WorkItem>> lease_due(std::size_t max, model::Timestamp now,
                                                 model::Timestamp lease_until) override {
    note({max, {}, lease_until - now});
    return rows_.lease_due(max, now, lease_until);
  }
  Result<std::vector<ports::WorkItem>> lease_until_horizon(std::size_t max, model::Timestamp now,
                                                           model::Timestamp horizon,
                                                           model::Timestamp lease_until) override {
    note({max, horizon - now, lease_until - now});
    return rows_.lease_until_horizon(max, now, horizon, lease_until);
  }
  Result<void> release(const std::vector<std::int64_t>& items) override { return rows_.release(items); }
  Result<void> release_all_of_this_node() override { return rows_.release_all_of_this_node(); }
  Result<std::optional<ports::WorkItem>> find(std::int64_t item) override { return rows_.find(item); }

  std::vector<Lease> leases() const {
    const std::lock_guard lock(mutex_);
    return leases_;
  }

 private:
  void note(const Lease& lease) {
    const std::lock_guard lock(mutex_);
    leases_.push_back(lease);
  }

  support::FakeOutbox rows_;
  mutable std::mutex mutex_;
  std::vector<Lease> leases_;
};

}  // namespace fangst::queue
