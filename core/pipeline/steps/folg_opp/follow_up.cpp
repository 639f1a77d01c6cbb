#include <fangst/config/document.hpp>
#include <fangst/pipeline/letter.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/store/letters.hpp>

namespace fangst::pipeline {
namespace {

Error not_delivered() {
  return {ErrorKind::rejected_by_dependency, "levering.mislyktes", "folg_opp",
          PublicText{"Brevet ble ikke levert. Se hva tjenesten svarte, rett opp og send på nytt."}};
}

struct Seen {
  model::Letter letter;
  policy::LetterEvent::What progress;
};

class FollowUp final : public Step {
 public:
  FollowUp(const Dispatchers& dispatchers, FollowUpSchedule schedule)
      : dispatchers_(dispatchers), schedule_(std::move(schedule)) {}

  std::string_view name() const override { return "folg_opp"; }

  StepResult run(const StepInput& input) override {
    std::vector<Seen> seen;
    std::optional<model::Timestamp> ask_again;
    std::optional<StepResult> failed;
    bool refused = false;
    for (const auto& letter : input.stored.letters) {
      refused |= letter.state == model::LetterState::refused;
      if (!policy::awaits_receipt(letter.state)) continue;
      auto status = ask(letter, input);
      if (!status) {
        // What the others were told is kept, and they are asked whatever became of this one.
        if (!failed) failed = decide(without_effect(status.error()), input.now);
        continue;
      }
      refused |= status->progress == ports::LetterProgress::refused;
      if (status->progress == ports::LetterProgress::in_progress) {
        const auto next = schedule_.next(letter.dispatched_at.value_or(input.now), input.now);
        ask_again = ask_again ? std::min(*ask_again, next) : next;
      }
      seen.push_back({letter, event_of(*status)});
    }
    auto effect = [seen = std::move(seen), step = input.item.step](sql::Transaction& tx) -> Result<void> {
      for (const auto& [letter, progress] : seen) FANGST_CHECK(store::record_progress(tx, letter, progress, step));
      return {};
    };
    return conclude(std::move(effect), std::move(failed), ask_again, refused);
  }

 private:
  Result<ports::DispatchStatus> ask(const model::Letter& letter, const StepInput& input) {
    const auto channel = letter.channel.value_or(model::Channel{});
    const auto* route = dispatchers_.route(channel);
    if (route == nullptr) return Failure(no_dispatcher(channel));
    return route->dependency->guard([&] { return route->dispatcher->status(letter.external_id, input.deadline); });
  }

  static policy::LetterEvent::What event_of(const ports::DispatchStatus& status) {
    switch (status.progress) {
      case ports::LetterProgress::delivered:
        return policy::letter_event::Delivered{status.dependency_status};
      case ports::LetterProgress::refused:
        return policy::letter_event::Refused{status.dependency_status};
      case ports::LetterProgress::in_progress:
        break;
    }
    return policy::letter_event::Followed{status.dependency_status};
  }

  static StepResult conclude(Effect effect, std::optional<StepResult> failed, std::optional<model::Timestamp> ask_again,
                             bool refused) {
    if (failed) return {std::move(failed->decision), std::move(effect), {}};
    if (ask_again) return {Wait{*ask_again, "Venter på kvittering fra forsendelsestjenesten."}, std::move(effect), {}};
    if (refused) return {Dead{not_delivered()}, std::move(effect), {}};
    return {Next{}, std::move(effect), {}};
  }

  const Dispatchers& dispatchers_;
  FollowUpSchedule schedule_;
};

}  // namespace

model::Timestamp FollowUpSchedule::next(model::Timestamp dispatched, model::Timestamp now) const {
  auto at = dispatched;
  for (const auto interval : intervals) {
    at += interval;
    if (at > now) return at;
  }
  return now + (intervals.empty() ? std::chrono::milliseconds{3'600'000} : intervals.back());
}

FollowUpSchedule follow_up_schedule(const config::Document& document) {
  const auto& follow_up = document["follow_up"];
  FollowUpSchedule schedule{{follow_up.duration("first")}};
  const auto& intervals = follow_up.durations("intervals");
  schedule.intervals.insert(schedule.intervals.end(), intervals.begin(), intervals.end());
  return schedule;
}

std::unique_ptr<Step> make_follow_up(const Dispatchers& dispatchers, FollowUpSchedule schedule) {
  return std::make_unique<FollowUp>(dispatchers, std::move(schedule));
}

}  // namespace fangst::pipeline
