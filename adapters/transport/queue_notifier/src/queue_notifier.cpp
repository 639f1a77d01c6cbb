#include <fangst/amqp/publisher.hpp>
#include <fangst/queue_notifier/queue_notifier.hpp>

#include <algorithm>
#include <future>

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

Failure not_told(ErrorKind kind, std::string code, const model::SourceName& source, std::string why) {
  return Failure(Error(kind, std::move(code), "rabbitmq " + std::string(kExchange) + "." + source.str(),
                       PublicText{"Fagsystemet er ikke varslet ennå, fordi meldingskøen ikke tok imot varselet. Fangst "
                                  "prøver igjen av seg selv."},
                       PrivateDetail{std::move(why)}));
}

}  // namespace

struct QueueNotifier::State {
  explicit State(QueueNotifierSettings given)
      : settings(std::move(given)),
        publisher(settings.connection, "fangst varsler",
                  {.prepare = [this](amqp::Connection& connection) { return declare(connection, settings); },
                   .check = nullptr,
                   .on_change = nullptr}) {}

  QueueNotifierSettings settings;
  amqp::Publisher publisher;
};

QueueNotifier::QueueNotifier(QueueNotifierSettings settings) : state_(std::make_unique<State>(std::move(settings))) {
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
  const auto answered = std::make_shared<std::promise<PublishOutcome>>();
  auto outcome = answered->get_future();
  const auto ready_by = std::min(deadline, std::chrono::steady_clock::now() + kPatience);
  const auto done = [answered](PublishOutcome result) { answered->set_value(result); };
  while (!state_->publisher.offer(message, done)) {
    if (!state_->publisher.wait_until_ready(ready_by)) {
      return not_told(ErrorKind::unavailable, "queue.broker_borte", event.source, state_->publisher.problem());
    }
  }
  if (outcome.wait_until(deadline) != std::future_status::ready) {
    return not_told(ErrorKind::timeout, "queue.broker_uten_bekreftelse", event.source, "no confirm in time");
  }
  switch (outcome.get()) {
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
