#include "intake_message.hpp"

#include <fangst/amqp/consumer.hpp>
#include <fangst/amqp/publisher.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace fangst::rabbitmq {
namespace {

using ConsumerAnswer = amqp::Consumer::Answer;
using amqp::PublishOutcome;
using std::chrono::milliseconds;

constexpr auto kExchange = "fangst.inn";
constexpr auto kUnknown = "fangst.inn.ukjent";
constexpr auto kRefused = "fangst.inn.avvist";
constexpr int kUnavailable = 503;
constexpr std::int64_t kMostDoublings = 10;

std::string queue_of(const model::SourceName& source) { return std::string(kExchange) + "." + source.str(); }

std::vector<std::string> queues_of(const RabbitIntakeSettings& settings) {
  std::vector<std::string> queues{kUnknown};
  for (const auto& source : settings.sources) queues.push_back(queue_of(source));
  return queues;
}

amqp::Fields refused_to_keep() {
  return {{"x-queue-type", "quorum"},
          {"x-dead-letter-exchange", std::string(kRefused)},
          {"x-dead-letter-strategy", "at-least-once"},
          {"x-overflow", "reject-publish"}};
}

/// No delivery limit: a database that is away for a day must not make messages disappear from their queue.
Result<void> declare(amqp::Connection& connection, const RabbitIntakeSettings& settings) {
  FANGST_CHECK(connection.declare(amqp::Exchange{kRefused, "fanout", {}}));
  FANGST_CHECK(connection.declare(amqp::Queue{kRefused, {{"x-queue-type", "quorum"}}}));
  FANGST_CHECK(connection.bind({kRefused, kRefused, {}}));
  FANGST_CHECK(connection.declare(amqp::Exchange{kUnknown, "fanout", {}}));
  FANGST_CHECK(connection.declare(amqp::Queue{kUnknown, refused_to_keep()}));
  FANGST_CHECK(connection.bind({kUnknown, kUnknown, {}}));
  FANGST_CHECK(connection.declare(amqp::Exchange{kExchange, "topic", {{"alternate-exchange", std::string(kUnknown)}}}));
  for (const auto& source : settings.sources) {
    FANGST_CHECK(connection.declare(amqp::Queue{queue_of(source), refused_to_keep()}));
    FANGST_CHECK(connection.bind({kExchange, queue_of(source), source.str() + ".*"}));
  }
  return {};
}

}  // namespace

struct RabbitIntake::State : std::enable_shared_from_this<RabbitIntake::State> {
  /// Where an answer goes.
  struct Envelope {
    amqp::Ticket ticket;
    std::string reply_to;
    std::string correlation_id;
    std::int64_t doublings = 0;  ///< Of the pause before it is tried again.
    model::SourceName source;
    std::string traceparent;
  };

  State(RabbitIntakeSettings given, const ports::Clock& by_clock, Handler handle_message, Refuser refuse_message)
      : settings(std::move(given)),
        clock(by_clock),
        handler(std::move(handle_message)),
        refuse(std::move(refuse_message)),
        publisher(settings.connection, "fangst svar", clock, {}),
        consumer(settings.connection, "fangst inntak",
                 {.queues = queues_of(settings), .prefetch = settings.prefetch, .max_body = settings.max_body}, clock,
                 {.prepare = [this](amqp::Connection& connection) { return declare(connection, settings); },
                  .on_delivery = [this](amqp::Ticket ticket,
                                        amqp::Delivered&& delivered) { arrive(ticket, std::move(delivered)); },
                  .on_lost = [](std::uint64_t) {}}) {}

  void start();
  void close();
  void arrive(amqp::Ticket ticket, amqp::Delivered&& delivered);
  void answer(const Envelope& envelope, IntakeAnswer answer);
  void reply(const Envelope& envelope, IntakeAnswer answer);
  void requeue_later(const Envelope& envelope);
  void run_requeues();
  void tell_unanswered(const Envelope& envelope, std::string_view why, int status) const {
    if (settings.on_unanswered) settings.on_unanswered({why, status, envelope.source, envelope.traceparent});
  }

  RabbitIntakeSettings settings;
  const ports::Clock& clock;
  Handler handler;
  Refuser refuse;
  std::mutex mutex;
  std::condition_variable changed;
  std::multimap<ports::Clock::Moment, amqp::Ticket> requeues;
  bool closing = false;
  amqp::Publisher publisher;
  amqp::Consumer consumer;
  std::thread requeuer;
};

RabbitIntake::RabbitIntake(RabbitIntakeSettings settings, const ports::Clock& clock, Handler handler, Refuser refuse)
    : state_(std::make_shared<State>(std::move(settings), clock, std::move(handler), std::move(refuse))) {
  state_->start();
}

RabbitIntake::~RabbitIntake() { state_->close(); }

void RabbitIntake::stop() { state_->consumer.cancel(); }

bool RabbitIntake::is_healthy() const { return state_->publisher.is_ready() && state_->consumer.is_connected(); }

std::vector<std::string> RabbitIntake::problems() const {
  std::vector<std::string> problems;
  if (auto problem = state_->consumer.problem(); !problem.empty()) problems.push_back(std::move(problem));
  if (auto problem = state_->publisher.problem(); !problem.empty()) problems.push_back(std::move(problem));
  return problems;
}

void RabbitIntake::State::start() {
  requeuer = std::thread([this] { run_requeues(); });
  publisher.start();
  consumer.start();
}

void RabbitIntake::State::close() {
  consumer.cancel();
  {
    const std::lock_guard lock(mutex);
    closing = true;
  }
  changed.notify_one();
  requeuer.join();
  publisher.stop();
  consumer.stop();
}

void RabbitIntake::State::arrive(amqp::Ticket ticket, amqp::Delivered&& delivered) {
  // A sender can set the header itself, to anything.
  const auto redeliveries = std::clamp<std::int64_t>(delivered.number_header("x-delivery-count"), 0, kMostDoublings);
  Envelope envelope{
      .ticket = ticket,
      .reply_to = delivered.reply_to,
      .correlation_id = delivered.correlation_id.empty() ? delivered.message_id : delivered.correlation_id,
      .doublings = redeliveries,
      .source = {},
      .traceparent = {}};
  const bool is_too_large = delivered.is_too_large;
  auto message = read_intake_message(std::move(delivered), settings.users);
  envelope.source = message.source;
  envelope.traceparent = message.traceparent;
  if (const auto refusal = refusal_of(message, is_too_large, settings.max_body)) {
    return answer(envelope, refuse(*refusal, message));
  }
  handler(std::move(message), [weak = weak_from_this(), envelope](IntakeAnswer given) {
    if (const auto state = weak.lock()) state->answer(envelope, std::move(given));
  });
}

void RabbitIntake::State::answer(const Envelope& envelope, IntakeAnswer answer) {
  if (answer.status == kUnavailable) return requeue_later(envelope);
  if (!envelope.reply_to.empty()) return reply(envelope, std::move(answer));
  const bool is_taken = answer.status < 400;
  consumer.answer(envelope.ticket, is_taken ? ConsumerAnswer::acknowledge : ConsumerAnswer::reject);
}

void RabbitIntake::State::reply(const Envelope& envelope, IntakeAnswer answer) {
  if (!may_be_answered_to(envelope.reply_to)) {
    tell_unanswered(envelope, "the source asked for its answer in a queue of Fangst's own", answer.status);
    return consumer.answer(envelope.ticket, ConsumerAnswer::reject);
  }
  amqp::Outgoing message{.exchange = {},
                         .routing_key = envelope.reply_to,
                         .body = std::move(answer.body),
                         .content_type = std::move(answer.content_type),
                         .message_id = {},
                         .correlation_id = envelope.correlation_id,
                         .type = "fangst.svar",
                         .headers = {{"status", std::int64_t{answer.status}}},
                         .mandatory = true};
  // Unique among the unconfirmed, so that a return can be told from another's.
  message.message_id = std::to_string(envelope.ticket.connection) + "-" + std::to_string(envelope.ticket.tag);
  const auto done = [this, envelope, status = answer.status](PublishOutcome outcome) {
    if (outcome == PublishOutcome::refused || outcome == PublishOutcome::lost) return requeue_later(envelope);
    if (outcome == PublishOutcome::returned) {
      tell_unanswered(envelope, "the queue in reply_to does not exist", status);
    }
    consumer.answer(envelope.ticket, ConsumerAnswer::acknowledge);
  };
  // The source gets its answer at the next try: the same key gets the same answer.
  if (!publisher.offer(std::move(message), done)) requeue_later(envelope);
}

void RabbitIntake::State::requeue_later(const Envelope& envelope) {
  const auto pause = std::min(settings.first_pause * (1 << envelope.doublings), settings.longest_pause);
  {
    const std::lock_guard lock(mutex);
    requeues.emplace(clock.monotonic() + pause, envelope.ticket);
  }
  changed.notify_one();
}

void RabbitIntake::State::run_requeues() {
  std::unique_lock lock(mutex);
  while (!closing) {
    if (requeues.empty()) {
      changed.wait(lock);
    } else if (const auto due = requeues.begin()->first; due > clock.monotonic()) {
      clock.wait_until(lock, changed, due, [&] { return closing || requeues.begin()->first < due; });
    } else {
      consumer.answer(requeues.begin()->second, ConsumerAnswer::requeue);
      requeues.erase(requeues.begin());
    }
  }
}

}  // namespace fangst::rabbitmq
