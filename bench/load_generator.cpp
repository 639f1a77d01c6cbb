#include "load_generator.hpp"

#include "load_connection.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <thread>

namespace fangst::bench {
namespace {

using Clock = std::chrono::steady_clock;

/// What the threads of one run share.
struct Shared {
  const LoadPlan& plan;
  Clock::time_point measure_from;
  Clock::time_point end;
  std::atomic<std::uint64_t> next_sequence{0};
};

class Worker {
 public:
  Worker(Shared& shared, unsigned connections) : shared_(shared), lanes_(connections), epoll_(::epoll_create1(0)) {
    if (epoll_ < 0) throw std::runtime_error("epoll_create1");
  }
  ~Worker() { ::close(epoll_); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void run();
  LoadResult result;

 private:
  struct Lane {
    LoadConnection connection;
    Clock::time_point began;
    bool busy = false;
  };

  void start(Lane& lane);
  bool connect(Lane& lane);
  void lose(Lane& lane);
  void note_answer(Lane& lane);

  Shared& shared_;
  std::vector<Lane> lanes_;
  int epoll_;
  std::size_t busy_ = 0;
};

bool Worker::connect(Lane& lane) {
  if (!lane.connection.open(shared_.plan.address, shared_.plan.port)) return false;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &lane;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, lane.connection.descriptor(), &event) == 0;
}

void Worker::start(Lane& lane) {
  if (Clock::now() >= shared_.end) return;
  const auto sequence = shared_.next_sequence.fetch_add(1);
  const auto most = shared_.plan.most_requests;
  if (most != 0 && sequence >= most) return;
  if (!lane.connection.is_open() && !connect(lane)) {
    ++result.lost;
    return;
  }
  lane.connection.request().clear();
  shared_.plan.make_request(sequence, lane.connection.request());
  result.bytes_sent += lane.connection.request().size();
  lane.began = Clock::now();
  ++busy_;
  lane.busy = true;
  if (lane.connection.begin() == LoadConnection::Progress::lost) lose(lane);
}

void Worker::lose(Lane& lane) {
  lane.connection.close();
  ++result.lost;
  lane.busy = false;
  --busy_;
  start(lane);
}

void Worker::note_answer(Lane& lane) {
  const auto now = Clock::now();
  if (lane.began >= shared_.measure_from && now <= shared_.end) {
    ++result.statuses[lane.connection.status()];
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(now - lane.began).count();
    result.latencies.push_back(static_cast<std::uint32_t>(taken));
  }
  lane.busy = false;
  --busy_;
  if (lane.connection.server_closes()) lane.connection.close();
  start(lane);
}

void Worker::run() {
  for (auto& lane : lanes_) start(lane);
  std::array<epoll_event, 128> events;
  while (busy_ > 0) {
    const int ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 200);
    for (int i = 0; i < ready; ++i) {
      auto& lane = *static_cast<Lane*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!lane.busy) continue;
      switch (lane.connection.go_on()) {
        case LoadConnection::Progress::answered:
          note_answer(lane);
          break;
        case LoadConnection::Progress::lost:
          lose(lane);
          break;
        case LoadConnection::Progress::waiting:
          break;
      }
    }
    // A server that never answers must not hold the run up for ever.
    if (Clock::now() > shared_.end + std::chrono::seconds(30)) {
      result.lost += busy_;
      return;
    }
  }
}

void merge(LoadResult& into, LoadResult&& from) {
  for (const auto& [status, count] : from.statuses) into.statuses[status] += count;
  into.lost += from.lost;
  into.bytes_sent += from.bytes_sent;
  into.latencies.insert(into.latencies.end(), from.latencies.begin(), from.latencies.end());
}

}  // namespace

std::uint64_t LoadResult::not_2xx() const {
  return std::accumulate(statuses.begin(), statuses.end(), std::uint64_t{0}, [](std::uint64_t sum, const auto& entry) {
    return sum + (entry.first / 100 == 2 ? 0 : entry.second);
  });
}

double LoadResult::latency_ms(double share) const {
  if (latencies.empty()) return 0;
  return latencies[static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1))] / 1000.0;
}

LoadResult run_load(const LoadPlan& plan) {
  const auto whole = [](std::chrono::duration<double> time) {
    return std::chrono::duration_cast<Clock::duration>(time);
  };
  const auto now = Clock::now();
  const auto warm_up = plan.most_requests != 0 ? Clock::duration{0} : whole(plan.warm_up);
  Shared shared{plan, now + warm_up, now + warm_up + whole(plan.duration), {}};
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < plan.threads; ++i) {
    const unsigned share = plan.connections / plan.threads + (i < plan.connections % plan.threads ? 1 : 0);
    workers.push_back(std::make_unique<Worker>(shared, share));
  }
  std::vector<std::thread> threads;
  for (auto& worker : workers) threads.emplace_back([&worker] { worker->run(); });
  for (auto& thread : threads) thread.join();

  LoadResult result;
  for (auto& worker : workers) merge(result, std::move(worker->result));
  result.seconds = std::chrono::duration<double>(std::min(Clock::now(), shared.end) - shared.measure_from).count();
  std::sort(result.latencies.begin(), result.latencies.end());
  return result;
}

}  // namespace fangst::bench
