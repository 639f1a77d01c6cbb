#include "broker_check.hpp"
#include "receiver.hpp"
#include "relay.hpp"
#include "work_topology.hpp"

#include <fangst/queue/rabbit_queue.hpp>

#include <iterator>
#include <stdexcept>

namespace fangst::queue {
namespace {

RabbitQueueSettings checked(RabbitQueueSettings settings, bool has_http) {
  if (settings.steps.empty()) throw std::invalid_argument("RabbitQueue: no steps");
  if (!settings.management_url.empty() && !has_http) {
    throw std::invalid_argument("RabbitQueue: management_url needs an HttpClient");
  }
  if (settings.properties_by == QueueProperties::policies && settings.management_url.empty()) {
    throw std::invalid_argument("RabbitQueue: policies cannot be checked without management_url");
  }
  settings.prefetch = std::max<std::uint16_t>(settings.prefetch, 1);
  settings.batch = std::clamp<std::size_t>(settings.batch, 1, 256);
  return settings;
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

}  // namespace

struct RabbitQueue::State {
  State(RabbitQueueSettings given, const std::shared_ptr<ports::Outbox>& outbox,
        const std::shared_ptr<const ports::Clock>& clock, std::shared_ptr<ports::HttpClient> http)
      : settings(checked(std::move(given), http != nullptr)),
        topology(settings),
        relay(settings, topology, outbox, clock),
        receiver(settings, topology, outbox, clock, relay),
        check(settings, topology, clock, std::move(http)) {}

  RabbitQueueSettings settings;
  WorkTopology topology;
  Relay relay;
  Receiver receiver;
  BrokerCheck check;
};

RabbitQueue::RabbitQueue(RabbitQueueSettings settings, std::shared_ptr<ports::Outbox> outbox,
                         std::shared_ptr<const ports::Clock> clock, std::shared_ptr<ports::HttpClient> http)
    : state_(std::make_unique<State>(std::move(settings), outbox, clock, std::move(http))) {
  state_->relay.start();
  state_->receiver.start();
  if (!state_->settings.management_url.empty()) state_->check.start();
}

RabbitQueue::~RabbitQueue() {
  stop();
  state_->relay.close();
  state_->receiver.close();
}

std::vector<ports::WorkItem> RabbitQueue::take(std::size_t max, std::chrono::milliseconds wait) {
  return state_->receiver.take(max, wait);
}

void RabbitQueue::settle(const ports::WorkItem& item) { state_->receiver.settle(item); }

void RabbitQueue::give_back(const ports::WorkItem& item) { state_->receiver.give_back(item); }

void RabbitQueue::wake() { state_->relay.wake(); }

void RabbitQueue::stop() {
  state_->relay.stop();
  state_->receiver.stop();
}

bool RabbitQueue::is_healthy() const {
  return state_->relay.is_healthy() && state_->receiver.is_healthy() && !state_->check.has_faults();
}

std::vector<std::string> RabbitQueue::problems() const {
  std::vector<std::string> problems;
  append(problems, state_->relay.problems());
  append(problems, state_->receiver.problems());
  append(problems, state_->check.problems());
  return problems;
}

}  // namespace fangst::queue
