#include <fangst/policy/letter_life.hpp>

namespace fangst::policy {
namespace {

using namespace letter_event;
using State = model::LetterState;

/// It may have reached a dependency, and nobody knows: a person ended it so.
bool ended_unclear(const LetterLife& life) {
  return (life.state == State::closed || life.state == State::done_by_hand) && life.claimed_at && !life.dispatched_at;
}

bool needs_person(const LetterLife& life) { return life.state == State::planned || life.state == State::refused; }

// Which events may happen to a letter that there is. One overload for each event, so that a new one does not compile
// without its rule.
bool allows(const LetterLife& life, const Planned&) { return may_be_chosen(life.state); }
bool allows(const LetterLife& life, const Withdrawn&) { return may_be_chosen(life.state); }
bool allows(const LetterLife&, const None&) { return false; }
bool allows(const LetterLife& life, const Sending& event) {
  return life.state == (event.again ? State::unknown_outcome : State::planned);
}
bool allows(const LetterLife& life, const NotSent&) { return life.state == State::unknown_outcome; }
// A proof that comes late is worth more than what a person took for granted (invariant 16).
bool allows(const LetterLife& life, const Dispatched&) {
  return life.state == State::unknown_outcome || ended_unclear(life);
}
bool allows(const LetterLife& life, const Followed&) { return awaits_receipt(life.state); }
bool allows(const LetterLife& life, const Delivered&) { return awaits_receipt(life.state); }
bool allows(const LetterLife& life, const Refused&) { return awaits_receipt(life.state); }
bool allows(const LetterLife& life, const SentAgain&) { return life.state == State::refused; }
bool allows(const LetterLife& life, const OnPaper&) { return needs_person(life); }
bool allows(const LetterLife& life, const DoneByHand&) {
  return needs_person(life) || life.state == State::unknown_outcome;
}
bool allows(const LetterLife& life, const Closed&) {
  return needs_person(life) || life.state == State::unknown_outcome;
}

/// Makes the change of one allowed event.
class Happening {
 public:
  Happening(LetterChange& change, model::Timestamp at) : change_(change), at_(at) {}

  void operator()(const Planned& event) {
    if (!change_.life) change_.life.emplace().part_no = event.part_no;
    choose(event.channel, event.reason, event.chosen_at);
  }
  void operator()(const Withdrawn&) { change_.life.reset(); }
  void operator()(const None&) {}
  void operator()(const Sending& event) {
    life().state = State::unknown_outcome;
    life().claimed_by = event.node;
    life().claimed_at = at_;
  }
  void operator()(const NotSent&) {
    life().state = State::planned;
    unclaim();
  }
  void operator()(const Dispatched& event) {
    life().state = State::dispatched;
    life().external_id = event.external_id;
    life().dependency_status = event.dependency_status;
    life().dispatched_at = at_;
  }
  void operator()(const Followed& event) {
    change_.is_logged = life().dependency_status != event.dependency_status;
    life().dependency_status = event.dependency_status;
  }
  void operator()(const Delivered& event) { end(State::delivered, event.dependency_status); }
  void operator()(const Refused& event) { end(State::refused, event.dependency_status); }
  void operator()(const SentAgain&) {
    begin_generation();
    choose(std::nullopt, "", std::nullopt);
  }
  void operator()(const OnPaper& event) {
    if (life().state == State::refused) begin_generation();
    choose(event.channel, event.reason, std::nullopt);
  }
  void operator()(const DoneByHand&) { life().state = State::done_by_hand; }
  void operator()(const Closed&) { life().state = State::closed; }

 private:
  LetterLife& life() { return *change_.life; }

  void choose(const std::optional<std::string>& channel, const std::string& reason,
              std::optional<model::Timestamp> chosen_at) {
    life().channel = channel;
    life().reason = reason;
    life().chosen_at = chosen_at;
  }

  void end(State state, const std::string& dependency_status) {
    life().state = state;
    life().dependency_status = dependency_status;
  }

  void unclaim() {
    life().claimed_by.clear();
    life().claimed_at.reset();
  }

  void begin_generation() {
    ++life().generation;
    life().state = State::planned;
    life().external_id.clear();
    life().dependency_status.clear();
    life().dispatched_at.reset();
    unclaim();
  }

  LetterChange& change_;
  model::Timestamp at_;
};

bool is_allowed(const std::optional<LetterLife>& life, const LetterEvent::What& what) {
  if (!life) return std::holds_alternative<Planned>(what) || std::holds_alternative<None>(what);
  return std::visit([&](const auto& event) { return allows(*life, event); }, what);
}

}  // namespace

Result<LetterChange> transition(const std::optional<LetterLife>& life, const LetterEvent& event) {
  if (!is_allowed(life, event.what)) {
    return Failure(not_allowed(log_kind(event.what), life ? to_string(life->state) : "not planned"));
  }
  LetterChange change{life};
  std::visit(Happening(change, event.at), event.what);
  return change;
}

bool may_be_chosen(model::LetterState state) { return state == State::planned; }
bool awaits_sending(model::LetterState state) { return state == State::planned || state == State::unknown_outcome; }
bool awaits_receipt(model::LetterState state) { return state == State::dispatched; }
bool is_at_rest(model::LetterState state) { return !awaits_sending(state) && !awaits_receipt(state); }

}  // namespace fangst::policy
