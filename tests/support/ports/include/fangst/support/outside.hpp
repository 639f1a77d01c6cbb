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
  timeout_after_effect,    ///< The peer has acted, and its answer is lost.
  timeout_before_effect,   ///< The outcome looks the same, but the peer never saw the call.
  timeout_amid_effect,     ///< The peer did half of it. A fake that knows no halves does nothing.
  timeout_then_effect,     ///< The peer acts when the call has been given up. A fake without a clock does nothing.
  unavailable,             ///< No connection was made.
  rejected,                ///< The peer refuses.
  internal,                ///< Something goes wrong on our side.
  exception,               ///< The adapter throws before it calls.
  exception_after_effect,  ///< The adapter throws when the peer has acted.
  crash_before_effect,     ///< The process ends before the call: nothing of what it decides is written.
  crash_amid_effect,
  crash_after_effect
};
std::string name_of(Trouble trouble);
bool has_effect(Trouble trouble);

/// Everything outside as one thing: each call of each fake is counted and logged here, and made to fail as the test
/// says. Thread-safe.
class Outside {
 public:
  /// The next `times` calls whose "peer.operation" is `call` fail; 0 is until cleared.
  void fail(const std::string& call, Trouble trouble, int times = 1);
  /// Call number `number` from now on, of those whose name begins with `prefix`, fails once.
  void fail_number(int number, Trouble trouble, const std::string& prefix = "");
  void clear();
  /// Runs inside the next call named `call`, before anything else of it.
  void during(const std::string& call, std::function<void()> act);

  /// What the end of the process is to the test.
  void on_crash(std::function<void()> act);

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

  /// For a fake that fails in ways of its own: logs a call and says how it is to fail.
  std::optional<Trouble> enter(const std::string& name, const std::string& key);
  /// Throws when the trouble is an exception or a crash.
  Error error(Trouble trouble, const std::string& name, bool may_be_unknown);

 private:
  struct Numbered {
    int left;
    Trouble trouble;
    std::string prefix;
  };
  struct Plan {
    Trouble trouble;
    int left;
  };
  mutable std::mutex mutex_;
  std::vector<std::string> calls_;
  std::map<std::string, int> counts_;
  std::map<std::string, Plan> plans_;
  std::map<std::string, std::function<void()>> acts_;
  std::optional<Numbered> numbered_;
  std::function<void()> crash_;
};

}  // namespace fangst::support
