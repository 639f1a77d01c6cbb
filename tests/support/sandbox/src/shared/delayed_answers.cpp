#include "shared/delayed_answers.hpp"

#include <utility>

namespace fangst::sandbox {

DelayedAnswers::DelayedAnswers() : thread_([this] { run(); }) {}

DelayedAnswers::~DelayedAnswers() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void DelayedAnswers::give(Reply reply, http::Responder respond) {
  if (reply.delay.count() <= 0) {
    respond(std::move(reply.response));
    return;
  }
  {
    std::lock_guard lock(mutex_);
    waiting_.emplace(std::chrono::steady_clock::now() + reply.delay,
                     Waiting{std::move(reply.response), std::move(respond)});
  }
  changed_.notify_all();
}

void DelayedAnswers::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (waiting_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto next = waiting_.begin();
    if (next->first > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, next->first);
      continue;
    }
    Waiting due = std::move(next->second);
    waiting_.erase(next);
    lock.unlock();
    due.respond(std::move(due.response));
    lock.lock();
  }
}

}  // namespace fangst::sandbox
