#pragma once

#include "item_buffer.hpp"
#include "relay.hpp"
#include "work_message.hpp"

#include <fangst/amqp/consumer.hpp>
#include <fangst/ports/clock.hpp>
#include <fangst/ports/work_queue.hpp>

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace fangst::queue {

/// Takes messages from the step queues, finds their rows, and hands them to the workers. Holds at most `prefetch` of
/// each step, the workers' included. A message is acknowledged when its row has been settled, or is gone or
/// rescheduled.
class Receiver {
 public:
  Receiver(const RabbitQueueSettings& settings, const WorkTopology& topology, std::shared_ptr<ports::Outbox> outbox,
           std::shared_ptr<const ports::Clock> clock, Relay& relay);
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  void start();
  std::vector<ports::WorkItem> take(std::size_t max, std::chrono::milliseconds wait);
  void settle(const ports::WorkItem& item) { answer(item, amqp::Consumer::Answer::acknowledge); }
  void give_back(const ports::WorkItem& item) { answer(item, amqp::Consumer::Answer::requeue); }
  void stop();
  /// After the relay has been closed: its callbacks come here.
  void close();

  bool is_healthy() const { return outbox_answers_ && consumer_.is_connected(); }
  std::vector<std::string> problems() const;

 private:
  struct Arrival {
    amqp::Ticket ticket;
    WorkMessage message;
    int redeliveries = 0;
  };
  using Key = std::pair<std::int64_t, model::Timestamp>;

  void arrive(amqp::Ticket ticket, amqp::Delivered&& delivered);
  void forget(std::uint64_t connection);
  void run();
  std::optional<Arrival> next();
  bool resolve(const Arrival& arrival);
  bool is_in_hand(const Arrival& arrival);
  void wait_until_due(const Arrival& arrival, const ports::WorkItem& item);
  void hold(const Arrival& arrival);
  void hand_over(const Arrival& arrival, ports::WorkItem item);
  void answer(const ports::WorkItem& item, amqp::Consumer::Answer answer);

  const RabbitQueueSettings settings_;
  std::shared_ptr<ports::Outbox> outbox_;
  std::shared_ptr<const ports::Clock> clock_;
  Relay& relay_;
  ItemBuffer buffer_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Arrival> arrivals_;
  std::multimap<model::Timestamp, Arrival> early_;  // Unacknowledged, until they are due.
  std::map<Key, amqp::Ticket> in_hand_;             // In the buffer or with a worker.
  bool stopped_ = false;
  bool closing_ = false;
  std::atomic<bool> outbox_answers_{true};

  amqp::Consumer consumer_;
  std::thread thread_;
};

}  // namespace fangst::queue
