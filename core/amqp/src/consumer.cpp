#include "backoff.hpp"
#include "errors.hpp"

#include <fangst/amqp/consumer.hpp>

#include <utility>

namespace fangst::amqp {
namespace {

constexpr std::chrono::milliseconds kLongestSleep{1000};
constexpr std::chrono::milliseconds kPatienceAtStop{2000};
constexpr std::chrono::seconds kPatienceWithQueue{30};  // A leader is elected in a few.

std::string describe(const Error& error) {
  return "RabbitMQ: " + error.public_text() + " (" + error.private_detail() + ")";
}

}  // namespace

Consumer::Consumer(BrokerSettings connection, std::string name, ConsumerSettings settings,
                   const concurrency::Clock& clock, ConsumerHooks hooks)
    : connection_(std::move(connection)),
      name_(std::move(name)),
      settings_(std::move(settings)),
      clock_(clock),
      hooks_(std::move(hooks)),
      problem_("RabbitMQ: ikke koblet til ennå. Fangst prøver av seg selv.") {}

Consumer::~Consumer() { stop(); }

void Consumer::start() {
  thread_ = std::thread([this] { run(); });
}

void Consumer::answer(Ticket ticket, Answer answer) {
  {
    const std::lock_guard lock(mutex_);
    answers_.emplace_back(ticket, answer);
  }
  bell_.ring();
}

void Consumer::cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  bell_.ring();
}

void Consumer::stop() {
  if (!thread_.joinable()) return;
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    changed_.notify_all();
    bell_.ring();
    if (connected_) changed_.wait_for(lock, kPatienceAtStop, [&] { return ended_; });
  }
  watchdog_.cut();
  thread_.join();
}

std::string Consumer::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

void Consumer::run() {
  int failures = 0;
  do {
    auto connection = open();
    if (!connection) {
      ++failures;
      set_state(false, describe(connection.error()));
      if (!is_closing()) teller_.lost(connection.error());
      continue;
    }
    failures = 1;
    set_state(true, {});
    teller_.made();
    const auto served = serve(**connection);
    if (!served && !is_closing()) teller_.lost(served.error());
    set_state(false, served ? std::string("stanset") : describe(served.error()));
    hooks_.on_lost(present_);
  } while (pause(failures));
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

bool Consumer::pause(int failures) {
  std::unique_lock lock(mutex_);
  const auto pause = reconnect_pause(failures, connection_.longest_reconnect_pause);
  return !clock_.wait_for(lock, changed_, pause, [&] { return closing_; });
}

bool Consumer::is_closing() const {
  const std::lock_guard lock(mutex_);
  return closing_;
}

Result<std::unique_ptr<Connection>> Consumer::open() {
  FANGST_TRY(auto connection, prepared());
  ++present_;
  {
    const std::lock_guard lock(mutex_);
    answers_.clear();
    if (cancelled_) return connection;
  }
  FANGST_CHECK(consume_all(*connection));
  return connection;
}

Result<std::unique_ptr<Connection>> Consumer::prepared() {
  auto earlier = std::exchange(failing_queue_, {});  // A broker that was away meanwhile is given time anew.
  FANGST_TRY(auto connection, Connection::open(connection_, name_, settings_.max_body, watchdog_));
  if (settings_.renews_failing_queues && !earlier.empty() &&
      clock_.monotonic() - failing_since_ >= kPatienceWithQueue) {
    const auto renewed = std::exchange(earlier, {});
    FANGST_CHECK(connection->remove(renewed));
    if (hooks_.on_renewed) hooks_.on_renewed(renewed);
  }
  if (hooks_.prepare) FANGST_CHECK(hooks_.prepare(*connection));
  failing_queue_ = std::move(earlier);
  return connection;
}

Result<void> Consumer::consume_all(Connection& connection) {
  for (const auto& queue : settings_.queues) {
    auto consumed = connection.consume(queue, settings_.prefetch);
    if (!consumed && failed_in_broker(consumed.error()) && queue != failing_queue_) {
      failing_queue_ = queue;
      failing_since_ = clock_.monotonic();
    }
    FANGST_CHECK(consumed);
  }
  failing_queue_.clear();
  return {};
}

Result<void> Consumer::serve(Connection& connection) {
  const auto heartbeat = std::chrono::milliseconds(connection_.heartbeat) / 4;
  while (true) {
    FANGST_CHECK(connection.read([this](Event&& event) {
      if (auto* delivered = std::get_if<Delivered>(&event)) {
        hooks_.on_delivery({present_, delivered->tag}, std::move(*delivered));
      }
    }));
    FANGST_CHECK(send_answers(connection));
    bool cancelled = false;
    {
      const std::lock_guard lock(mutex_);
      if (closing_ && answers_.empty()) break;
      cancelled = cancelled_;
    }
    if (cancelled) FANGST_CHECK(connection.cancel_consumers());
    connection.wait(bell_, std::min(kLongestSleep, heartbeat));
  }
  connection.close();
  return {};
}

Result<void> Consumer::send_answers(Connection& connection) {
  std::vector<std::pair<Ticket, Answer>> answers;
  {
    const std::lock_guard lock(mutex_);
    answers.swap(answers_);
  }
  for (const auto& [ticket, answer] : answers) {
    if (ticket.connection != present_) continue;
    if (answer == Answer::acknowledge) {
      FANGST_CHECK(connection.acknowledge(ticket.tag));
    } else {
      FANGST_CHECK(connection.refuse(ticket.tag, answer == Answer::requeue));
    }
  }
  return {};
}

void Consumer::set_state(bool connected, std::string problem) {
  const std::lock_guard lock(mutex_);
  connected_ = connected;
  problem_ = std::move(problem);
}

}  // namespace fangst::amqp
