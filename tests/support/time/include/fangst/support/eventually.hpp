#pragma once

#include <chrono>
#include <thread>

namespace fangst::support {

/// Asks until the answer is yes; no only when it has stayed so far longer than anything here can take.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{120};
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return condition();
}

}  // namespace fangst::support
