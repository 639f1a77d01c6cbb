#include "errors.hpp"
#include "frames.hpp"

#include <fangst/amqp/connection.hpp>

#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <poll.h>

#include <array>

namespace fangst::amqp {
namespace {

constexpr amqp_channel_t kChannel = 1;
constexpr int kFrameBytes = 131'072;

amqp_bytes_t bytes_of(std::string_view text) {
  // The library takes a non-const pointer and only reads through it.
  return {text.size(), const_cast<char*>(text.data())};
}

timeval to_timeval(std::chrono::milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
}

amqp_field_value_t text_value(std::string_view text) {
  amqp_field_value_t value{};
  value.kind = AMQP_FIELD_KIND_UTF8;
  value.value.bytes = bytes_of(text);
  return value;
}

amqp_field_value_t number_value(std::int64_t number) {
  amqp_field_value_t value{};
  value.kind = AMQP_FIELD_KIND_I64;
  value.value.i64 = number;
  return value;
}

amqp_field_value_t flag_value(bool flag) {
  amqp_field_value_t value{};
  value.kind = AMQP_FIELD_KIND_BOOLEAN;
  value.value.boolean = flag ? 1 : 0;
  return value;
}

/// Refers to the fields: they must outlive it.
class Table {
 public:
  explicit Table(const Fields& fields) {
    for (const auto& field : fields) {
      const auto* text = std::get_if<std::string>(&field.value);
      entries_.push_back(
          {bytes_of(field.key), text != nullptr ? text_value(*text) : number_value(std::get<0>(field.value))});
    }
  }
  amqp_table_t get() { return {static_cast<int>(entries_.size()), entries_.data()}; }

 private:
  std::vector<amqp_table_entry_t> entries_;
};

}  // namespace

Connection::Connection(BrokerSettings settings, std::size_t max_body, Watchdog& watchdog)
    : settings_(std::move(settings)),
      watchdog_(watchdog),
      state_(amqp_new_connection()),
      frames_(std::make_unique<FrameReader>(max_body)) {
  if (state_ == nullptr) throw std::bad_alloc();
}

// Without a goodbye: it could hang, and the broker gives back what was unacknowledged either way.
Connection::~Connection() {
  watchdog_.forget();
  amqp_destroy_connection(state_);
}

Result<std::unique_ptr<Connection>> Connection::open(const BrokerSettings& settings, std::string_view name,
                                                     std::size_t max_body, Watchdog& watchdog) {
  std::unique_ptr<Connection> connection(new Connection(settings, max_body, watchdog));
  FANGST_CHECK(connection->connect(name));
  return connection;
}

Result<void> Connection::connect(std::string_view name) {
  FANGST_CHECK(attach_socket());
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  FANGST_CHECK(log_in(name));
  amqp_channel_open(state_, kChannel);
  return answered(amqp_get_rpc_reply(state_), "channel.open");
}

Result<void> Connection::attach_socket() {
  const auto timeout = to_timeval(settings_.answer_timeout);
  amqp_set_handshake_timeout(state_, &timeout);
  amqp_set_rpc_timeout(state_, &timeout);
  auto* socket = settings_.tls ? amqp_ssl_socket_new(state_) : amqp_tcp_socket_new(state_);
  if (socket == nullptr) throw std::bad_alloc();
  if (settings_.tls) {
    amqp_ssl_socket_set_verify_peer(socket, 1);
    amqp_ssl_socket_set_verify_hostname(socket, 1);
    FANGST_CHECK(sent(amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST), "tls versions"));
    FANGST_CHECK(sent(amqp_ssl_socket_set_cacert(socket, settings_.tls->ca_file.c_str()), "tls ca file"));
    if (!settings_.tls->certificate_file.empty()) {
      FANGST_CHECK(sent(
          amqp_ssl_socket_set_key(socket, settings_.tls->certificate_file.c_str(), settings_.tls->key_file.c_str()),
          "tls client certificate"));
    }
  }
  FANGST_CHECK(sent(amqp_socket_open_noblock(socket, settings_.host.c_str(), settings_.port, &timeout), "connect"));
  watchdog_.watch(amqp_get_sockfd(state_));
  return {};
}

Result<void> Connection::log_in(std::string_view name) {
  std::array<amqp_table_entry_t, 2> capabilities{{{amqp_cstring_bytes("connection.blocked"), flag_value(true)},
                                                  {amqp_cstring_bytes("consumer_cancel_notify"), flag_value(true)}}};
  amqp_field_value_t wanted{};
  wanted.kind = AMQP_FIELD_KIND_TABLE;
  wanted.value.table = {static_cast<int>(capabilities.size()), capabilities.data()};
  std::array<amqp_table_entry_t, 2> properties{
      {{amqp_cstring_bytes("capabilities"), wanted}, {amqp_cstring_bytes("connection_name"), text_value(name)}}};
  const amqp_table_t table{static_cast<int>(properties.size()), properties.data()};
  return answered(amqp_login_with_properties(
                      state_, settings_.vhost.c_str(), 0, kFrameBytes, static_cast<int>(settings_.heartbeat.count()),
                      &table, AMQP_SASL_METHOD_PLAIN, settings_.user.c_str(), settings_.password.c_str()),
                  "login");
}

Result<void> Connection::declare(const Exchange& exchange) {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  Table arguments(exchange.arguments);
  amqp_exchange_declare(state_, kChannel, bytes_of(exchange.name), bytes_of(exchange.type), 0, 1, 0, 0,
                        arguments.get());
  return answered(amqp_get_rpc_reply(state_), "exchange.declare " + exchange.name);
}

Result<void> Connection::declare(const Queue& queue) {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  Table arguments(queue.arguments);
  amqp_queue_declare(state_, kChannel, bytes_of(queue.name), 0, 1, 0, 0, arguments.get());
  return answered(amqp_get_rpc_reply(state_), "queue.declare " + queue.name);
}

Result<void> Connection::bind(const Binding& binding) {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  amqp_queue_bind(state_, kChannel, bytes_of(binding.queue), bytes_of(binding.exchange), bytes_of(binding.routing_key),
                  amqp_empty_table);
  return answered(amqp_get_rpc_reply(state_), "queue.bind " + binding.queue);
}

Result<void> Connection::remove(const std::string& queue) {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  amqp_queue_delete(state_, kChannel, bytes_of(queue), 0, 0);
  return answered(amqp_get_rpc_reply(state_), "queue.delete " + queue);
}

Result<std::uint32_t> Connection::count_ready(const std::string& queue) {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  const auto* answer = amqp_queue_declare(state_, kChannel, bytes_of(queue), 1, 1, 0, 0, amqp_empty_table);
  FANGST_CHECK(answered(amqp_get_rpc_reply(state_), "queue.declare " + queue));
  return answer->message_count;
}

Result<void> Connection::select_confirms() {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  amqp_confirm_select(state_, kChannel);
  return answered(amqp_get_rpc_reply(state_), "confirm.select");
}

Result<void> Connection::consume(const std::string& queue, std::uint16_t prefetch) {
  const Watchdog::Guard guard(watchdog_, settings_.answer_timeout * 2);
  amqp_basic_qos(state_, kChannel, 0, prefetch, 0);
  FANGST_CHECK(answered(amqp_get_rpc_reply(state_), "basic.qos"));
  const auto* answer =
      amqp_basic_consume(state_, kChannel, bytes_of(queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
  FANGST_CHECK(answered(amqp_get_rpc_reply(state_), "basic.consume " + queue));
  consumer_tags_.push_back(to_string(answer->consumer_tag));
  return {};
}

Result<void> Connection::publish(const Outgoing& message) {
  Table headers(message.headers);
  amqp_basic_properties_t properties{};
  const auto set = [&](amqp_flags_t flag, amqp_bytes_t& field, const std::string& text) {
    if (text.empty()) return;
    properties._flags |= flag;
    field = bytes_of(text);
  };
  properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG | AMQP_BASIC_HEADERS_FLAG;
  properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
  properties.headers = headers.get();
  set(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.content_type, message.content_type);
  set(AMQP_BASIC_MESSAGE_ID_FLAG, properties.message_id, message.message_id);
  set(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlation_id, message.correlation_id);
  set(AMQP_BASIC_TYPE_FLAG, properties.type, message.type);
  const Watchdog::Guard guard(watchdog_, settings_.publish_timeout);
  return sent(amqp_basic_publish(state_, kChannel, bytes_of(message.exchange), bytes_of(message.routing_key),
                                 message.mandatory ? 1 : 0, 0, &properties, bytes_of(message.body)),
              "basic.publish");
}

Result<void> Connection::acknowledge(std::uint64_t tag) {
  const Watchdog::Guard guard(watchdog_, settings_.publish_timeout);
  return sent(amqp_basic_ack(state_, kChannel, tag, 0), "basic.ack");
}

Result<void> Connection::refuse(std::uint64_t tag, bool requeue) {
  const Watchdog::Guard guard(watchdog_, settings_.publish_timeout);
  return sent(amqp_basic_nack(state_, kChannel, tag, 0, requeue ? 1 : 0), "basic.nack");
}

Result<void> Connection::cancel_consumers() {
  const Watchdog::Guard guard(watchdog_, settings_.publish_timeout);
  for (const auto& tag : std::exchange(consumer_tags_, {})) {
    amqp_basic_cancel_t cancel{bytes_of(tag), 1};
    FANGST_CHECK(sent(amqp_send_method(state_, kChannel, AMQP_BASIC_CANCEL_METHOD, &cancel), "basic.cancel"));
  }
  return {};
}

void Connection::close() {
  const Watchdog::Guard guard(watchdog_, std::chrono::seconds{1});
  amqp_connection_close(state_, AMQP_REPLY_SUCCESS);
}

Result<void> Connection::read(const std::function<void(Event&&)>& handle) {
  while (true) {
    amqp_maybe_release_buffers(state_);
    amqp_frame_t frame;
    const int status = next_frame(frame);
    if (status == AMQP_STATUS_TIMEOUT) return {};
    FANGST_CHECK(sent(status, "read"));
    FANGST_CHECK(frames_->take(frame, handle));
  }
}

int Connection::next_frame(amqp_frame_t& frame) {
  const Watchdog::Guard guard(watchdog_, settings_.publish_timeout);
  const timeval at_once{0, 0};
  return amqp_simple_wait_frame_noblock(state_, &frame, &at_once);
}

void Connection::wait(const Doorbell& bell, std::chrono::milliseconds longest) const {
  std::array<pollfd, 2> sources{{{amqp_get_sockfd(state_), POLLIN, 0}, {bell.fd(), POLLIN, 0}}};
  poll(sources.data(), sources.size(), static_cast<int>(longest.count()));
  bell.silence();
}

Result<void> Connection::sent(int status, std::string_view operation) const {
  if (status == AMQP_STATUS_OK) return {};
  return Failure(broker_error("queue.broker_borte", operation, amqp_error_string2(status)));
}

Result<void> Connection::answered(const amqp_rpc_reply_t& reply, std::string_view operation) const {
  switch (reply.reply_type) {
    case AMQP_RESPONSE_NORMAL:
      return {};
    case AMQP_RESPONSE_SERVER_EXCEPTION:
      return Failure(closed_by_broker(reply.reply));
    default:
      if (reply.library_error == AMQP_STATUS_TIMEOUT) return Failure(unanswered(operation));
      return Failure(broker_error("queue.broker_borte", operation, amqp_error_string2(reply.library_error)));
  }
}

}  // namespace fangst::amqp
