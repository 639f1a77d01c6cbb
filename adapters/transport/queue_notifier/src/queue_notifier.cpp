#include <fangst/amqp/publisher.hpp>
#include <fangst/queue_notifier/queue_notifier.hpp>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace fangst::queue_notifier {
namespace {

using amqp::PublishOutcome;

constexpr auto kExchange = "fangst.ut";
/// A worker must not stand long before a broker that is away: the step is tried again anyway.
constexpr std::chrono::milliseconds kPatience{2'000};

Result<void> declare(amqp::Connection& connection, const QueueNotifierSettings& settings) {
  FANGST_CHECK(connection.declare(amqp::Exchange{kExchange, "topic", {}}));
  for (const auto& source : settings.sources) {
    const auto queue = std::string(kExchange) + "." + source.str();
    FANGST_CHECK(connection.declare(amqp::Queue{
        queue,
        {{"x-queue-type", "quorum"}, {"x-max-length", settings.most_untold}, {"x-overflow", "reject-publish"}}}));
    FANGST_CHECK(connection.bind({kExchange, queue, source.str() + ".#"}));
  }
  return {};
}

/// The broker's answer to one event. It may come when nobody waits for it any longer.
struct Confirm {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<PublishOutcome> outcome;

  void set(PublishOutcome to) {
    {
      const std::lock_guard lock(mutex);
      outcome = to;
    }
    changed.notify_one();
  }
  std::optional<PublishOutcome> wait(const ports::Clock& clock, model::Deadline deadline) {
    std::unique_lock lock(mutex);
    clock.wait_until(lock, changed, deadline, [&] { return outcome.has_value(); });
    return outcome;
  }
};

Failure not_told(ErrorKind kind, std::string code, const model::SourceName& source, std::string why) {
  return Failure(Error(kind, std::move(code), "rabbitmq " + std::string(kExchange) + "." + source.str(),
                       PublicText{"Fagsystemet er ikke varslet ennå, fordi meldingskøen ikke tok imot varselet. Fangst "
                                  "prøver igjen av seg selv."},
                       PrivateDetail{std::move(why)}));
}

}  // namespace

struct QueueNotifier::State {
  State(QueueNotifierSettings given, const ports::Clock& by_clock)
      : settings(std::move(given)),
        clock(by_clock),
        publisher(settings.connection, "fangst varsler", clock,
                  {.prepare = [this](amqp::Connection& connection) { return declare(connection, settings); },
                   .check = nullptr,
                   .on_change = nullptr}) {}

  QueueNotifierSettings settings;
  const ports::Clock& clock;
  amqp::Publisher publisher;
};

QueueNotifier::QueueNotifier(QueueNotifierSettings settings, const ports::Clock& clock)
    : state_(std::make_unique<State>(std::move(settings), clock)) {
  state_->publisher.start();
}

QueueNotifier::~QueueNotifier() = default;

Result<void> QueueNotifier::notify(const ports::StatusEvent& event, model::Deadline deadline) {
  const auto& sources = state_->settings.sources;
  if (std::find(sources.begin(), sources.end(), event.source) == sources.end()) return {};

  amqp::Outgoing message{.exchange = kExchange,
                         .routing_key = event.source.str() + "." + event.type,
                         .body = event.json,
                         .content_type = "application/cloudevents+json",
                         .message_id = event.id,
                         .correlation_id = {},
                         .type = event.type,
                         .headers = {},
                         .mandatory = false};
  if (!event.traceparent.empty()) message.headers.push_back({"traceparent", event.traceparent});
  const auto confirm = std::make_shared<Confirm>();
  const auto ready_by = std::min(deadline, state_->clock.monotonic() + kPatience);
  const auto done = [confirm](PublishOutcome result) { confirm->set(result); };
  while (!state_->publisher.offer(message, done)) {
    if (!state_->publisher.wait_until_ready(ready_by)) {
      return not_told(ErrorKind::unavailable, "queue.broker_borte", event.source, state_->publisher.problem());
    }
  }
  const auto outcome = confirm->wait(state_->clock, deadline);
  if (!outcome) {
    return not_told(ErrorKind::timeout, "queue.broker_uten_bekreftelse", event.source, "no confirm in time");
  }
  switch (*outcome) {
    case PublishOutcome::refused:
      return not_told(ErrorKind::unavailable, "queue.fagsystem_henter_ikke", event.source, "the queue is full");
    case PublishOutcome::lost:
      return not_told(ErrorKind::unavailable, "queue.broker_borte", event.source, "the connection broke");
    default:
      return {};
  }
}

bool QueueNotifier::is_healthy() const { return state_->publisher.is_ready(); }

std::vector<std::string> QueueNotifier::problems() const {
  auto problem = state_->publisher.problem();
  return problem.empty() ? std::vector<std::string>{} : std::vector<std::string>{std::move(problem)};
}

}  // namespace fangst::queue_notifier
