#pragma once

#include "work_topology.hpp"

#include <fangst/amqp/publisher.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/work_queue.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace fangst::queue {

/// Moves leased rows from the outbox to the broker: what is due to the step's queue, what is due later to a delay
/// queue. What the broker does not confirm is given back to the outbox.
class Relay {
 public:
  Relay(const RabbitQueueSettings& settings, const WorkTopology& topology, std::shared_ptr<ports::Outbox> outbox,
        std::shared_ptr<const ports::Clock> clock);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  void start();
  void wake();
  /// Leases nothing more.
  void stop();
  /// Waits for nothing but the database: gives back what is unpublished and ends.
  void close();

  /// A message that came back from its delay before it was due: into the next delay. `done` says whether it is there.
  bool delay_again(const ports::WorkItem& item, std::function<void(bool)> done);

  bool is_healthy() const {
    return outbox_answers_ && publisher_.is_ready() && !publisher_.is_refused() && !unroutable_;
  }
  std::vector<std::string> problems() const;

 private:
  struct Depth {
    std::size_t at_check = 0;
    std::size_t since_check = 0;
    bool is_known = false;
    std::size_t total() const { return at_check + since_check; }
  };
  enum class Leased { nothing, some, full_batch, no_room, failed };
  using Moment = ports::Clock::Moment;

  void run();
  bool void_earlier_leases();
  void work();
  bool release_unpublished();
  void publish_held();
  Leased lease_due();
  bool lease_delayed();
  Result<std::vector<ports::WorkItem>> lease(std::chrono::milliseconds horizon);
  void place(const ports::WorkItem& item);
  void publish(const ports::WorkItem& item, std::optional<std::chrono::milliseconds> delay);
  void note(const ports::WorkItem& item, amqp::PublishOutcome outcome);
  void hold(const ports::WorkItem& item, model::Timestamp until);
  Result<void> count_ready(amqp::Connection& connection);
  bool has_room(Depth& depth, std::size_t most);
  void sleep();

  const RabbitQueueSettings settings_;
  const WorkTopology& topology_;
  std::shared_ptr<ports::Outbox> outbox_;
  std::shared_ptr<const ports::Clock> clock_;
  amqp::Publisher publisher_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopped_ = false;
  bool closing_ = false;
  std::size_t in_flight_ = 0;
  Depth due_depth_;
  Depth delay_depth_;
  std::vector<std::int64_t> unpublished_;
  /// Leased items that wait here for a moment too near for a delay queue, or after a return.
  std::multimap<model::Timestamp, ports::WorkItem> held_;
  std::string unroutable_step_;
  Moment no_lease_before_{};

  Moment next_delay_lease_{};
  std::atomic<bool> outbox_answers_{false};
  std::atomic<bool> unroutable_{false};
  std::thread thread_;
};

}  // namespace fangst::queue
