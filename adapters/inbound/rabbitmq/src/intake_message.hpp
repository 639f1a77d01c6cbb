#pragma once

#include <fangst/amqp/message.hpp>
#include <fangst/error/error.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>

#include <map>
#include <string>

namespace fangst::rabbitmq {

/// Reads routing key, user-id and headers. A user of the broker that speaks for another source is not believed.
IntakeMessage read_intake_message(amqp::Delivered&& delivered, const std::map<std::string, model::SourceName>& users);

/// The answer to what never reaches the handler, as problem+json.
IntakeAnswer intake_problem(ErrorKind kind, std::string_view code, std::string_view detail);

/// A source names the queue of its answers itself; it must not make Fangst write into Fangst's own queues.
bool may_be_answered_to(std::string_view reply_to);

}  // namespace fangst::rabbitmq
