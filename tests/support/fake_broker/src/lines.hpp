#pragma once

#include <amqp.h>

#include <string>

namespace fangst::support {

std::string text_of(const amqp_bytes_t& bytes);
/// Throws std::out_of_range for a kind that Fangst does not send.
std::string text_of(const amqp_field_value_t& value);

/// What the client says with this method, as FakeBroker::said() has it. Empty for a method that a test need not see.
std::string line_of(const amqp_method_t& method);

}  // namespace fangst::support
