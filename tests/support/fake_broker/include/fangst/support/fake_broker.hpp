#pragma once

#include <fangst/amqp/broker_settings.hpp>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace fangst::support {

/// A message on its way to or from a broker. Empty texts and a delivery mode of 0 are not on the wire.
struct FakeMessage {
  std::string exchange{}, routing_key{}, body{}, content_type{}, message_id{}, correlation_id{}, reply_to{}, type{};
  std::string user_id{};
  std::map<std::string, std::string> headers{};  ///< To a client, those of digits alone are numbers.
  int delivery_mode = 0;
  bool mandatory = false;

  bool operator==(const FakeMessage&) const = default;
};

/// The other end of an AMQP connection, which does what a test says: what a real broker decides itself (when it
/// confirms, in which order, what it does not answer) is decided here. It routes nothing and keeps no queue.
/// Frames are read and written by rabbitmq-c, as the product does: what they mean to another program is tried on a real
/// broker (tests/integration/queue).
class FakeBroker {
 public:
  FakeBroker();
  ~FakeBroker();
  FakeBroker(const FakeBroker&) = delete;
  FakeBroker& operator=(const FakeBroker&) = delete;

  /// Its address, and a user.
  amqp::BrokerSettings connection() const;

  /// What clients have said, a line each: "queue.declare a durable x-queue-type=quorum", "basic.ack 3 multiple".
  std::vector<std::string> said() const;
  /// Without the first such line, and without all that came before it.
  std::vector<std::string> said_after(const std::string& line) const;
  std::size_t count_said(const std::string& line) const;
  /// Waits until the line has been said so often; false when it has not for longer than anything here can take.
  bool is_said(const std::string& line, std::size_t times = 1) const;
  std::vector<FakeMessage> published() const;
  bool is_published(std::size_t count) const;
  int connections() const;

  // Codes of a closed channel.
  static constexpr int kAccessRefused = 403;
  static constexpr int kPreconditionFailed = 406;
  static constexpr int kInternalError = 541;

  /// From now on, what begins with this text is not answered; or the channel is closed with this code; or it is
  /// answered again.
  void ignore(const std::string& line);
  void refuse(const std::string& line, int code, const std::string& why = "because");
  void answer_all();
  /// Messages that the broker says are ready in the queue; 0 when nothing is said.
  void set_ready(const std::string& queue, std::uint32_t messages);
  /// Whether a publish is confirmed at once; true when nothing is said.
  void set_confirms(bool at_once);

  /// To the client that consumes the queue; the tag that it got.
  std::uint64_t deliver(const std::string& queue, const FakeMessage& message);
  // To the client that published last.
  void confirm(std::uint64_t tag);
  void confirm_up_to(std::uint64_t tag);
  void reject(std::uint64_t tag);
  void reject_up_to(std::uint64_t tag);
  void give_back(const FakeMessage& message);
  void block(bool is_blocked);
  /// Ends every connection.
  void hang_up();

 private:
  class Client;
  struct Reaction {
    std::string line;
    int code = 0;  ///< 0: silence.
    std::string why{};
  };

  void accept_all();
  /// Notes the line; nothing when it is to be answered as a broker does.
  std::optional<Reaction> hears(const std::string& line);
  Client& publishing_client();
  template <class Condition>
  bool eventually(const Condition& condition) const;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::vector<std::string> said_;
  std::vector<FakeMessage> published_;
  std::vector<Reaction> reactions_;
  std::map<std::string, std::uint32_t> ready_;
  bool confirms_ = true;
  std::vector<std::unique_ptr<Client>> clients_;
  Client* publishing_ = nullptr;
  std::thread acceptor_;
};

}  // namespace fangst::support
