#include "backoff.hpp"

#include <fangst/amqp/publisher.hpp>

namespace fangst::amqp {
namespace {

/// Well below what the sockets of both sides hold, so that a send does not wait even when the broker has stopped
/// reading.
constexpr std::size_t kMaxUnconfirmedBytes = 256U << 10U;
constexpr std::size_t kMaxUnconfirmed = 1024;
constexpr std::size_t kEnvelopeBytes = 256;
constexpr std::chrono::milliseconds kLongestSleep{1000};

std::size_t size_of(const Outgoing& message) {
  auto bytes = kEnvelopeBytes + message.body.size();
  for (const auto& header : message.headers) {
    bytes += header.key.size();
    if (const auto* text = std::get_if<std::string>(&header.value)) bytes += text->size();
  }
  return bytes;
}

}  // namespace

Publisher::Publisher(BrokerSettings settings, std::string name, const concurrency::Clock& clock, PublisherHooks hooks)
    : settings_(std::move(settings)),
      name_(std::move(name)),
      clock_(clock),
      hooks_(std::move(hooks)),
      problem_("RabbitMQ: ikke koblet til ennå. Fangst prøver av seg selv.") {}

Publisher::~Publisher() { stop(); }

void Publisher::start() {
  thread_ = std::thread([this] { run(); });
}

bool Publisher::offer(Outgoing message, Done done) {
  const auto bytes = size_of(message);
  {
    const std::lock_guard lock(mutex_);
    if (closing_ || !is_ready() || count_ >= kMaxUnconfirmed) return false;
    if (bytes_ != 0 && bytes_ + bytes > kMaxUnconfirmedBytes) return false;
    bytes_ += bytes;
    ++count_;
    waiting_.push_back({.message = std::move(message), .done = std::move(done), .bytes = bytes});
  }
  bell_.ring();
  return true;
}

void Publisher::request_check() {
  check_wanted_ = true;
  bell_.ring();
}

bool Publisher::wait_until_ready(model::Deadline deadline) {
  std::unique_lock lock(mutex_);
  const bool has_room = clock_.wait_until(lock, changed_, deadline, [&] {
    return closing_ || (is_ready() && count_ < kMaxUnconfirmed && bytes_ < kMaxUnconfirmedBytes / 2);
  });
  // Also when there is room by then: a message that is too large for it would be offered for ever.
  return has_room && !closing_ && clock_.monotonic() < deadline;
}

void Publisher::stop() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_all();
  bell_.ring();
  watchdog_.cut();
  if (thread_.joinable()) thread_.join();
}

std::string Publisher::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

void Publisher::run() {
  int failures = 0;
  do {
    auto connection = open();
    if (!connection) {
      ++failures;
      lose_everything(connection.error().public_text() + " (" + connection.error().private_detail() + ")");
      if (!is_closing()) teller_.lost(connection.error());
      continue;
    }
    set_state(true, false, {});
    teller_.made();
    const auto served = serve(**connection);
    failures = 1;
    // While a queue is full, the connection is made anew now and then: the broker is not away.
    if (!served && !refused_ && !is_closing()) teller_.lost(served.error());
    lose_everything(served ? "stanset" : served.error().public_text() + " (" + served.error().private_detail() + ")");
  } while (pause(failures));
  lose_everything("stanset");
}

bool Publisher::pause(int failures) {
  std::unique_lock lock(mutex_);
  const auto pause = reconnect_pause(failures, settings_.longest_reconnect_pause);
  return !clock_.wait_for(lock, changed_, pause, [&] { return closing_; });
}

bool Publisher::is_closing() const {
  const std::lock_guard lock(mutex_);
  return closing_;
}

Result<std::unique_ptr<Connection>> Publisher::open() {
  FANGST_TRY(auto connection, Connection::open(settings_, name_, kEnvelopeBytes, watchdog_));
  if (hooks_.prepare) FANGST_CHECK(hooks_.prepare(*connection));
  FANGST_CHECK(connection->select_confirms());
  next_tag_ = 1;
  refused_ = false;
  check_wanted_ = true;
  return connection;
}

Result<void> Publisher::serve(Connection& connection) {
  const auto heartbeat = std::chrono::milliseconds(settings_.heartbeat) / 4;
  while (true) {
    FANGST_CHECK(connection.read([this](Event&& event) { handle(std::move(event)); }));
    if (const std::lock_guard lock(mutex_); closing_) return {};
    if (!blocked_) {
      if (check_wanted_.exchange(false) && hooks_.check) FANGST_CHECK(hooks_.check(connection));
      FANGST_CHECK(publish_waiting(connection));
      FANGST_CHECK(check_patience());
    }
    connection.wait(bell_, std::min(kLongestSleep, heartbeat));
  }
}

Result<void> Publisher::publish_waiting(Connection& connection) {
  std::deque<Pending> batch;
  {
    const std::lock_guard lock(mutex_);
    batch.swap(waiting_);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    auto& pending = unconfirmed_.emplace_back(std::move(batch[i]));
    pending.tag = next_tag_++;
    pending.sent_at = clock_.monotonic();
    if (auto sent = connection.publish(pending.message); !sent) {
      // What was not tried yet is lost with the connection as well.
      for (++i; i < batch.size(); ++i) unconfirmed_.push_back(std::move(batch[i]));
      return sent;
    }
    pending.message.body.clear();
    pending.message.headers.clear();
  }
  return {};
}

void Publisher::handle(Event&& event) {
  if (const auto* confirmed = std::get_if<Confirmed>(&event)) {
    settle(*confirmed);
  } else if (const auto* returned = std::get_if<Returned>(&event)) {
    // The return comes before the confirm of the same message.
    for (auto& pending : unconfirmed_) {
      if (pending.is_returned || pending.message.message_id != returned->message_id) continue;
      pending.is_returned = true;
      break;
    }
  } else if (const auto* blocked = std::get_if<Blocked>(&event)) {
    // While it blocks nothing can be confirmed: the wait starts again when it ends.
    for (auto& pending : unconfirmed_) pending.sent_at = clock_.monotonic();
    set_state(true, blocked->is_blocked,
              blocked->is_blocked ? "RabbitMQ tar ikke imot (minne- eller diskalarm). Frigjør plass på megleren." : "");
  }
}

void Publisher::settle(const Confirmed& confirmed) {
  const auto outcome = [&](const Pending& pending) {
    note_refusal(pending, !confirmed.is_ack);
    if (!confirmed.is_ack) return PublishOutcome::refused;
    return pending.is_returned ? PublishOutcome::returned : PublishOutcome::confirmed;
  };
  if (confirmed.multiple) {
    while (!unconfirmed_.empty() && unconfirmed_.front().tag <= confirmed.tag) {
      auto pending = std::move(unconfirmed_.front());
      unconfirmed_.pop_front();
      finish(pending, outcome(pending));
    }
    return;
  }
  const auto found = std::lower_bound(unconfirmed_.begin(), unconfirmed_.end(), confirmed.tag,
                                      [](const Pending& pending, std::uint64_t tag) { return pending.tag < tag; });
  if (found == unconfirmed_.end() || found->tag != confirmed.tag) return;
  auto pending = std::move(*found);
  unconfirmed_.erase(found);
  finish(pending, outcome(pending));
}

void Publisher::finish(Pending& pending, PublishOutcome outcome) {
  {
    const std::lock_guard lock(mutex_);
    bytes_ -= pending.bytes;
    --count_;
  }
  changed_.notify_all();
  if (pending.done) pending.done(outcome);
}

void Publisher::lose_everything(const std::string& why) {
  set_state(false, false, "RabbitMQ: " + why);
  std::deque<Pending> lost;
  lost.swap(unconfirmed_);
  {
    const std::lock_guard lock(mutex_);
    std::move(waiting_.begin(), waiting_.end(), std::back_inserter(lost));
    waiting_.clear();
  }
  for (auto& pending : lost) finish(pending, PublishOutcome::lost);
}

void Publisher::note_refusal(const Pending& pending, bool is_refused) {
  if (is_refused == refused_ || (!is_refused && pending.message.routing_key != refused_key_)) return;
  if (is_refused) {
    refused_key_ = pending.message.routing_key;
    refused_since_ = clock_.monotonic();
  }
  refused_ = is_refused;
  set_state(true, blocked_,
            is_refused ? "RabbitMQ: en kø er full og tar ikke imot («" + refused_key_ +
                             "»). Fangst prøver igjen av seg selv; hent meldinger ut av køen, eller hev grensen dens."
                       : "");
}

Result<void> Publisher::check_patience() const {
  const auto now = clock_.monotonic();
  if (!unconfirmed_.empty() && now - unconfirmed_.front().sent_at > settings_.confirm_timeout) {
    return Failure(Error(ErrorKind::timeout, "queue.broker_uten_bekreftelse", "rabbitmq basic.publish",
                         PublicText{"Meldingskøen (RabbitMQ) bekrefter ikke det den får. Fangst kobler til på nytt."}));
  }
  // A quorum queue whose limit is lifted goes on refusing what comes through an old channel (RabbitMQ 3.10).
  if (refused_ && now - refused_since_ > settings_.confirm_timeout) {
    return Failure(Error(ErrorKind::unavailable, "queue.broker_full", "rabbitmq basic.publish",
                         PublicText{"En kø i RabbitMQ er full. Fangst kobler til på nytt for å se om den er ledig."}));
  }
  return {};
}

void Publisher::set_state(bool connected, bool blocked, std::string problem) {
  {
    const std::lock_guard lock(mutex_);
    connected_ = connected;
    blocked_ = blocked;
    problem_ = std::move(problem);
  }
  changed_.notify_all();
  if (hooks_.on_change) hooks_.on_change();
}

}  // namespace fangst::amqp
