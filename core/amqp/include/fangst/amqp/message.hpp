#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fangst::amqp {

/// An entry of an AMQP table: a declaration's argument or a message header.
struct Field {
  std::string key;
  std::variant<std::int64_t, std::string> value;
};
using Fields = std::vector<Field>;

struct Exchange {
  std::string name;
  std::string type;
  Fields arguments;
};

struct Queue {
  std::string name;
  Fields arguments;
};

struct Binding {
  std::string exchange;
  std::string queue;
  std::string routing_key;
};

/// Every message is persistent.
struct Outgoing {
  std::string exchange;
  std::string routing_key;
  std::string body;
  std::string content_type;
  std::string message_id;
  std::string correlation_id;
  std::string type;
  Fields headers;
  bool mandatory = true;
};

struct Delivered {
  std::uint64_t tag = 0;
  std::string routing_key;
  std::string message_id;
  std::string correlation_id;
  std::string reply_to;
  std::string user_id;
  Fields headers;
  std::string body;
  bool is_too_large = false;  ///< The body was above the limit and has been discarded.

  std::string_view text_header(std::string_view key) const;
  std::int64_t number_header(std::string_view key) const;
};

struct Returned {
  std::string message_id;
  std::string routing_key;
};
struct Confirmed {
  std::uint64_t tag = 0;
  bool multiple = false;
  bool is_ack = false;
};
struct Blocked {
  bool is_blocked = false;
};

using Event = std::variant<Delivered, Returned, Confirmed, Blocked>;

}  // namespace fangst::amqp
