#include "client.hpp"

#include "lines.hpp"

#include <utility>

namespace fangst::support {
namespace {

constexpr std::uint16_t kHeartbeatSeconds = 60;

}  // namespace

std::string consumer_tag(const std::string& queue) { return "of " + queue; }

void FakeBroker::Client::serve() {
  try {
    wire.receive_protocol();
    wire.send(AMQP_CONNECTION_START_METHOD,
              amqp_connection_start_t{0, 9, amqp_empty_table, bytes_of("PLAIN"), bytes_of("en_US")});
    while (take(wire.receive())) {
    }
  } catch (const std::exception&) {
    // It has gone, or said what Fangst never says: the test sees that nothing more comes.
  }
  wire.hang_up();
}

bool FakeBroker::Client::take(const amqp_frame_t& frame) {
  switch (frame.frame_type) {
    case AMQP_FRAME_METHOD:
      return take_method(frame.payload.method);
    case AMQP_FRAME_HEADER:
      missing_ = frame.payload.properties.body_size;
      read_properties(*static_cast<const amqp_basic_properties_t*>(frame.payload.properties.decoded), coming_);
      break;
    case AMQP_FRAME_BODY:
      missing_ -= frame.payload.body_fragment.len;
      coming_.body += text_of(frame.payload.body_fragment);
      break;
    default:
      return true;
  }
  if (missing_ == 0) take_message(std::exchange(coming_, {}));
  return true;
}

bool FakeBroker::Client::take_method(const amqp_method_t& method) {
  if (method.id == AMQP_BASIC_PUBLISH_METHOD) {
    const auto& publish = *static_cast<const amqp_basic_publish_t*>(method.decoded);
    coming_.exchange = text_of(publish.exchange);
    coming_.routing_key = text_of(publish.routing_key);
    coming_.mandatory = publish.mandatory != 0;
    return true;
  }
  const auto line = line_of(method);
  if (line.empty()) return true;
  const auto reaction = broker_.hears(line);
  if (!reaction) {
    answer(method);
  } else if (reaction->code > 0) {
    const auto code = static_cast<std::uint16_t>(reaction->code);
    wire.send(AMQP_CHANNEL_CLOSE_METHOD, amqp_channel_close_t{code, bytes_of(reaction->why), 0, 0});
  }
  return method.id != AMQP_CONNECTION_CLOSE_METHOD;
}

void FakeBroker::Client::take_message(FakeMessage message) {
  const std::lock_guard lock(broker_.mutex_);
  broker_.published_.push_back(std::move(message));
  broker_.publishing_ = this;
  const auto tag = next_publish_++;
  if (broker_.confirms_) wire.send(AMQP_BASIC_ACK_METHOD, amqp_basic_ack_t{tag, 0});
  broker_.changed_.notify_all();
}

void FakeBroker::Client::answer(const amqp_method_t& method) {
  switch (method.id) {
    case AMQP_CONNECTION_START_OK_METHOD:
      return wire.send(AMQP_CONNECTION_TUNE_METHOD, amqp_connection_tune_t{0, kFrameBytes, kHeartbeatSeconds});
    case AMQP_CONNECTION_OPEN_METHOD:
      return wire.send(AMQP_CONNECTION_OPEN_OK_METHOD, amqp_connection_open_ok_t{});
    case AMQP_CONNECTION_CLOSE_METHOD:
      return wire.send(AMQP_CONNECTION_CLOSE_OK_METHOD, amqp_connection_close_ok_t{});
    case AMQP_CHANNEL_OPEN_METHOD:
      return wire.send(AMQP_CHANNEL_OPEN_OK_METHOD, amqp_channel_open_ok_t{});
    case AMQP_EXCHANGE_DECLARE_METHOD:
      return wire.send(AMQP_EXCHANGE_DECLARE_OK_METHOD, amqp_exchange_declare_ok_t{});
    case AMQP_QUEUE_DECLARE_METHOD:
      return answer_declare(text_of(static_cast<const amqp_queue_declare_t*>(method.decoded)->queue));
    case AMQP_QUEUE_BIND_METHOD:
      return wire.send(AMQP_QUEUE_BIND_OK_METHOD, amqp_queue_bind_ok_t{});
    case AMQP_QUEUE_DELETE_METHOD:
      return wire.send(AMQP_QUEUE_DELETE_OK_METHOD, amqp_queue_delete_ok_t{});
    case AMQP_BASIC_QOS_METHOD:
      return wire.send(AMQP_BASIC_QOS_OK_METHOD, amqp_basic_qos_ok_t{});
    case AMQP_BASIC_CONSUME_METHOD:
      return answer_consume(text_of(static_cast<const amqp_basic_consume_t*>(method.decoded)->queue));
    case AMQP_CONFIRM_SELECT_METHOD:
      return wire.send(AMQP_CONFIRM_SELECT_OK_METHOD, amqp_confirm_select_ok_t{});
    default:
      return;
  }
}

void FakeBroker::Client::answer_declare(const std::string& queue) {
  const std::lock_guard lock(broker_.mutex_);
  wire.send(AMQP_QUEUE_DECLARE_OK_METHOD, amqp_queue_declare_ok_t{bytes_of(queue), broker_.ready_[queue], 0});
}

void FakeBroker::Client::answer_consume(const std::string& queue) {
  const auto tag = consumer_tag(queue);
  const std::lock_guard lock(broker_.mutex_);
  consumed_queues.push_back(queue);
  wire.send(AMQP_BASIC_CONSUME_OK_METHOD, amqp_basic_consume_ok_t{bytes_of(tag)});
  broker_.changed_.notify_all();
}

}  // namespace fangst::support
