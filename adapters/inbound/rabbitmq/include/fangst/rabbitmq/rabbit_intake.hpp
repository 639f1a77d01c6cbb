#pragma once

#include <fangst/amqp/broker_settings.hpp>
#include <fangst/error/error.hpp>
#include <fangst/model/ids.hpp>
#include <fangst/ports/clock.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::rabbitmq {

/// A raw message of a specialist system, as POST /v1/intake/{format} takes it.
struct IntakeMessage {
  model::SourceName source;       ///< As the routing key says.
  bool is_authenticated = false;  ///< The broker vouches (user-id) that it comes from this source; else `bearer` must.
  std::string bearer;             ///< The API key of the header "authorization"; may be empty.
  std::string format;
  std::string body;
  std::string message_id;  ///< The sender's; serves as Idempotency-Key.
  std::string traceparent;
};

/// What an HTTP client would have got.
struct IntakeAnswer {
  int status = 0;  ///< 503: could not be decided now, the message stays in the queue and is tried again later.
  std::string content_type;
  std::string body;
};

/// An answer that nobody got.
struct Unanswered {
  std::string_view why;  ///< In English, for the log.
  int status = 0;        ///< Of the answer.
  model::SourceName source;
  std::string traceparent;  ///< The message's own; may be empty.
};

struct RabbitIntakeSettings {
  amqp::BrokerSettings connection;
  std::vector<model::SourceName> sources;          ///< Each has its queue, so that none stands behind another's flood.
  std::map<std::string, model::SourceName> users;  ///< Which source a user of the broker speaks for.
  std::uint16_t prefetch = 16;                     ///< Messages under way, per source.
  std::size_t max_body = 1U << 20U;                ///< Documents come by reference; the message itself is small.
  std::chrono::milliseconds first_pause{1'000};    ///< After a 503; doubles up to the longest while they go on.
  std::chrono::milliseconds longest_pause{30'000};
  /// Someone must know: an answer had nowhere to go. Must not block.
  std::function<void(const Unanswered& answer)> on_unanswered;
};

/// Intake from the broker. Sources publish to the exchange "fangst.inn" (topic) with routing key "<source>.<format>";
/// the answer goes to reply_to with their correlation id and a header "status". A message is acknowledged only after
/// its answer: what was accepted is durable (invariant 1), and a repeat gets the same answer (invariant 2). A refused
/// message without reply_to is kept in the queue "fangst.inn.avvist".
class RabbitIntake {
 public:
  using Answer = std::function<void(IntakeAnswer)>;
  /// Runs on the connection's thread and must not block. Answer may be called from any thread, once, even after the
  /// intake is gone.
  using Handler = std::function<void(IntakeMessage, Answer)>;
  /// Makes the answer to what never reaches the handler, and leaves its trace. On the connection's thread; must not
  /// block.
  using Refuser = std::function<IntakeAnswer(const Error&, const IntakeMessage&)>;

  /// `clock` must outlive it: pauses go by it.
  RabbitIntake(RabbitIntakeSettings settings, const ports::Clock& clock, Handler handler, Refuser refuse);
  ~RabbitIntake();
  RabbitIntake(const RabbitIntake&) = delete;
  RabbitIntake& operator=(const RabbitIntake&) = delete;

  /// Takes no further messages; answers still go out. Idempotent.
  void stop();
  bool is_healthy() const;
  std::vector<std::string> problems() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace fangst::rabbitmq
