#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace fangst::amqp {

/// How long to wait before the n-th try to connect: doubles from 100 ms, with jitter of a half, so that the nodes of a
/// restarted broker do not come back in step.
inline std::chrono::milliseconds reconnect_pause(int failures, std::chrono::milliseconds longest) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto full = std::min(std::chrono::milliseconds{100} * (1 << std::clamp(failures - 1, 0, 12)), longest);
  return full / 2 + std::chrono::milliseconds{random() % static_cast<unsigned>(full.count() / 2 + 1)};
}

}  // namespace fangst::amqp
