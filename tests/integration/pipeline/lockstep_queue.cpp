#include "lockstep_queue.hpp"

#include <stdexcept>

namespace fangst::testing {

using std::chrono::milliseconds;

LockstepQueue::LockstepQueue(sql::Database& database, const ports::Clock& clock)
    : database_(database), clock_(clock), outbox_(database) {
  if (!outbox_.release_all_of_this_node()) throw std::runtime_error("release");
}

std::vector<ports::WorkItem> LockstepQueue::take(std::size_t /*max*/, milliseconds wait) {
  std::unique_lock lock(mutex_);
  if (stopped_) return {};
  auto items = outbox_.lease_due(1, clock_.now(), clock_.now() + std::chrono::minutes{30});
  if (items && !items->empty()) {
    ++working_;
    return std::move(*items);
  }
  changed_.wait_for(lock, std::min(wait, milliseconds{20}));
  return {};
}

void LockstepQueue::settle(const ports::WorkItem& /*item*/) { done(); }

void LockstepQueue::give_back(const ports::WorkItem& item) {
  {
    const std::lock_guard lock(mutex_);
    ++given_back_;
    if (!outbox_.release({item.id})) throw std::runtime_error("release");
  }
  done();
}

void LockstepQueue::done() {
  {
    const std::lock_guard lock(mutex_);
    --working_;
  }
  changed_.notify_all();
}

void LockstepQueue::wake() { changed_.notify_all(); }

void LockstepQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

void LockstepQueue::wait_until_idle() {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes{2};
  std::unique_lock lock(mutex_);
  while (working_ > 0 || has_due()) {
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("the engine does not come to rest");
    changed_.wait_for(lock, milliseconds{5});
  }
}

int LockstepQueue::given_back() const {
  const std::lock_guard lock(mutex_);
  return given_back_;
}

bool LockstepQueue::has_due() {
  bool any = false;
  const auto read = database_.read([&](sql::Session& session) -> Result<void> {
    any = !session
               .query<std::int64_t>("SELECT id FROM work WHERE visible_at <= :1 AND lease_owner = ''",
                                    model::to_millis(clock_.now()))
               .empty();
    return {};
  });
  if (!read) throw std::runtime_error("read");
  return any;
}

}  // namespace fangst::testing
