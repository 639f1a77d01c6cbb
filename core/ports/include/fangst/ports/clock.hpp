#pragma once

#include <fangst/model/timestamp.hpp>

namespace fangst::ports {

/// Wall-clock time, so that tests can set it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual model::Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  model::Timestamp now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace fangst::ports
