#pragma once

#include <fangst/amqp/message.hpp>
#include <fangst/ports/work_queue.hpp>

#include <optional>

namespace fangst::queue {

/// What travels through the broker: the row's number, and the due time that tells an outdated message from a fresh one.
struct WorkMessage {
  std::int64_t item = 0;
  model::Timestamp due_at;
};

amqp::Outgoing to_message(const ports::WorkItem& item, std::string exchange);
std::optional<WorkMessage> parse_work_message(std::string_view body);

}  // namespace fangst::queue
