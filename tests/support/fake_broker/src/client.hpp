#pragma once

#include "wire.hpp"

#include <fangst/support/fake_broker.hpp>

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace fangst::support {

/// The name by which a consumer of the queue is known on its connection.
std::string consumer_tag(const std::string& queue);

/// One connection, and the thread that listens to it.
class FakeBroker::Client {
 public:
  Client(FakeBroker& broker, int socket) : wire(socket), broker_(broker), thread_([this] { serve(); }) {}
  ~Client() { thread_.join(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Wire wire;
  // Under the lock of the broker.
  std::vector<std::string> consumed_queues;
  std::uint64_t next_delivery = 1;

 private:
  void serve();
  // False when the connection is over.
  bool take(const amqp_frame_t& frame);
  bool take_method(const amqp_method_t& method);
  void take_message(FakeMessage message);
  void answer(const amqp_method_t& method);
  void answer_declare(const std::string& queue);
  void answer_consume(const std::string& queue);

  FakeBroker& broker_;
  std::uint64_t next_publish_ = 1;
  FakeMessage coming_;  ///< Between the method and the end of the body.
  std::uint64_t missing_ = 0;
  std::thread thread_;
};

}  // namespace fangst::support
