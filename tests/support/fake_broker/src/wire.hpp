#pragma once

#include <fangst/support/fake_broker.hpp>

#include <amqp.h>
#include <amqp_framing.h>

#include <memory>
#include <mutex>
#include <string_view>

namespace fangst::support {

inline constexpr int kFrameBytes = 131'072;  ///< The most that a client may send at once.

amqp_bytes_t bytes_of(std::string_view text);

/// The properties that came before the body of a message.
void read_properties(const amqp_basic_properties_t& properties, FakeMessage& message);

/// The broker's end of one AMQP connection: frames to and from a socket. One thread receives; any may send. What is
/// sent to a client that has gone is lost.
class Wire {
 public:
  /// Takes the socket over.
  explicit Wire(int socket);

  /// What a client says first: the name and the version of the protocol.
  void receive_protocol();
  /// The next frame; what it points to is there until the next call. Throws when the client has gone.
  amqp_frame_t receive();
  template <class Method>
  void send(amqp_method_number_t id, Method arguments) {
    send_frames(id, &arguments, nullptr);
  }
  /// A method that a message follows.
  template <class Method>
  void send(amqp_method_number_t id, Method arguments, const FakeMessage& message) {
    send_frames(id, &arguments, &message);
  }
  void hang_up();

 private:
  struct End {
    void operator()(amqp_connection_state_t state) const { amqp_destroy_connection(state); }
  };
  using State = std::unique_ptr<amqp_connection_state_t_, End>;

  static State state_on(int socket);
  void send_frames(amqp_method_number_t id, void* arguments, const FakeMessage* message);
  void send_content(const FakeMessage& message);

  // The library's states are for one thread each.
  State incoming_;
  State outgoing_;
  std::mutex sending_;
};

}  // namespace fangst::support
