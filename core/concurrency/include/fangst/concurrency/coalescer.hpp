#pragma once

#include <fangst/concurrency/clock.hpp>
#include <fangst/error/result.hpp>
#include <fangst/model/timestamp.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace fangst::concurrency {

/// Combines look-ups of single keys from many threads into few calls for many keys. Blocking and thread-safe. It owns
/// no thread: the first caller of a batch makes the call for the whole batch.
///
/// A caller that comes while no call runs does not wait. While a call runs, callers join a batch until `linger` has
/// passed, the batch is full or no call runs. At most `max_calls` calls run at once. No answer is kept.
template <class Key, class Value>
class Coalescer {
 public:
  using Answers = std::map<Key, Result<Value>>;
  /// Asks for all keys (each once, at most `max_batch`). Runs on a caller's thread; several may run at once. What it
  /// throws is thrown by get() in every caller of the batch.
  using Fetch = std::function<Answers(const std::vector<Key>& keys, model::Deadline deadline)>;

  struct Limits {
    std::size_t max_batch = 1000;
    std::size_t max_calls = 4;
    std::chrono::milliseconds linger{2};
  };

  /// `clock` must outlive it.
  Coalescer(std::string where, Limits limits, const Clock& clock, Fetch fetch)
      : where_(std::move(where)), limits_(limits), clock_(clock), fetch_(std::move(fetch)) {}
  Coalescer(const Coalescer&) = delete;
  Coalescer& operator=(const Coalescer&) = delete;

  /// `timeout` when the deadline passes before the answer; `internal` when the answer lacks the key. A batch is called
  /// with the deadline of its first caller.
  Result<Value> get(const Key& key, model::Deadline deadline) {
    std::unique_lock lock(mutex_);
    const auto joined = join(key);
    const auto& batch = joined.first;
    if (joined.second) {
      if (!gather(lock, *batch, deadline)) return Failure(timed_out());
      call(lock, *batch, deadline);
    } else if (!clock_.wait_until(lock, changed_, deadline, [&] { return batch->is_answered; })) {
      return Failure(timed_out());
    }
    return answer_for(*batch, key);
  }

 private:
  struct Batch {
    std::vector<Key> keys;
    Answers answers;
    bool is_answered = false;
    std::exception_ptr failure;
  };

  std::pair<std::shared_ptr<Batch>, bool> join(const Key& key) {
    const bool is_first = !open_ || open_->keys.size() >= limits_.max_batch;
    if (is_first) open_ = std::make_shared<Batch>();
    auto& keys = open_->keys;
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    if (keys.size() >= limits_.max_batch) changed_.notify_all();
    return {open_, is_first};
  }

  /// Waits for more callers, and then takes no more. False when the deadline passed first: the batch is then answered
  /// with `timeout`.
  bool gather(std::unique_lock<std::mutex>& lock, Batch& batch, model::Deadline deadline) {
    const auto until = std::min(deadline, clock_.monotonic() + limits_.linger);
    clock_.wait_until(lock, changed_, until, [&] { return calls_ == 0 || batch.keys.size() >= limits_.max_batch; });
    const bool may_call = clock_.wait_until(lock, changed_, deadline, [&] { return calls_ < limits_.max_calls; });
    if (open_.get() == &batch) open_.reset();
    if (may_call) return true;
    for (const auto& key : batch.keys) batch.answers.emplace(key, Failure(timed_out()));
    batch.is_answered = true;
    changed_.notify_all();
    return false;
  }

  void call(std::unique_lock<std::mutex>& lock, Batch& batch, model::Deadline deadline) {
    ++calls_;
    lock.unlock();
    Answers answers;
    std::exception_ptr failure;
    try {
      answers = fetch_(batch.keys, deadline);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    --calls_;
    batch.answers = std::move(answers);
    batch.failure = failure;
    batch.is_answered = true;
    changed_.notify_all();
  }

  Result<Value> answer_for(const Batch& batch, const Key& key) const {
    if (batch.failure) std::rethrow_exception(batch.failure);
    const auto found = batch.answers.find(key);
    if (found != batch.answers.end()) return found->second;
    return Failure(Error{ErrorKind::internal, "samlekall.uten_svar", where_,
                         PublicText{"Oppslaget ga ikke svar for alle. Prøv igjen."},
                         PrivateDetail{"the batch was answered without this key"}});
  }

  Error timed_out() const {
    return {ErrorKind::timeout, "samlekall.tidsavbrudd", where_,
            PublicText{"Oppslaget tok for lang tid. Det prøves igjen."}};
  }

  const std::string where_;
  const Limits limits_;
  const Clock& clock_;
  const Fetch fetch_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Batch> open_;  ///< The batch that still takes keys.
  std::size_t calls_ = 0;
};

}  // namespace fangst::concurrency
