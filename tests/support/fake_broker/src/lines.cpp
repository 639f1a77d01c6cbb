#include "lines.hpp"

#include <amqp_framing.h>

#include <algorithm>
#include <stdexcept>

namespace fangst::support {
namespace {

/// Each field as " name=value"; a table in a table has its fields without its name.
std::string fields_of(const amqp_table_t& table) {
  std::string text;
  for (int i = 0; i < table.num_entries; ++i) {
    const auto& [key, value] = table.entries[i];
    text +=
        value.kind == AMQP_FIELD_KIND_TABLE ? fields_of(value.value.table) : " " + text_of(key) + "=" + text_of(value);
  }
  return text;
}

std::string flag(amqp_boolean_t is_set, const char* name) { return is_set != 0 ? std::string(" ") + name : ""; }

std::string line_of(const amqp_connection_start_ok_t& told) {
  auto login = text_of(told.response);
  std::replace(login.begin(), login.end(), '\0', ' ');
  return "login" + login + fields_of(told.client_properties);
}

std::string line_of(const amqp_connection_tune_ok_t& told) {
  return "connection.tune-ok " + std::to_string(told.frame_max) + " " + std::to_string(told.heartbeat);
}

std::string line_of(const amqp_connection_open_t& told) { return "connection.open " + text_of(told.virtual_host); }

std::string line_of(const amqp_exchange_declare_t& told) {
  return "exchange.declare " + text_of(told.exchange) + " " + text_of(told.type) + flag(told.passive, "passive") +
         flag(told.durable, "durable") + flag(told.auto_delete, "auto-delete") + flag(told.internal, "internal") +
         fields_of(told.arguments);
}

std::string line_of(const amqp_queue_declare_t& told) {
  return "queue.declare " + text_of(told.queue) + flag(told.passive, "passive") + flag(told.durable, "durable") +
         flag(told.exclusive, "exclusive") + flag(told.auto_delete, "auto-delete") + fields_of(told.arguments);
}

std::string line_of(const amqp_queue_bind_t& told) {
  return "queue.bind " + text_of(told.queue) + " " + text_of(told.exchange) + " " + text_of(told.routing_key);
}

std::string line_of(const amqp_queue_delete_t& told) {
  return "queue.delete " + text_of(told.queue) + flag(told.if_unused, "if-unused") + flag(told.if_empty, "if-empty");
}

std::string line_of(const amqp_basic_qos_t& told) {
  return "basic.qos " + std::to_string(told.prefetch_count) + flag(told.global, "global");
}

std::string line_of(const amqp_basic_consume_t& told) {
  return "basic.consume " + text_of(told.queue) + flag(told.no_local, "no-local") + flag(told.no_ack, "no-ack") +
         flag(told.exclusive, "exclusive");
}

std::string line_of(const amqp_basic_cancel_t& told) { return "basic.cancel " + text_of(told.consumer_tag); }

std::string line_of(const amqp_basic_ack_t& told) {
  return "basic.ack " + std::to_string(told.delivery_tag) + flag(told.multiple, "multiple");
}

std::string line_of(const amqp_basic_nack_t& told) {
  return "basic.nack " + std::to_string(told.delivery_tag) + flag(told.multiple, "multiple") +
         flag(told.requeue, "requeue");
}

template <class Method>
std::string line_as(const amqp_method_t& method) {
  return line_of(*static_cast<const Method*>(method.decoded));
}

}  // namespace

std::string text_of(const amqp_bytes_t& bytes) { return {static_cast<const char*>(bytes.bytes), bytes.len}; }

std::string text_of(const amqp_field_value_t& value) {
  switch (value.kind) {
    case AMQP_FIELD_KIND_UTF8:
      return text_of(value.value.bytes);
    case AMQP_FIELD_KIND_I64:
      return std::to_string(value.value.i64);
    case AMQP_FIELD_KIND_BOOLEAN:
      return value.value.boolean != 0 ? "true" : "false";
    default:
      throw std::out_of_range("a field of a kind that Fangst does not send");
  }
}

std::string line_of(const amqp_method_t& method) {
  switch (method.id) {
    case AMQP_CONNECTION_START_OK_METHOD:
      return line_as<amqp_connection_start_ok_t>(method);
    case AMQP_CONNECTION_TUNE_OK_METHOD:
      return line_as<amqp_connection_tune_ok_t>(method);
    case AMQP_CONNECTION_OPEN_METHOD:
      return line_as<amqp_connection_open_t>(method);
    case AMQP_CONNECTION_CLOSE_METHOD:
      return "connection.close";
    case AMQP_CHANNEL_OPEN_METHOD:
      return "channel.open";
    case AMQP_EXCHANGE_DECLARE_METHOD:
      return line_as<amqp_exchange_declare_t>(method);
    case AMQP_QUEUE_DECLARE_METHOD:
      return line_as<amqp_queue_declare_t>(method);
    case AMQP_QUEUE_BIND_METHOD:
      return line_as<amqp_queue_bind_t>(method);
    case AMQP_QUEUE_DELETE_METHOD:
      return line_as<amqp_queue_delete_t>(method);
    case AMQP_BASIC_QOS_METHOD:
      return line_as<amqp_basic_qos_t>(method);
    case AMQP_BASIC_CONSUME_METHOD:
      return line_as<amqp_basic_consume_t>(method);
    case AMQP_BASIC_CANCEL_METHOD:
      return line_as<amqp_basic_cancel_t>(method);
    case AMQP_BASIC_ACK_METHOD:
      return line_as<amqp_basic_ack_t>(method);
    case AMQP_BASIC_NACK_METHOD:
      return line_as<amqp_basic_nack_t>(method);
    case AMQP_CONFIRM_SELECT_METHOD:
      return "confirm.select";
    default:
      return {};
  }
}

}  // namespace fangst::support
