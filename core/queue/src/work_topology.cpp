#include "work_topology.hpp"

#include <algorithm>

namespace fangst::queue {
namespace {

constexpr auto kReturnExchange = "fangst.retur";
constexpr auto kType = "x-queue-type";

std::string step_queue(const model::StepName& step) {
  return std::string(WorkTopology::kWorkExchange) + "." + step.str();
}

/// At-least-once holds only together with reject-publish; the broker falls back silently otherwise.
amqp::Fields dead_lettering(const std::string& exchange) {
  return {{kType, "quorum"},
          {"x-dead-letter-exchange", exchange},
          {"x-dead-letter-strategy", "at-least-once"},
          {"x-overflow", "reject-publish"}};
}

amqp::Queue only_type(const amqp::Queue& queue) { return {queue.name, {{kType, "quorum"}}}; }

}  // namespace

std::string duration_name(std::chrono::milliseconds duration) {
  using namespace std::chrono_literals;
  const auto in = [&](std::chrono::milliseconds unit, const char* name) {
    return std::to_string(duration / unit) + name;
  };
  if (duration % 1h == 0ms) return in(1h, "h");
  if (duration % 1min == 0ms) return in(1min, "m");
  if (duration % 1s == 0ms) return in(1s, "s");
  return in(1ms, "ms");
}

WorkTopology::WorkTopology(RabbitQueueSettings settings) : settings_(std::move(settings)) {
  std::sort(settings_.delays.begin(), settings_.delays.end());
  exchanges_ = {{kUnroutable, "fanout", {}},
                {kParked, "fanout", {}},
                {kWorkExchange, "direct", {}},
                {kReturnExchange, "direct", {{"alternate-exchange", std::string(kUnroutable)}}}};
  for (const auto* name : {kUnroutable, kParked}) {
    queues_.push_back({name, {{kType, "quorum"}}});
    bindings_.push_back({name, name, {}});
  }
  for (const auto& step : settings_.steps) {
    auto arguments = dead_lettering(kParked);
    arguments.push_back({"x-delivery-limit", std::int64_t{settings_.delivery_limit}});
    queues_.push_back({step_queue(step), std::move(arguments)});
    bindings_.push_back({kWorkExchange, step_queue(step), step.str()});
    bindings_.push_back({kReturnExchange, step_queue(step), step.str()});
  }
  for (const auto delay : settings_.delays) {
    auto arguments = dead_lettering(kReturnExchange);
    arguments.push_back({"x-message-ttl", std::int64_t{delay.count()}});
    exchanges_.push_back({delay_exchange(delay), "fanout", {}});
    queues_.push_back({delay_exchange(delay), std::move(arguments)});
    bindings_.push_back({delay_exchange(delay), delay_exchange(delay), {}});
  }
}

Result<void> WorkTopology::declare(amqp::Connection& connection) const {
  const bool by_policy = settings_.properties_by == QueueProperties::policies;
  for (const auto& exchange : exchanges_) FANGST_CHECK(connection.declare(exchange));
  for (const auto& queue : queues_) FANGST_CHECK(connection.declare(by_policy ? only_type(queue) : queue));
  for (const auto& binding : bindings_) FANGST_CHECK(connection.bind(binding));
  return {};
}

std::vector<std::string> WorkTopology::step_queues() const {
  std::vector<std::string> names;
  for (const auto& step : settings_.steps) names.push_back(step_queue(step));
  return names;
}

std::vector<std::string> WorkTopology::delay_queues() const {
  std::vector<std::string> names;
  for (const auto delay : settings_.delays) names.push_back(delay_exchange(delay));
  return names;
}

std::optional<std::chrono::milliseconds> WorkTopology::delay_within(std::chrono::milliseconds remaining) const {
  const auto beyond = std::upper_bound(settings_.delays.begin(), settings_.delays.end(), remaining);
  if (beyond == settings_.delays.begin()) return std::nullopt;
  return *std::prev(beyond);
}

std::string WorkTopology::delay_exchange(std::chrono::milliseconds delay) {
  return "fangst.retry." + duration_name(delay);
}

}  // namespace fangst::queue
