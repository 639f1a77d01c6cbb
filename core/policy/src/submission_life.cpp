#include <fangst/policy/error_mapping.hpp>
#include <fangst/policy/submission_life.hpp>

namespace fangst::policy {
namespace {

using namespace submission_event;
using State = model::SubmissionState;

// Which events may happen to a submission that has been accepted. One overload for each event, so that a new one does
// not compile without its rule.
bool allows(const SubmissionLife&, const Accepted&) { return false; }
bool allows(const SubmissionLife& life, const Turn&) { return life.state == State::holding; }
bool allows(const SubmissionLife& life, const Moved&) { return is_under_way(life.state); }
bool allows(const SubmissionLife& life, const Again&) { return is_under_way(life.state); }
bool allows(const SubmissionLife& life, const Waiting&) { return is_under_way(life.state); }
bool allows(const SubmissionLife& life, const Retrying&) { return is_under_way(life.state); }
bool allows(const SubmissionLife& life, const UnknownOutcome&) { return is_under_way(life.state); }
bool allows(const SubmissionLife& life, const Parked&) { return is_under_way(life.state); }
bool allows(const SubmissionLife& life, const Retried&) { return life.state == State::parked; }
bool allows(const SubmissionLife& life, const Finished&) { return is_under_way(life.state); }
// Once, and from then on its documents are what was archived (invariants 2 and 5).
bool allows(const SubmissionLife& life, const Archived&) { return is_under_way(life.state) && !life.record; }
bool allows(const SubmissionLife& life, const Fetched&) { return is_under_way(life.state) && !life.record; }
bool allows(const SubmissionLife& life, const Corrected&) { return life.state == State::parked; }
// What is under way may be at a dependency just now.
bool allows(const SubmissionLife& life, const Closed&) {
  return life.state == State::parked || life.state == State::holding;
}

/// Makes the change of one allowed event.
class Happening {
 public:
  Happening(SubmissionChange& change, model::Timestamp at) : change_(change), life_(change.life), at_(at) {}

  void operator()(const Accepted& event) {
    life_.step = event.step;
    enter(event.holding ? State::holding : State::in_flight, at_, event.holding ? WorkChange::keep : WorkChange::add);
  }
  void operator()(const Turn&) { enter(State::in_flight, at_, WorkChange::add); }
  void operator()(const Moved& event) {
    life_.step = event.next;
    forget_failure();
    enter(State::in_flight, at_, WorkChange::replace);
  }
  void operator()(const Again& event) {
    forget_failure();
    enter(State::in_flight, event.due, WorkChange::reschedule);
  }
  void operator()(const Waiting& event) {
    const bool goes_on = life_.state == State::waiting;
    const auto since = life_.updated_at;
    enter(State::waiting, event.until, WorkChange::reschedule);
    if (goes_on) life_.updated_at = since;
    change_.is_logged = !goes_on;
  }
  void operator()(const Retrying& event) {
    fail(event.error, event.made_progress);
    enter(State::retrying, event.next_at, WorkChange::reschedule);
  }
  void operator()(const UnknownOutcome& event) {
    fail(event.error, event.made_progress);
    enter(State::unknown_outcome, event.next_at, WorkChange::reschedule);
  }
  void operator()(const Parked& event) {
    fail(event.error, event.made_progress);
    enter(State::parked, at_, WorkChange::drop);
    close_case_order();
  }
  void operator()(const Retried&) { start_again(); }
  void operator()(const Finished&) {
    forget_failure();
    enter(State::finished, at_, WorkChange::drop);
    close_case_order();
  }
  void operator()(const Archived& event) {
    life_.record = event.record;
    life_.capture_index = event.capture_index;
    close_case_order();
  }
  void operator()(const Fetched&) {}
  void operator()(const Corrected& event) {
    life_.step = event.step;
    life_.error.reset();
    start_again();
  }
  void operator()(const Closed&) {
    enter(State::closed, at_, WorkChange::keep);
    close_case_order();
  }

 private:
  void enter(State state, model::Timestamp next_at, WorkChange work) {
    life_.state = state;
    life_.next_at = next_at;
    life_.updated_at = at_;
    change_.work = work;
  }

  void fail(const KeptError& error, bool made_progress) {
    if (made_progress) life_.attempts = 0;
    if (!is_outage(error.kind)) ++life_.attempts;
    life_.error = error;
  }

  void forget_failure() {
    life_.attempts = 0;
    life_.error.reset();
  }

  /// The error stays: until the step has succeeded, it is what there is to know.
  void start_again() {
    life_.attempts = 0;
    enter(State::in_flight, at_, WorkChange::add);
  }

  void close_case_order() {
    change_.opens_case_order = life_.case_order_open;
    life_.case_order_open = false;
  }

  SubmissionChange& change_;
  SubmissionLife& life_;
  model::Timestamp at_;
};

bool is_allowed(const std::optional<SubmissionLife>& life, const SubmissionEvent::What& what) {
  if (!life) return std::holds_alternative<Accepted>(what);
  return std::visit([&](const auto& event) { return allows(*life, event); }, what);
}

}  // namespace

Result<SubmissionChange> transition(const std::optional<SubmissionLife>& life, const SubmissionEvent& event) {
  if (!is_allowed(life, event.what)) {
    return Failure(not_allowed(log_kind(event.what), life ? to_string(life->state) : "not accepted"));
  }
  SubmissionChange change;
  if (life) change.life = *life;
  std::visit(Happening(change, event.at), event.what);
  return change;
}

bool is_under_way(model::SubmissionState state) { return !is_at_rest(state) && state != State::holding; }

bool is_at_rest(model::SubmissionState state) {
  return state == State::finished || state == State::closed || state == State::parked;
}

bool has_failed(model::SubmissionState state) { return state == State::retrying || state == State::unknown_outcome; }

Account account_of(model::SubmissionState state) {
  if (!is_at_rest(state)) return Account::in_flight;
  return state == State::parked ? Account::parked : Account::finished;
}

}  // namespace fangst::policy
