#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fangst::http {

/// The threads that may block. A connection has at most one task here, so the queue is bounded by the connections.
class BlockingPool {
 public:
  explicit BlockingPool(unsigned threads);
  ~BlockingPool();

  /// After stop() the task is dropped, unrun.
  void post(std::function<void()> task);
  /// Drops what waits, and returns when what runs has ended. Idempotent. Not to be called by a task.
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace fangst::http
