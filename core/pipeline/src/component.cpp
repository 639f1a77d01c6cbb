#include <fangst/pipeline/component.hpp>
#include <fangst/policy/error_mapping.hpp>

#include <charconv>

namespace fangst::pipeline {

using policy::CircuitBreaker;

std::optional<std::chrono::milliseconds> Component::wait_of(const Error& error) {
  if (error.code() != kNotAdmitted) return std::nullopt;
  std::int64_t millis = 0;
  const auto& text = error.private_detail();
  std::from_chars(text.data(), text.data() + text.size(), millis);
  return std::chrono::milliseconds{millis};
}

std::optional<Error> Component::admit() {
  const std::lock_guard lock(mutex_);
  return ask(breaker_);
}

std::optional<Error> Component::refusal() const {
  const std::lock_guard lock(mutex_);
  auto copy = breaker_;  // asking the breaker itself would take the one probe
  return ask(copy);
}

std::optional<Error> Component::ask(CircuitBreaker& breaker) const {
  const auto wait = breaker.admit(std::chrono::steady_clock::now());
  if (!wait) return std::nullopt;
  const bool paused = breaker.state() == CircuitBreaker::State::paused;
  return Error(ErrorKind::unavailable, std::string(kNotAdmitted), name_,
               PublicText{paused ? "Satt på pause av drift. Det går videre når pausen er over."
                                 : "Tjenesten svarer ikke. Vi prøver igjen av oss selv."},
               PrivateDetail{std::to_string(wait->count())});
}

void Component::report(const Error* error) {
  const std::lock_guard lock(mutex_);
  if (error != nullptr && policy::is_outage(error->kind())) {
    breaker_.failed(std::chrono::steady_clock::now());
  } else {
    breaker_.succeeded();  // an answer, even a refusal, is a sign of life
  }
}

void Component::pause() {
  const std::lock_guard lock(mutex_);
  breaker_.pause();
}

void Component::resume() {
  const std::lock_guard lock(mutex_);
  breaker_.resume();
}

CircuitBreaker::State Component::state() const {
  const std::lock_guard lock(mutex_);
  return breaker_.state();
}

Component& Components::add(const std::string& name) {
  const std::lock_guard lock(mutex_);
  auto& slot = components_[name];
  if (!slot) slot = std::make_unique<Component>(name, settings_);
  return *slot;
}

Component* Components::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto at = components_.find(name);
  return at == components_.end() ? nullptr : at->second.get();
}

std::vector<Component*> Components::all() {
  const std::lock_guard lock(mutex_);
  std::vector<Component*> list;
  for (const auto& [name, component] : components_) list.push_back(component.get());
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

}  // namespace fangst::pipeline
