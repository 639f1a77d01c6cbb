#include "receiver.hpp"

#include "database_problem.hpp"

#include <algorithm>

namespace fangst::queue {
namespace {

using Answer = amqp::Consumer::Answer;
using std::chrono::milliseconds;

constexpr milliseconds kPauseWhileDatabaseIsAway{500};
constexpr milliseconds kLongestSleep{1000};

}  // namespace

Receiver::Receiver(const RabbitQueueSettings& settings, const WorkTopology& topology,
                   std::shared_ptr<ports::Outbox> outbox, std::shared_ptr<const ports::Clock> clock, Relay& relay)
    : settings_(settings),
      outbox_(std::move(outbox)),
      clock_(std::move(clock)),
      relay_(relay),
      consumer_(settings.connection, "fangst arbeid inn",
                {.queues = topology.step_queues(), .prefetch = settings.prefetch, .renews_failing_queues = true},
                *clock_,
                {.prepare = [&topology](amqp::Connection& connection) { return topology.declare(connection); },
                 .on_delivery = [this](amqp::Ticket ticket,
                                       amqp::Delivered&& delivered) { arrive(ticket, std::move(delivered)); },
                 .on_lost = [this](std::uint64_t connection) { forget(connection); },
                 .on_renewed = settings.on_renewed}) {}

Receiver::~Receiver() { close(); }

void Receiver::start() {
  thread_ = std::thread([this] { run(); });
  consumer_.start();
}

std::vector<ports::WorkItem> Receiver::take(std::size_t max, milliseconds wait) {
  return max == 0 ? std::vector<ports::WorkItem>{} : buffer_.take(max, wait);
}

void Receiver::stop() {
  consumer_.cancel();
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& arrival : arrivals_) consumer_.answer(arrival.ticket, Answer::requeue);
    for (const auto& [due, arrival] : early_) consumer_.answer(arrival.ticket, Answer::requeue);
    arrivals_.clear();
    early_.clear();
  }
  for (const auto& item : buffer_.stop()) give_back(item);
}

void Receiver::close() {
  if (!thread_.joinable()) return;
  stop();
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
  consumer_.stop();
}

void Receiver::arrive(amqp::Ticket ticket, amqp::Delivered&& delivered) {
  const auto message = delivered.is_too_large ? std::nullopt : parse_work_message(delivered.body);
  if (!message) return consumer_.answer(ticket, Answer::reject);  // Not ours: to the parked queue.
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return consumer_.answer(ticket, Answer::requeue);
    arrivals_.push_back({ticket, *message, static_cast<int>(delivered.number_header("x-delivery-count"))});
  }
  changed_.notify_one();
}

/// Everything unanswered on this connection will be delivered again, here or elsewhere. What a worker has is kept in
/// hand: it must not run twice here.
void Receiver::forget(std::uint64_t connection) {
  const std::lock_guard lock(mutex_);
  std::erase_if(arrivals_, [&](const Arrival& arrival) { return arrival.ticket.connection <= connection; });
  std::erase_if(early_, [&](const auto& entry) { return entry.second.ticket.connection <= connection; });
  for (const auto& item : buffer_.drain()) in_hand_.erase({item.id, item.due_at});
}

void Receiver::run() {
  while (true) {
    const auto arrival = next();
    if (!arrival) return;
    if (resolve(*arrival)) continue;
    std::unique_lock lock(mutex_);
    if (!stopped_) arrivals_.push_front(*arrival);
    if (clock_->wait_for(lock, changed_, kPauseWhileDatabaseIsAway, [&] { return closing_; })) return;
  }
}

std::optional<Receiver::Arrival> Receiver::next() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    if (!early_.empty() && early_.begin()->first <= clock_->now()) {
      auto arrival = early_.begin()->second;
      early_.erase(early_.begin());
      return arrival;
    }
    if (!arrivals_.empty()) {
      auto arrival = arrivals_.front();
      arrivals_.pop_front();
      return arrival;
    }
    const auto latest = clock_->now() + kLongestSleep;
    const auto next = [&] { return early_.empty() ? latest : std::min(early_.begin()->first, latest); };
    const auto until = next();
    const auto pause = std::max(milliseconds(until - clock_->now()), milliseconds{1});
    clock_->wait_for(lock, changed_, pause, [&] { return closing_ || !arrivals_.empty() || next() < until; });
  }
  return std::nullopt;
}

/// False while the database does not answer.
bool Receiver::resolve(const Arrival& arrival) {
  if (is_in_hand(arrival)) return true;
  auto found = outbox_->find(arrival.message.item);
  outbox_answers_ = found.has_value();
  if (!found) return false;
  if (!*found || (*found)->due_at != arrival.message.due_at) {
    consumer_.answer(arrival.ticket, Answer::acknowledge);  // Done, or rescheduled: the relay knows of the new time.
  } else if ((*found)->due_at > clock_->now()) {
    wait_until_due(arrival, **found);
  } else {
    hand_over(arrival, std::move(**found));
  }
  return true;
}

bool Receiver::is_in_hand(const Arrival& arrival) {
  const std::lock_guard lock(mutex_);
  const auto held = in_hand_.find({arrival.message.item, arrival.message.due_at});
  if (held == in_hand_.end()) return false;
  if (held->second.connection == arrival.ticket.connection) {
    // A second message for the same row: its lease had run out.
    if (held->second.tag != arrival.ticket.tag) consumer_.answer(arrival.ticket, Answer::acknowledge);
  } else {
    held->second = arrival.ticket;
  }
  return true;
}

void Receiver::wait_until_due(const Arrival& arrival, const ports::WorkItem& item) {
  const bool offered = relay_.delay_again(item, [this, arrival](bool is_delayed) {
    if (is_delayed) return consumer_.answer(arrival.ticket, Answer::acknowledge);
    hold(arrival);
  });
  if (!offered) hold(arrival);
}

void Receiver::hold(const Arrival& arrival) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return consumer_.answer(arrival.ticket, Answer::requeue);
    early_.emplace(arrival.message.due_at, arrival);
  }
  changed_.notify_one();
}

void Receiver::hand_over(const Arrival& arrival, ports::WorkItem item) {
  item.handouts = std::max(item.handouts, 0) + arrival.redeliveries;
  {
    const std::lock_guard lock(mutex_);
    in_hand_[{item.id, item.due_at}] = arrival.ticket;
  }
  buffer_.push({std::move(item)});
  // Handed over while stop() emptied the buffer: this was pushed behind its back.
  if (!buffer_.is_stopped()) return;
  for (const auto& late : buffer_.drain()) give_back(late);
}

void Receiver::answer(const ports::WorkItem& item, Answer answer) {
  const std::lock_guard lock(mutex_);
  const auto held = in_hand_.find({item.id, item.due_at});
  if (held == in_hand_.end()) return;
  consumer_.answer(held->second, answer);
  in_hand_.erase(held);
}

std::vector<std::string> Receiver::problems() const {
  std::vector<std::string> problems;
  if (auto problem = consumer_.problem(); !problem.empty()) problems.push_back(std::move(problem));
  if (!outbox_answers_) problems.emplace_back(kDatabaseIsAway);
  return problems;
}

}  // namespace fangst::queue
