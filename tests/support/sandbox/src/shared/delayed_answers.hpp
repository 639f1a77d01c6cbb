#pragma once

#include "shared/reply.hpp"

#include <fangst/http/exchange.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace fangst::sandbox {

/// Gives answers now, or later from a thread of its own, so that a slow answer holds up nobody else. Thread-safe.
class DelayedAnswers {
 public:
  DelayedAnswers();
  ~DelayedAnswers();
  DelayedAnswers(const DelayedAnswers&) = delete;
  DelayedAnswers& operator=(const DelayedAnswers&) = delete;

  void give(Reply reply, http::Responder respond);

 private:
  struct Waiting {
    http::Response response;
    http::Responder respond;
  };
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::chrono::steady_clock::time_point, Waiting> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace fangst::sandbox
