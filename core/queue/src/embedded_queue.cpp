#include "database_problem.hpp"
#include "item_buffer.hpp"
#include "wake_pacer.hpp"

#include <fangst/queue/embedded_queue.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <thread>

namespace fangst::queue {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestPauseAfterFailures{2000};

}  // namespace

struct EmbeddedQueue::State {
  enum class Leased { nothing, some, failed };

  std::shared_ptr<ports::Outbox> outbox;
  std::shared_ptr<const ports::Clock> clock;
  EmbeddedQueueSettings settings;

  ItemBuffer buffer;
  std::atomic<bool> healthy{true};

  std::mutex mutex;
  std::condition_variable changed;
  bool woken = false;     // New rows may have come.
  bool has_more = false;  // The last lease filled its batch: there is probably more behind it.
  bool closing = false;
  std::vector<std::int64_t> given_back;

  std::thread dispatcher;

  void run();
  bool void_earlier_leases();
  void dispatch();
  bool take_wake_if_low();
  Leased lease();
  bool flush_given_back();
  bool is_low() const { return !buffer.is_stopped() && buffer.size() < settings.batch; }
  bool has_duty_locked() const { return closing || !given_back.empty() || ((woken || has_more) && is_low()); }
  void sleep(milliseconds pause, bool wakeable);
  bool is_closing();
  void note_taken();
  void return_to_outbox(const std::vector<ports::WorkItem>& items);
};

EmbeddedQueue::EmbeddedQueue(std::shared_ptr<ports::Outbox> outbox, std::shared_ptr<const ports::Clock> clock,
                             EmbeddedQueueSettings settings)
    : state_(std::make_unique<State>()) {
  state_->outbox = std::move(outbox);
  state_->clock = std::move(clock);
  state_->settings = settings;
  state_->dispatcher = std::thread([state = state_.get()] { state->run(); });
}

EmbeddedQueue::~EmbeddedQueue() {
  stop();
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->changed.notify_all();
  state_->dispatcher.join();
}

std::vector<ports::WorkItem> EmbeddedQueue::take(std::size_t max, milliseconds wait) {
  if (max == 0) return {};
  auto items = state_->buffer.take(max, wait);
  if (!items.empty()) state_->note_taken();
  return items;
}

// The row is gone or rescheduled, and its lease with it.
void EmbeddedQueue::settle(const ports::WorkItem& /*item*/) {}

void EmbeddedQueue::give_back(const ports::WorkItem& item) { state_->return_to_outbox({item}); }

void EmbeddedQueue::wake() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->woken = true;
  }
  state_->changed.notify_one();
}

void EmbeddedQueue::stop() { state_->return_to_outbox(state_->buffer.stop()); }

bool EmbeddedQueue::is_healthy() const { return state_->healthy; }

std::vector<std::string> EmbeddedQueue::problems() const {
  if (state_->healthy) return {};
  return {kDatabaseIsAway};
}

void EmbeddedQueue::State::note_taken() {
  bool has_duty = false;
  {
    const std::lock_guard lock(mutex);
    has_duty = has_duty_locked();
  }
  if (has_duty) changed.notify_one();
}

void EmbeddedQueue::State::return_to_outbox(const std::vector<ports::WorkItem>& items) {
  if (items.empty()) return;
  {
    const std::lock_guard lock(mutex);
    for (const auto& item : items) given_back.push_back(item.id);
  }
  changed.notify_one();
}

void EmbeddedQueue::State::run() {
  while (!void_earlier_leases()) {
    sleep(settings.poll, false);
    if (is_closing()) return;
  }
  dispatch();
  flush_given_back();
}

void EmbeddedQueue::State::dispatch() {
  int failures = 0;
  WakePacer pacer;
  while (!is_closing()) {
    const bool was_woken = take_wake_if_low();
    const auto leased = !flush_given_back() ? Leased::failed : is_low() ? lease() : Leased::nothing;
    healthy = leased != Leased::failed;
    failures = healthy ? 0 : std::min(failures + 1, 4);
    if (failures > 0) sleep(std::min(settings.poll * (1 << failures), kLongestPauseAfterFailures), false);
    if (const auto pause = pacer.pause_after(was_woken, leased == Leased::some); pause > milliseconds{0}) {
      sleep(pause, false);
    }
    if (failures == 0) sleep(settings.poll, true);
  }
}

/// The wake stays for later while the buffer is full.
bool EmbeddedQueue::State::take_wake_if_low() {
  if (!is_low()) return false;
  const std::lock_guard lock(mutex);
  return std::exchange(woken, false);
}

/// Not wakeable: sleeps the whole pause, unless the queue is being closed.
void EmbeddedQueue::State::sleep(milliseconds pause, bool wakeable) {
  std::unique_lock lock(mutex);
  clock->wait_for(lock, changed, pause, [&] { return wakeable ? has_duty_locked() : closing; });
}

bool EmbeddedQueue::State::is_closing() {
  const std::lock_guard lock(mutex);
  return closing;
}

bool EmbeddedQueue::State::void_earlier_leases() {
  healthy = outbox->release_all_of_this_node().has_value();
  return healthy;
}

EmbeddedQueue::State::Leased EmbeddedQueue::State::lease() {
  const auto now = clock->now();
  auto items = outbox->lease_due(settings.batch, now, now + settings.lease);
  if (!items) return Leased::failed;
  const auto leased = items->empty() ? Leased::nothing : Leased::some;
  {
    const std::lock_guard lock(mutex);
    has_more = items->size() >= settings.batch;
  }
  buffer.push(std::move(*items));
  // Leased while stop() emptied the buffer: these were pushed behind its back.
  if (buffer.is_stopped()) return_to_outbox(buffer.drain());
  return leased;
}

bool EmbeddedQueue::State::flush_given_back() {
  std::vector<std::int64_t> ids;
  {
    const std::lock_guard lock(mutex);
    ids.swap(given_back);
  }
  if (ids.empty() || outbox->release(ids)) return true;
  const std::lock_guard lock(mutex);
  given_back.insert(given_back.end(), ids.begin(), ids.end());
  return false;
}

}  // namespace fangst::queue
