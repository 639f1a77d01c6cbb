#pragma once

#include <fangst/ports/work_queue.hpp>
#include <fangst/sql/database.hpp>

namespace fangst::store {

/// The table `work` as a queue sees it. Thread-safe. The database must outlive it.
class StoredOutbox final : public ports::Outbox {
 public:
  explicit StoredOutbox(sql::Database& database) : database_(database) {}

  Result<std::vector<ports::WorkItem>> lease_due(std::size_t max, model::Timestamp now,
                                                 model::Timestamp lease_until) override;
  Result<std::vector<ports::WorkItem>> lease_until_horizon(std::size_t max, model::Timestamp now,
                                                           model::Timestamp horizon,
                                                           model::Timestamp lease_until) override;
  Result<void> release(const std::vector<std::int64_t>& items) override;
  Result<void> release_all_of_this_node() override;
  Result<std::optional<ports::WorkItem>> find(std::int64_t item) override;

 private:
  sql::Database& database_;
};

}  // namespace fangst::store
