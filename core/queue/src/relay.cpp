#include "relay.hpp"

#include "database_problem.hpp"
#include "wake_pacer.hpp"
#include "work_message.hpp"

#include <algorithm>

namespace fangst::queue {
namespace {

using amqp::PublishOutcome;
using std::chrono::milliseconds;

constexpr std::size_t kMostInFlight = 512;
constexpr std::size_t kMostHeld = 1024;
constexpr milliseconds kPauseAfterReturn{10'000};
constexpr milliseconds kPauseAfterRefusal{500};
constexpr milliseconds kPauseWhileFull{50};

}  // namespace

Relay::Relay(const RabbitQueueSettings& settings, const WorkTopology& topology, std::shared_ptr<ports::Outbox> outbox,
             std::shared_ptr<const ports::Clock> clock)
    : settings_(settings),
      topology_(topology),
      outbox_(std::move(outbox)),
      clock_(std::move(clock)),
      publisher_(settings.connection, "fangst arbeid ut", *clock_,
                 {.prepare = [this](amqp::Connection& connection) { return topology_.declare(connection); },
                  .check = [this](amqp::Connection& connection) { return count_ready(connection); },
                  .on_change = [this] { wake(); }}) {}

Relay::~Relay() { close(); }

void Relay::start() {
  publisher_.start();
  thread_ = std::thread([this] { run(); });
}

void Relay::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Relay::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    woken_ = true;
  }
  changed_.notify_one();
}

void Relay::close() {
  if (!thread_.joinable()) return;
  stop();
  publisher_.stop();
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Relay::run() {
  while (!void_earlier_leases()) {
    std::unique_lock lock(mutex_);
    if (clock_->wait_for(lock, changed_, settings_.poll, [&] { return closing_; })) return;
  }
  work();
  release_unpublished();
}

bool Relay::void_earlier_leases() {
  outbox_answers_ = outbox_->release_all_of_this_node().has_value();
  return outbox_answers_;
}

void Relay::work() {
  WakePacer pacer;
  while (true) {
    bool was_woken = false;
    bool stopped = false;
    {
      const std::lock_guard lock(mutex_);
      if (closing_) return;
      was_woken = std::exchange(woken_, false);
      stopped = stopped_;
      if (stopped) {
        for (const auto& [until, item] : held_) unpublished_.push_back(item.id);
        held_.clear();
      }
    }
    bool found = false;
    if (release_unpublished() && !stopped && publisher_.is_ready()) {
      publish_held();
      const auto due = lease_due();
      found = due == Leased::some || due == Leased::full_batch;
      // While due work stays behind, a look ahead would only lease that.
      const bool may_look_ahead = due == Leased::nothing || due == Leased::some;
      if (may_look_ahead && clock_->monotonic() >= next_delay_lease_) found = lease_delayed() || found;
    }
    if (const auto pause = pacer.pause_after(was_woken, found); pause > milliseconds{0}) {
      std::unique_lock lock(mutex_);
      clock_->wait_for(lock, changed_, pause, [&] { return closing_; });
    }
    sleep();
  }
}

void Relay::sleep() {
  std::unique_lock lock(mutex_);
  auto longest = settings_.poll;
  if (due_depth_.total() >= settings_.most_in_broker) longest = std::min(longest, kPauseWhileFull);
  if (!held_.empty()) {
    longest = std::clamp(milliseconds(held_.begin()->first - clock_->now()), milliseconds{1}, longest);
  }
  clock_->wait_for(lock, changed_, longest, [&] { return closing_ || woken_; });
}

bool Relay::release_unpublished() {
  std::vector<std::int64_t> items;
  {
    const std::lock_guard lock(mutex_);
    items.swap(unpublished_);
  }
  if (items.empty()) return true;
  outbox_answers_ = outbox_->release(items).has_value();
  if (outbox_answers_) return true;
  const std::lock_guard lock(mutex_);
  unpublished_.insert(unpublished_.end(), items.begin(), items.end());
  return false;
}

void Relay::publish_held() {
  std::vector<ports::WorkItem> due;
  {
    const std::lock_guard lock(mutex_);
    const auto end = held_.upper_bound(clock_->now());
    for (auto held = held_.begin(); held != end; ++held) due.push_back(std::move(held->second));
    held_.erase(held_.begin(), end);
  }
  for (const auto& item : due) place(item);
}

Relay::Leased Relay::lease_due() {
  if (!has_room(due_depth_, settings_.most_in_broker)) return Leased::no_room;
  auto items = lease(milliseconds{0});
  if (!items) return Leased::failed;
  for (const auto& item : *items) place(item);
  if (items->size() < settings_.batch) return items->empty() ? Leased::nothing : Leased::some;
  wake();
  return Leased::full_batch;
}

/// What becomes due later, nearest first, so that no lease is much longer than the wait it is for.
/// True when there was something to lease.
bool Relay::lease_delayed() {
  const auto& delays = topology_.delays();
  if (delays.empty()) return false;
  next_delay_lease_ = clock_->monotonic() + std::clamp(delays.front() / 10, milliseconds{20}, milliseconds{1000});
  for (std::size_t i = 0; i < delays.size(); ++i) {
    {
      const std::lock_guard lock(mutex_);
      if (held_.size() >= kMostHeld / 2) return false;
    }
    if (!has_room(delay_depth_, settings_.most_delayed)) return false;
    auto items = lease(i + 1 < delays.size() ? delays[i + 1] : delays[i] * 2);
    if (!items) return false;
    for (const auto& item : *items) place(item);
    if (items->empty()) continue;
    if (items->size() >= settings_.batch) next_delay_lease_ = {};
    return true;
  }
  return false;
}

bool Relay::has_room(Depth& depth, std::size_t most) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || clock_->monotonic() < no_lease_before_ || in_flight_ + settings_.batch > kMostInFlight)
      return false;
    if (depth.is_known && depth.total() < most) return true;
  }
  publisher_.request_check();
  return false;
}

Result<std::vector<ports::WorkItem>> Relay::lease(milliseconds horizon) {
  const auto now = clock_->now();
  auto items = horizon == milliseconds{0}
                   ? outbox_->lease_due(settings_.batch, now, now + settings_.lease)
                   : outbox_->lease_until_horizon(settings_.batch, now, now + horizon, now + horizon + settings_.lease);
  outbox_answers_ = items.has_value();
  return items;
}

void Relay::place(const ports::WorkItem& item) {
  const auto remaining = item.due_at - clock_->now();
  if (remaining <= milliseconds{0}) return publish(item, std::nullopt);
  if (const auto delay = topology_.delay_within(remaining)) return publish(item, *delay);
  hold(item, item.due_at);
}

void Relay::publish(const ports::WorkItem& item, std::optional<milliseconds> delay) {
  {
    const std::lock_guard lock(mutex_);
    ++in_flight_;
    ++(delay ? delay_depth_ : due_depth_).since_check;
  }
  auto message = to_message(item, delay ? WorkTopology::delay_exchange(*delay) : WorkTopology::kWorkExchange);
  if (!publisher_.offer(std::move(message), [this, item](PublishOutcome outcome) { note(item, outcome); })) {
    note(item, PublishOutcome::lost);
  }
}

void Relay::note(const ports::WorkItem& item, PublishOutcome outcome) {
  bool has_duty = outcome != PublishOutcome::confirmed;
  {
    const std::lock_guard lock(mutex_);
    --in_flight_;
    has_duty = has_duty || in_flight_ == kMostInFlight / 2;
    if (outcome == PublishOutcome::confirmed && item.step.str() == unroutable_step_) {
      unroutable_step_.clear();
      unroutable_ = false;
    } else if (outcome == PublishOutcome::returned) {
      unroutable_step_ = item.step.str();
      unroutable_ = true;
    } else if (outcome == PublishOutcome::refused) {
      no_lease_before_ = clock_->monotonic() + kPauseAfterRefusal;
    }
    if (outcome == PublishOutcome::refused || outcome == PublishOutcome::lost) unpublished_.push_back(item.id);
  }
  // Released at once it would be leased again at once.
  if (outcome == PublishOutcome::returned) hold(item, clock_->now() + kPauseAfterReturn);
  if (has_duty) wake();
}

void Relay::hold(const ports::WorkItem& item, model::Timestamp until) {
  const std::lock_guard lock(mutex_);
  if (held_.size() < kMostHeld && !stopped_) {
    held_.emplace(until, item);
    return;
  }
  unpublished_.push_back(item.id);
  no_lease_before_ = clock_->monotonic() + kPauseAfterRefusal;
}

bool Relay::delay_again(const ports::WorkItem& item, std::function<void(bool)> done) {
  const auto delay = topology_.delay_within(item.due_at - clock_->now());
  if (!delay) return false;
  return publisher_.offer(
      to_message(item, WorkTopology::delay_exchange(*delay)),
      [done = std::move(done)](PublishOutcome outcome) { done(outcome == PublishOutcome::confirmed); });
}

Result<void> Relay::count_ready(amqp::Connection& connection) {
  const auto sum = [&](const std::vector<std::string>& queues) -> Result<std::size_t> {
    std::size_t ready = 0;
    for (const auto& queue : queues) {
      FANGST_TRY(const auto count, connection.count_ready(queue));
      ready += count;
    }
    return ready;
  };
  FANGST_TRY(const auto due, sum(topology_.step_queues()));
  FANGST_TRY(const auto delayed, sum(topology_.delay_queues()));

  {
    const std::lock_guard lock(mutex_);
    due_depth_ = {.at_check = due, .since_check = in_flight_, .is_known = true};
    delay_depth_ = {.at_check = delayed, .since_check = in_flight_, .is_known = true};
    woken_ = woken_ || due < settings_.most_in_broker;
  }
  changed_.notify_one();
  return {};
}

std::vector<std::string> Relay::problems() const {
  std::vector<std::string> problems;
  if (auto problem = publisher_.problem(); !problem.empty()) problems.push_back(std::move(problem));
  if (!outbox_answers_) problems.emplace_back(kDatabaseIsAway);
  const std::lock_guard lock(mutex_);
  if (unroutable_) {
    problems.push_back("RabbitMQ: steget «" + unroutable_step_ +
                       "» har ingen kø. Steget må stå i oppsettet til alle noder, og køen må finnes.");
  }
  return problems;
}

}  // namespace fangst::queue
