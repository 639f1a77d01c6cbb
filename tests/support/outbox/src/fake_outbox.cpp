#include <fangst/support/fake_outbox.hpp>

namespace fangst::support {
namespace {

Failure away() {
  return Failure(Error(ErrorKind::unavailable, "test.borte", "FakeOutbox", PublicText{"Databasen svarer ikke."}));
}

}  // namespace

std::int64_t FakeOutboxTable::enqueue(const std::string& step, model::Timestamp due_at,
                                      const std::string& traceparent) {
  const std::lock_guard lock(mutex_);
  const auto id = next_id_++;
  ports::WorkItem item{.id = id,
                       .submission = model::SubmissionId("s-" + std::to_string(id)),
                       .step = model::StepName(step),
                       .due_at = due_at,
                       .handouts = 0,
                       .traceparent = traceparent};
  rows_.emplace(id, Row{std::move(item), {}, {}});
  free_.emplace(due_at, id);
  return id;
}

void FakeOutboxTable::finish(std::int64_t item) {
  const std::lock_guard lock(mutex_);
  const auto row = rows_.find(item);
  if (row == rows_.end()) return;
  free_.erase({row->second.item.due_at, item});
  leases_.erase({row->second.leased_until, item});
  rows_.erase(row);
}

void FakeOutboxTable::reschedule(std::int64_t item, model::Timestamp due_at) {
  const std::lock_guard lock(mutex_);
  auto& row = rows_.at(item);
  free_.erase({row.item.due_at, item});
  row.item.due_at = due_at;
  row.item.handouts = 0;
  free(row);
}

std::size_t FakeOutboxTable::size() const {
  const std::lock_guard lock(mutex_);
  return rows_.size();
}

std::size_t FakeOutboxTable::leased() const {
  const std::lock_guard lock(mutex_);
  return leases_.size();
}

void FakeOutboxTable::free(Row& row) {
  leases_.erase({row.leased_until, row.item.id});
  row.leased_by.clear();
  free_.emplace(row.item.due_at, row.item.id);
}

Result<std::vector<ports::WorkItem>> FakeOutbox::lease_due(std::size_t max, model::Timestamp now,
                                                           model::Timestamp lease_until) {
  return lease_until_horizon(max, now, now, lease_until);
}

Result<std::vector<ports::WorkItem>> FakeOutbox::lease_until_horizon(std::size_t max, model::Timestamp now,
                                                                     model::Timestamp horizon,
                                                                     model::Timestamp lease_until) {
  const std::lock_guard lock(table_->mutex_);
  ++table_->lease_calls_;
  if (table_->away_) return away();
  while (!table_->leases_.empty() && table_->leases_.begin()->first <= now) {
    table_->free(table_->rows_.at(table_->leases_.begin()->second));
  }
  std::vector<ports::WorkItem> items;
  while (items.size() < max && !table_->free_.empty() && table_->free_.begin()->first <= horizon) {
    auto& row = table_->rows_.at(table_->free_.begin()->second);
    table_->free_.erase(table_->free_.begin());
    items.push_back(row.item);
    ++row.item.handouts;
    row.leased_by = node_;
    row.leased_until = lease_until;
    table_->leases_.emplace(lease_until, row.item.id);
  }
  return items;
}

Result<void> FakeOutbox::release(const std::vector<std::int64_t>& items) {
  const std::lock_guard lock(table_->mutex_);
  if (table_->away_) return away();
  for (const auto id : items) {
    const auto row = table_->rows_.find(id);
    if (row != table_->rows_.end() && row->second.leased_by == node_) table_->free(row->second);
  }
  return {};
}

Result<void> FakeOutbox::release_all_of_this_node() {
  const std::lock_guard lock(table_->mutex_);
  if (table_->away_) return away();
  for (auto& [id, row] : table_->rows_) {
    if (row.leased_by == node_) table_->free(row);
  }
  return {};
}

Result<std::optional<ports::WorkItem>> FakeOutbox::find(std::int64_t item) {
  const std::lock_guard lock(table_->mutex_);
  if (table_->away_) return away();
  const auto row = table_->rows_.find(item);
  if (row == table_->rows_.end()) return std::optional<ports::WorkItem>{};
  auto found = row->second.item;
  --found.handouts;  // "before" this time
  return std::optional(std::move(found));
}

}  // namespace fangst::support
