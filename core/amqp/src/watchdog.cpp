#include <fangst/amqp/watchdog.hpp>

#include <sys/socket.h>

namespace fangst::amqp {

Watchdog::Watchdog() : thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Watchdog::watch(int socket) {
  const std::lock_guard lock(mutex_);
  socket_ = socket;
  if (is_cut_) shut_down_locked();
}

void Watchdog::forget() {
  const std::lock_guard lock(mutex_);
  socket_ = -1;
}

void Watchdog::cut() {
  const std::lock_guard lock(mutex_);
  is_cut_ = true;
  shut_down_locked();
}

// The thread is not told: it looks often enough by itself, and a notification per publish would cost more.
void Watchdog::arm(std::chrono::milliseconds limit) {
  const std::lock_guard lock(mutex_);
  deadline_ = Clock::now() + limit;
}

void Watchdog::disarm() {
  const std::lock_guard lock(mutex_);
  deadline_.reset();
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    changed_.wait_for(lock, std::chrono::milliseconds{250});
    if (deadline_ && Clock::now() >= *deadline_) shut_down_locked();
  }
}

void Watchdog::shut_down_locked() const {
  if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
}

}  // namespace fangst::amqp
