#pragma once

#include <fangst/ports/clock.hpp>
#include <fangst/ports/work_queue.hpp>

#include <memory>

namespace fangst::queue {

struct EmbeddedQueueSettings {
  std::size_t batch = 128;  ///< Items leased at a time; at most twice as many are buffered. 0: the queue gives no work.
  std::chrono::milliseconds poll{200};  ///< How often delayed items, and those of other nodes, are looked for.
  std::chrono::milliseconds lease{30 * 60 * 1000};  ///< A step that runs longer is handed out again.
};

/// A work queue without a broker: a thread leases due rows of the outbox in batches. At most two batches are buffered,
/// so that memory does not grow with the backlog (invariant 10). Several nodes may lease from one database.
class EmbeddedQueue final : public ports::WorkQueue {
 public:
  EmbeddedQueue(std::shared_ptr<ports::Outbox> outbox, std::shared_ptr<const ports::Clock> clock,
                EmbeddedQueueSettings settings = {});
  ~EmbeddedQueue() override;
  EmbeddedQueue(const EmbeddedQueue&) = delete;
  EmbeddedQueue& operator=(const EmbeddedQueue&) = delete;

  std::vector<ports::WorkItem> take(std::size_t max, std::chrono::milliseconds wait) override;
  void settle(const ports::WorkItem& item) override;
  void give_back(const ports::WorkItem& item) override;
  void wake() override;
  void stop() override;
  bool is_healthy() const override;
  std::vector<std::string> problems() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fangst::queue
