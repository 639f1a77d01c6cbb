#include "item_buffer.hpp"

#include <algorithm>
#include <iterator>

namespace fangst::queue {

void ItemBuffer::push(std::vector<ports::WorkItem> items) {
  if (items.empty()) return;
  const bool several = items.size() > 1;
  {
    const std::lock_guard lock(mutex_);
    std::move(items.begin(), items.end(), std::back_inserter(items_));
  }
  several ? filled_.notify_all() : filled_.notify_one();
}

std::vector<ports::WorkItem> ItemBuffer::take(std::size_t max, std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  filled_.wait_for(lock, wait, [&] { return stopped_ || !items_.empty(); });
  if (stopped_) return {};
  const auto end = items_.begin() + static_cast<std::ptrdiff_t>(std::min(max, items_.size()));
  std::vector<ports::WorkItem> taken(std::make_move_iterator(items_.begin()), std::make_move_iterator(end));
  items_.erase(items_.begin(), end);
  return taken;
}

std::vector<ports::WorkItem> ItemBuffer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  filled_.notify_all();
  return drain();
}

std::vector<ports::WorkItem> ItemBuffer::drain() {
  const std::lock_guard lock(mutex_);
  std::vector<ports::WorkItem> rest(std::make_move_iterator(items_.begin()), std::make_move_iterator(items_.end()));
  items_.clear();
  return rest;
}

std::size_t ItemBuffer::size() const {
  const std::lock_guard lock(mutex_);
  return items_.size();
}

bool ItemBuffer::is_stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace fangst::queue
