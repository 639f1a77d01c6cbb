#pragma once

#include <fangst/error/result.hpp>
#include <fangst/pipeline/dependency_kind.hpp>
#include <fangst/policy/circuit_breaker.hpp>
#include <fangst/ports/clock.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fangst::pipeline {

/// What operators are told of. A circuit that lets a probe through (half open) has not changed: it is told as closed
/// when the probe succeeds.
struct DependencyChange {
  enum class Now { opened, closed, paused, resumed };
  std::string_view dependency;
  Now now = Now::closed;
  const Error* reason = nullptr;  ///< Why it opened: the last failure.
};
/// Runs on the thread that caused the change, after it, without a lock. Changes at the same moment may come in any
/// order. Must not throw.
using DependencyListener = std::function<void(const DependencyChange&)>;

/// One dependency with its circuit breaker. Thread-safe.
class Dependency {
 public:
  /// `clock` must outlive it.
  Dependency(std::string name, DependencyKind kind, policy::CircuitBreaker::Settings settings,
             const ports::Clock& clock)
      : name_(std::move(name)), kind_(kind), clock_(clock), breaker_(settings) {}

  /// Runs `call` when the circuit allows it, and reports the outcome to the breaker. Else an error with the code
  /// kNotAdmitted, whose private detail is the milliseconds to wait; wait_of() reads it.
  template <class Call>
  auto guard(const Call& call) -> decltype(call()) {
    if (auto refused = admit()) return Failure(std::move(*refused));
    auto result = call();
    report(result ? nullptr : &result.error());
    return result;
  }

  /// The error that guard() would return now; empty when it would call. For callers that must prepare before the call.
  std::optional<Error> refusal() const;

  void pause();
  void resume();
  void listen(DependencyListener listener);
  policy::CircuitBreaker::State state() const;
  const std::string& name() const { return name_; }
  DependencyKind kind() const { return kind_; }
  /// What it is used for, told by who uses it. No effect when that is known, or for `other`.
  void set_kind(DependencyKind kind);

  static constexpr std::string_view kNotAdmitted = "krets.aapen";
  /// How long to wait after a call that was not admitted; empty for any other error.
  static std::optional<std::chrono::milliseconds> wait_of(const Error& error);

 private:
  std::optional<Error> admit();
  std::optional<Error> ask(policy::CircuitBreaker& breaker) const;
  void report(const Error* error);
  /// Runs `change` on the breaker, and tells the listener when it made a difference.
  template <class Change>
  void make(const Change& change, const Error* reason);

  std::string name_;
  std::atomic<DependencyKind> kind_;
  const ports::Clock& clock_;
  mutable std::mutex mutex_;
  policy::CircuitBreaker breaker_;
  DependencyListener listener_;
};

/// Every dependency of the installation. Thread-safe; a dependency lives as long as this.
class Dependencies {
 public:
  /// `clock` must outlive it.
  Dependencies(policy::CircuitBreaker::Settings settings, const ports::Clock& clock)
      : settings_(settings), clock_(clock) {}
  /// Returns the dependency of that name, and creates it when it is new. The first call that says a kind decides it:
  /// one that is paused when the program starts is named before anybody uses it.
  Dependency& add(const std::string& name, DependencyKind kind = DependencyKind::other);
  /// Null when there is none.
  Dependency* find(const std::string& name);
  std::vector<Dependency*> all();
  /// Of those that there are, and of those that are added later. To be called before there are threads that use them,
  /// or a change may go untold.
  void listen(DependencyListener listener);

 private:
  policy::CircuitBreaker::Settings settings_;
  const ports::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Dependency>> dependencies_;
  DependencyListener listener_;
};

std::string_view to_string(policy::CircuitBreaker::State state);
std::string_view to_string(DependencyChange::Now now);

}  // namespace fangst::pipeline
