#pragma once

#include <fangst/error/error.hpp>

#include <amqp.h>

#include <string>
#include <string_view>

namespace fangst::amqp {

/// The broker is away, has closed, or did not answer: `unavailable`.
Error broker_error(std::string code, std::string_view operation, std::string detail);
/// The connection stands, and the answer to this call has not come in its time.
Error unanswered(std::string_view operation);
/// The broker is there and could not do it: no answer, or an internal error.
bool failed_in_broker(const Error& error);
/// From a channel.close or connection.close. 403, 404 and 406 mean a wrong set-up, which no waiting repairs.
Error closed_by_broker(const amqp_method_t& method);

}  // namespace fangst::amqp
