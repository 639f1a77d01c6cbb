#pragma once

#include "work_topology.hpp"

#include <fangst/ports/clock.hpp>
#include <fangst/ports/http_client.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace fangst::queue {

/// What the management API's list of queues says against what must be in force: RabbitMQ falls back silently to weaker
/// guarantees when a policy is missing or contradicts itself. A pure function.
struct BrokerFindings {
  std::vector<std::string> faults;    ///< Messages could be lost, or never come back.
  std::vector<std::string> warnings;  ///< Something lies where somebody must look.
};
BrokerFindings compare_with_broker(const std::vector<amqp::Queue>& expected, std::string_view vhost,
                                   std::string_view queues_json);

/// Asks the management API at start and every few minutes.
class BrokerCheck {
 public:
  BrokerCheck(RabbitQueueSettings settings, const WorkTopology& topology, std::shared_ptr<const ports::Clock> clock,
              std::shared_ptr<ports::HttpClient> http);
  ~BrokerCheck();
  BrokerCheck(const BrokerCheck&) = delete;
  BrokerCheck& operator=(const BrokerCheck&) = delete;

  void start();
  void stop();
  bool has_faults() const;
  std::vector<std::string> problems() const;

 private:
  void run();
  BrokerFindings look() const;

  const RabbitQueueSettings settings_;
  const WorkTopology& topology_;
  std::shared_ptr<const ports::Clock> clock_;
  std::shared_ptr<ports::HttpClient> http_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  BrokerFindings findings_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace fangst::queue
