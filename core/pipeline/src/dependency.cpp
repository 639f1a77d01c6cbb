#include <fangst/pipeline/dependency.hpp>
#include <fangst/policy/error_mapping.hpp>

#include <charconv>

namespace fangst::pipeline {

using policy::CircuitBreaker;

namespace {

std::optional<DependencyChange::Now> change_of(CircuitBreaker::State before, CircuitBreaker::State after) {
  using State = CircuitBreaker::State;
  if (before == after) return std::nullopt;
  if (after == State::paused) return DependencyChange::Now::paused;
  if (before == State::paused) return DependencyChange::Now::resumed;
  if (after == State::closed) return DependencyChange::Now::closed;
  return before == State::closed ? std::optional(DependencyChange::Now::opened) : std::nullopt;
}

}  // namespace

std::optional<std::chrono::milliseconds> Dependency::wait_of(const Error& error) {
  if (error.code() != kNotAdmitted) return std::nullopt;
  std::int64_t millis = 0;
  const auto& text = error.private_detail();
  std::from_chars(text.data(), text.data() + text.size(), millis);
  return std::chrono::milliseconds{millis};
}

std::optional<Error> Dependency::admit() {
  const std::lock_guard lock(mutex_);
  return ask(breaker_);
}

std::optional<Error> Dependency::refusal() const {
  const std::lock_guard lock(mutex_);
  auto copy = breaker_;  // asking the breaker itself would take the one probe
  return ask(copy);
}

std::optional<Error> Dependency::ask(CircuitBreaker& breaker) const {
  const auto wait = breaker.admit(clock_.monotonic());
  if (!wait) return std::nullopt;
  const bool paused = breaker.state() == CircuitBreaker::State::paused;
  return Error(ErrorKind::unavailable, std::string(kNotAdmitted), name_,
               PublicText{paused ? "Satt på pause av drift. Det går videre når pausen er over."
                                 : "Tjenesten svarer ikke. Vi prøver igjen av oss selv."},
               PrivateDetail{std::to_string(wait->count())});
}

template <class Change>
void Dependency::make(const Change& change, const Error* reason) {
  std::optional<DependencyChange::Now> made;
  DependencyListener listener;
  {
    const std::lock_guard lock(mutex_);
    const auto before = breaker_.state();
    change();
    made = change_of(before, breaker_.state());
    if (made) listener = listener_;
  }
  if (listener) listener({name_, *made, made == DependencyChange::Now::opened ? reason : nullptr});
}

void Dependency::report(const Error* error) {
  make(
      [&] {
        if (error != nullptr && policy::is_outage(error->kind())) {
          breaker_.failed(clock_.monotonic());
        } else {
          breaker_.succeeded();  // an answer, even a refusal, is a sign of life
        }
      },
      error);
}

void Dependency::pause() {
  make([&] { breaker_.pause(); }, nullptr);
}

void Dependency::resume() {
  make([&] { breaker_.resume(); }, nullptr);
}

void Dependency::listen(DependencyListener listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

void Dependency::set_kind(DependencyKind kind) {
  auto unknown = DependencyKind::other;
  kind_.compare_exchange_strong(unknown, kind);
}

CircuitBreaker::State Dependency::state() const {
  const std::lock_guard lock(mutex_);
  return breaker_.state();
}

Dependency& Dependencies::add(const std::string& name, DependencyKind kind) {
  const std::lock_guard lock(mutex_);
  auto& slot = dependencies_[name];
  if (!slot) {
    slot = std::make_unique<Dependency>(name, kind, settings_, clock_);
    slot->listen(listener_);
  }
  slot->set_kind(kind);
  return *slot;
}

void Dependencies::listen(DependencyListener listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
  for (const auto& [name, dependency] : dependencies_) dependency->listen(listener_);
}

Dependency* Dependencies::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto at = dependencies_.find(name);
  return at == dependencies_.end() ? nullptr : at->second.get();
}

std::vector<Dependency*> Dependencies::all() {
  const std::lock_guard lock(mutex_);
  std::vector<Dependency*> list;
  for (const auto& [name, dependency] : dependencies_) list.push_back(dependency.get());
  return list;
}

std::string_view to_string(CircuitBreaker::State state) {
  switch (state) {
    case CircuitBreaker::State::closed:
      return "closed";
    case CircuitBreaker::State::open:
      return "open";
    case CircuitBreaker::State::half_open:
      return "half_open";
    case CircuitBreaker::State::paused:
      return "paused";
  }
  return "";
}

std::string_view to_string(DependencyChange::Now now) {
  switch (now) {
    case DependencyChange::Now::opened:
      return "opened";
    case DependencyChange::Now::closed:
      return "closed";
    case DependencyChange::Now::paused:
      return "paused";
    case DependencyChange::Now::resumed:
      return "resumed";
  }
  return "";
}

}  // namespace fangst::pipeline
