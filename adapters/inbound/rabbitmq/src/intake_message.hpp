#pragma once

#include <fangst/amqp/message.hpp>
#include <fangst/error/error.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>

#include <map>
#include <optional>
#include <string>

namespace fangst::rabbitmq {

/// Reads routing key, user-id and headers. A user of the broker that speaks for another source is not believed.
IntakeMessage read_intake_message(amqp::Delivered&& delivered, const std::map<std::string, model::SourceName>& users);

/// Why a message must not reach the handler; empty when it may. `max_body` is the limit that a large one was above.
std::optional<Error> refusal_of(const IntakeMessage& message, bool is_too_large, std::size_t max_body);

/// A source names the queue of its answers itself; it must not make Fangst write into Fangst's own queues.
bool may_be_answered_to(std::string_view reply_to);

}  // namespace fangst::rabbitmq
