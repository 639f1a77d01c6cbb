#pragma once

#include <algorithm>
#include <chrono>

namespace fangst::queue {

/// A commit that enqueued nothing wakes a queue too. After several wakes in vain the next is served up to 16 ms later,
/// so that a busy database is not asked once per commit.
class WakePacer {
 public:
  std::chrono::milliseconds pause_after(bool was_woken, bool found_work) {
    in_vain_ = was_woken && !found_work ? std::min(in_vain_ + 1, 5) : 0;
    return in_vain_ > 1 ? std::chrono::milliseconds{1 << (in_vain_ - 1)} : std::chrono::milliseconds{0};
  }

 private:
  int in_vain_ = 0;
};

}  // namespace fangst::queue
