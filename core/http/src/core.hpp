#pragma once

#include "blocking_pool.hpp"

#include <fangst/http/server.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace fangst::http {

/// What all connections of one server share. Settings and routes are read-only.
struct Core {
  Core(ServerSettings given_settings, Router given_router, OutcomeObserver given_observer,
       FaultObserver given_fault_observer)
      : settings(std::move(given_settings)),
        router(std::move(given_router)),
        observer(std::move(given_observer)),
        on_fault(std::move(given_fault_observer)),
        pool(settings.blocking_threads) {}

  const ServerSettings settings;
  const Router router;
  const OutcomeObserver observer;
  const FaultObserver on_fault;
  BlockingPool pool;
  std::atomic<bool> stopping{false};

  std::size_t connection_opened() { return connections_.fetch_add(1) + 1; }
  void connection_closed() {
    if (connections_.fetch_sub(1) != 1) return;
    const std::lock_guard lock(mutex_);
    none_left_.notify_all();
  }
  void wait_until_none(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    none_left_.wait_for(lock, at_most, [&] { return connections_ == 0; });
  }
  void wait_until_none() {
    std::unique_lock lock(mutex_);
    none_left_.wait(lock, [&] { return connections_ == 0; });
  }

 private:
  std::atomic<std::size_t> connections_{0};
  std::mutex mutex_;
  std::condition_variable none_left_;
};

}  // namespace fangst::http
