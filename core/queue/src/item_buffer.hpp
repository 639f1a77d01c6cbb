#pragma once

#include <fangst/ports/work_queue.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace fangst::queue {

/// Items on their way to the workers. Bounded by whoever fills it. Thread-safe.
class ItemBuffer {
 public:
  void push(std::vector<ports::WorkItem> items);
  /// As WorkQueue::take.
  std::vector<ports::WorkItem> take(std::size_t max, std::chrono::milliseconds wait);
  /// take() returns empty from now on; what was buffered is returned.
  std::vector<ports::WorkItem> stop();
  std::vector<ports::WorkItem> drain();
  std::size_t size() const;
  bool is_stopped() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<ports::WorkItem> items_;
  bool stopped_ = false;
};

}  // namespace fangst::queue
