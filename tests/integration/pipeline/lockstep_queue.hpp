#pragma once

#include <fangst/ports/clock.hpp>
#include <fangst/store/outbox.hpp>

#include <condition_variable>
#include <mutex>

namespace fangst::testing {

/// A work queue that hands out what is due by a clock that the test moves, and tells when nothing is left to do now.
/// Its leases die with it, as those of a process do.
class LockstepQueue final : public ports::WorkQueue {
 public:
  LockstepQueue(sql::Database& database, const ports::Clock& clock);
  std::vector<ports::WorkItem> take(std::size_t max, std::chrono::milliseconds wait) override;
  void settle(const ports::WorkItem& item) override;
  void give_back(const ports::WorkItem& item) override;
  void wake() override;
  void stop() override;
  bool is_healthy() const override { return true; }
  std::vector<std::string> problems() const override { return {}; }

  /// Returns when nothing is due and nobody works. Throws when that takes implausibly long.
  void wait_until_idle();
  int given_back() const;

 private:
  bool has_due();
  void done();

  sql::Database& database_;
  const ports::Clock& clock_;
  store::StoredOutbox outbox_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int working_ = 0;
  int given_back_ = 0;
  bool stopped_ = false;
};

}  // namespace fangst::testing
