#include "alarms.hpp"

namespace fangst::http_client {

Alarms::Alarms() : thread_([this] { run(); }) {}

Alarms::~Alarms() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Alarms::Ticket Alarms::set(Time at, std::function<void()> action) {
  bool is_earliest = false;
  Ticket ticket;
  {
    const std::lock_guard lock(mutex_);
    ticket = {at, next_++};
    alarms_.emplace(ticket, std::move(action));
    is_earliest = at < wakes_at_;
  }
  if (is_earliest) changed_.notify_all();
  return ticket;
}

void Alarms::clear(const Ticket& ticket) {
  const std::lock_guard lock(mutex_);
  alarms_.erase(ticket);
}

void Alarms::run() {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    if (alarms_.empty()) {
      // An alarm that was cleared leaves its wake-up time behind: one needless wake-up is cheaper than one per request.
      wakes_at_ = Time::max();
      changed_.wait(lock);
      continue;
    }
    wakes_at_ = alarms_.begin()->first.first;
    if (wakes_at_ > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, wakes_at_);
      continue;
    }
    auto action = std::move(alarms_.begin()->second);
    alarms_.erase(alarms_.begin());
    lock.unlock();
    action();
    lock.lock();
  }
}

}  // namespace fangst::http_client
