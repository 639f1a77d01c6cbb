#pragma once

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

namespace fangst::support {

/// Longer than anything here can take, also on a machine with much else to do. FANGST_TEST_PATIENCE, in seconds, makes
/// it shorter for those who expect tests to fail.
inline std::chrono::seconds patience() {
  const char* seconds = std::getenv("FANGST_TEST_PATIENCE");
  return std::chrono::seconds{seconds == nullptr ? 120 : std::stoi(seconds)};
}

/// Asks until the answer is yes; no only when it has stayed so for longer than patience().
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + patience();
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return condition();
}

}  // namespace fangst::support
