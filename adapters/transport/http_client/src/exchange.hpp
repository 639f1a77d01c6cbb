#pragma once

#include "alarms.hpp"

#include <pplx/pplxtasks.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace fangst::http_client {

/// One try of one request; shared with cpprest's threads and the alarms, which may outlive the caller's interest.
struct Exchange {
  enum class Stop { none, connect_timeout, deadline };
  std::atomic<bool> headers_out{false};  ///< Request line and headers have left whole.
  std::atomic<Stop> stopped{Stop::none};
  pplx::cancellation_token_source cancel;

  /// Closes the connection; the caller wakes at once.
  void stop(Stop why) {
    auto none = Stop::none;
    if (stopped.compare_exchange_strong(none, why)) cancel.cancel();
  }
};

/// Ends the exchange when its time is out.
class TimeLimit {
 public:
  TimeLimit(Alarms& alarms, std::shared_ptr<Exchange> exchange, Alarms::Time connect_by, Alarms::Time deadline)
      : alarms_(alarms), shared_(std::make_shared<Shared>()) {
    shared_->exchange = std::move(exchange);
    arm(alarms_, shared_, std::min(connect_by, deadline), deadline);
  }
  ~TimeLimit() {
    const std::lock_guard lock(shared_->mutex);
    shared_->is_over = true;
    alarms_.clear(shared_->ticket);
  }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

 private:
  struct Shared {
    std::mutex mutex;
    std::shared_ptr<Exchange> exchange;
    Alarms::Ticket ticket;
    bool is_over = false;
  };

  static void arm(Alarms& alarms, const std::shared_ptr<Shared>& shared, Alarms::Time at, Alarms::Time deadline) {
    const std::lock_guard lock(shared->mutex);
    if (shared->is_over) return;
    shared->ticket = alarms.set(at, [&alarms, shared, at, deadline] {
      if (at >= deadline) return shared->exchange->stop(Exchange::Stop::deadline);
      if (!shared->exchange->headers_out) return shared->exchange->stop(Exchange::Stop::connect_timeout);
      arm(alarms, shared, deadline, deadline);
    });
  }

  Alarms& alarms_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace fangst::http_client
