#include "loop.hpp"

#include "faults.hpp"
#include "session.hpp"

namespace fangst::http {

Loop::Loop(std::chrono::milliseconds sweep_interval, FaultObserver on_fault)
    : sweep_interval_(sweep_interval),
      on_fault_(std::move(on_fault)),
      work_(context_.get_executor()),
      timer_(context_) {}

Loop::~Loop() { shut_down(); }  // NOLINT(bugprone-exception-escape): no way to go on then

void Loop::run_in_thread() {
  thread_ = std::thread([this] { run(); });
}

void Loop::run() {
  for (;;) {
    try {
      context_.run();
      return;
    } catch (...) {
      // Out of memory in one session: its deadline closes it, the others go on.
      tell_current_exception(on_fault_, "http.loop");
    }
  }
}

void Loop::add(std::shared_ptr<Session> session) {
  session->registry_index = sessions_.size();
  sessions_.push_back(std::move(session));
  if (!sweeping_) sweep_later();
}

void Loop::remove(const Session& session) {
  const auto index = session.registry_index;
  std::swap(sessions_[index], sessions_.back());
  sessions_[index]->registry_index = index;
  sessions_.pop_back();
}

void Loop::sweep_later() {
  sweeping_ = true;
  timer_.expires_after(sweep_interval_);
  timer_.async_wait([this](const boost::system::error_code& ec) {
    sweeping_ = false;
    if (!ec) sweep();
  });
}

void Loop::sweep() {
  const auto now = Session::Clock::now();
  for (std::size_t i = sessions_.size(); i-- > 0;) {
    const auto session = sessions_[i];
    session->on_sweep(now);
  }
  if (!sessions_.empty()) sweep_later();
}

void Loop::close_idle_sessions() {
  for (std::size_t i = sessions_.size(); i-- > 0;) {
    const auto session = sessions_[i];
    session->close_if_idle();
  }
}

void Loop::close_all_sessions() {
  for (std::size_t i = sessions_.size(); i-- > 0;) {
    const auto session = sessions_[i];
    session->close();
  }
  timer_.cancel();
}

void Loop::shut_down() {
  {
    const std::lock_guard lock(mutex_);
    if (shut_down_) return;
    shut_down_ = true;
  }
  work_.reset();
  if (thread_.joinable()) thread_.join();
  context_.restart();
  context_.poll();
}

}  // namespace fangst::http
