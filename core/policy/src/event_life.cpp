#include <fangst/policy/error_mapping.hpp>
#include <fangst/policy/event_life.hpp>

namespace fangst::policy {
namespace {

using namespace telling_event;
using State = model::EventState;

// Which events may happen to one that has been queued. One overload for each, so that a new one does not compile
// without its rule.
bool allows(const EventLife&, const Queued&) { return false; }
bool allows(const EventLife& life, const Begun&) { return !is_at_rest(life.state); }
bool allows(const EventLife& life, const Told&) { return life.state == State::telling; }
bool allows(const EventLife& life, const Waiting&) { return !is_at_rest(life.state); }
bool allows(const EventLife& life, const Retrying&) { return life.state == State::telling; }
bool allows(const EventLife& life, const Failed&) { return life.state == State::telling; }
bool allows(const EventLife& life, const Replayed&) { return is_at_rest(life.state); }
bool allows(const EventLife& life, const Closed&) { return is_due(life.state) || life.state == State::failed; }

/// Makes the change of one allowed event.
class Happening {
 public:
  Happening(EventChange& change, model::Timestamp at) : change_(change), life_(change.life), at_(at) {}

  void operator()(const Queued&) { enter(State::queued, at_); }
  void operator()(const Begun& event) {
    enter(State::telling, at_);
    life_.claimed_by = event.node;
  }
  void operator()(const Told&) {
    enter(State::told, at_);
    life_.attempts = 0;
    life_.error.reset();
    life_.told_at = at_;
  }
  void operator()(const Waiting& event) {
    const bool goes_on = life_.state == State::waiting;
    const auto since = life_.updated_at;
    enter(State::waiting, event.until);
    if (goes_on) life_.updated_at = since;
    change_.is_logged = !goes_on;
  }
  void operator()(const Retrying& event) {
    fail(event.error);
    enter(State::retrying, event.next_at);
  }
  void operator()(const Failed& event) {
    fail(event.error);
    enter(State::failed, at_);
  }
  void operator()(const Replayed&) {
    life_.attempts = 0;
    enter(State::queued, at_);
  }
  void operator()(const Closed&) { enter(State::closed, at_); }

 private:
  void enter(State state, model::Timestamp next_at) {
    life_.state = state;
    life_.next_at = next_at;
    life_.updated_at = at_;
    life_.claimed_by.clear();
  }

  void fail(const KeptError& error) {
    if (!is_outage(error.kind)) ++life_.attempts;
    life_.error = error;
  }

  EventChange& change_;
  EventLife& life_;
  model::Timestamp at_;
};

bool is_allowed(const std::optional<EventLife>& life, const TellingEvent::What& what) {
  if (!life) return std::holds_alternative<Queued>(what);
  return std::visit([&](const auto& event) { return allows(*life, event); }, what);
}

}  // namespace

Result<EventChange> transition(const std::optional<EventLife>& life, const TellingEvent& event) {
  if (!is_allowed(life, event.what)) {
    return Failure(not_allowed(log_kind(event.what), life ? to_string(life->state) : "not queued"));
  }
  EventChange change;
  if (life) change.life = *life;
  std::visit(Happening(change, event.at), event.what);
  return change;
}

bool is_due(model::EventState state) {
  return state == State::queued || state == State::waiting || state == State::retrying;
}

bool is_at_rest(model::EventState state) { return !is_due(state) && state != State::telling; }

}  // namespace fangst::policy
