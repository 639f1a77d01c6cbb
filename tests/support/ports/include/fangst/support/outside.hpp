#pragma once

#include <fangst/error/result.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace fangst::support {

/// How a call to the outside fails.
enum class Trouble {
  timeout_after_effect,   ///< The peer has acted, and its answer is lost.
  timeout_before_effect,  ///< The outcome looks the same, but the peer never saw the call.
  unavailable,            ///< No connection was made.
  rejected,               ///< The peer refuses.
  internal,               ///< Something goes wrong on our side.
  exception,              ///< The adapter throws before it calls.
  exception_after_effect  ///< The adapter throws when the peer has acted: as near to a crash as a call can come.
};
std::string name_of(Trouble trouble);
bool has_effect(Trouble trouble);

/// Everything outside as one thing: each call of each fake is counted and logged here, and made to fail as the test
/// says. Thread-safe.
class Outside {
 public:
  /// The next `times` calls whose "peer.operation" is `call` fail; 0 is until cleared.
  void fail(const std::string& call, Trouble trouble, int times = 1);
  /// Call number `number` from now on, whichever it is, fails once.
  void fail_number(int number, Trouble trouble);
  void clear();
  /// Runs inside the next call named `call`, before anything else of it.
  void during(const std::string& call, std::function<void()> act);

  /// Every call in order: "svarut.send d-1".
  std::vector<std::string> calls() const;
  int count(const std::string& call) const;

  /// Makes one call: logs it, and then does `effect` or fails as arranged. `may_be_unknown`: a lost answer leaves the
  /// outcome unknown, as it does for a call that changes something.
  template <class T, class Effect>
  Result<T> call(const std::string& name, const std::string& key, bool may_be_unknown, const Effect& effect) {
    const auto trouble = enter(name, key);
    if (!trouble) return effect();
    if (has_effect(*trouble)) (void)effect();
    return Failure(error(*trouble, name, may_be_unknown));
  }

 private:
  std::optional<Trouble> enter(const std::string& name, const std::string& key);
  static Error error(Trouble trouble, const std::string& name, bool may_be_unknown);

  struct Plan {
    Trouble trouble;
    int left;
  };
  mutable std::mutex mutex_;
  std::vector<std::string> calls_;
  std::map<std::string, int> counts_;
  std::map<std::string, Plan> plans_;
  std::map<std::string, std::function<void()>> acts_;
  std::optional<std::pair<std::size_t, Trouble>> numbered_;
};

}  // namespace fangst::support
