#include "work_message.hpp"

#include <nlohmann/json.hpp>

namespace fangst::queue {

amqp::Outgoing to_message(const ports::WorkItem& item, std::string exchange) {
  amqp::Outgoing message{.exchange = std::move(exchange),
                         .routing_key = item.step.str(),
                         .body = R"({"item":)" + std::to_string(item.id) + R"(,"due":)" +
                                 std::to_string(model::to_millis(item.due_at)) + "}",
                         .content_type = "application/json",
                         .message_id = std::to_string(item.id),
                         .correlation_id = {},
                         .type = "fangst.arbeid",
                         .headers = {},
                         .mandatory = true};
  if (!item.traceparent.empty()) message.headers.push_back({"traceparent", item.traceparent});
  return message;
}

std::optional<WorkMessage> parse_work_message(std::string_view body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto item = json.find("item");
  const auto due = json.find("due");
  if (item == json.end() || due == json.end() || !item->is_number_integer() || !due->is_number_integer()) {
    return std::nullopt;
  }
  return WorkMessage{item->get<std::int64_t>(), model::from_millis(due->get<std::int64_t>())};
}

}  // namespace fangst::queue
