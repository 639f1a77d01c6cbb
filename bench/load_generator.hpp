#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace fangst::bench {

/// Makes the whole request number `sequence`, head and body, into `out` (which is empty). Called from several threads.
using MakeRequest = std::function<void(std::uint64_t sequence, std::string& out)>;

struct LoadPlan {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  unsigned connections = 32;
  unsigned threads = 1;
  std::chrono::duration<double> warm_up{0.5};
  std::chrono::duration<double> duration{5};
  std::uint64_t most_requests = 0;  ///< 0: no limit but the time. Without a warm-up then.
  MakeRequest make_request;
};

struct LoadResult {
  double seconds = 0;
  std::map<int, std::uint64_t> statuses;  ///< Of answers within the measured time.
  std::uint64_t lost = 0;                 ///< Connections that ended or could not be made: their request is unanswered.
  std::uint64_t bytes_sent = 0;
  std::vector<std::uint32_t> latencies;  ///< Microseconds from the first byte sent to the last received; sorted.

  std::uint64_t answers() const { return latencies.size(); }
  std::uint64_t not_2xx() const;
  double latency_ms(double share) const;
};

/// A closed loop: each connection sends its next request when the answer to the last has come. So the latency is that
/// of a server as busy as these connections make it, not of a given arrival rate.
LoadResult run_load(const LoadPlan& plan);

}  // namespace fangst::bench
