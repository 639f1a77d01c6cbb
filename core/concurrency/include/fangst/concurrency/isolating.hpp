#pragma once

#include <fangst/error/result.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace fangst::concurrency {

/// Calls for many keys when one bad key makes the dependency refuse the whole call: a refused call is repeated for each
/// half, until only the bad key is refused and the other keys have their answers (invariant 11). For one call on one
/// thread.
template <class Key, class Value>
class Isolating {
 public:
  using Answers = std::map<Key, Result<Value>>;
  using Ask = std::function<Result<Answers>(const std::vector<Key>& keys)>;
  using IsRefusal = std::function<bool(const Error& error)>;

  /// `max_calls` limits the calls to a dependency that refuses everything. Keys that were then not asked for alone get
  /// the refusal.
  Isolating(Ask ask, IsRefusal is_refusal, std::size_t max_calls)
      : ask_(std::move(ask)), is_refusal_(std::move(is_refusal)), calls_left_(max_calls) {}

  Answers operator()(const std::vector<Key>& keys) {
    Answers answers;
    collect(keys, answers);
    return answers;
  }

 private:
  void collect(const std::vector<Key>& keys, Answers& answers) {
    --calls_left_;
    auto answered = ask_(keys);
    if (answered) return answers.merge(*answered);
    if (keys.size() == 1 || !is_refusal_(answered.error()) || calls_left_ < 2) {
      for (const auto& key : keys) answers.emplace(key, Failure(answered.error()));
      return;
    }
    const auto middle = keys.begin() + static_cast<std::ptrdiff_t>(keys.size() / 2);
    const std::vector<Key> first(keys.begin(), middle);
    const std::vector<Key> second(middle, keys.end());
    --calls_left_;  // One call is kept for the second half.
    collect(first, answers);
    ++calls_left_;
    collect(second, answers);
  }

  const Ask ask_;
  const IsRefusal is_refusal_;
  std::size_t calls_left_;
};

}  // namespace fangst::concurrency
