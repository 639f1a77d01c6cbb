#include <fangst/pipeline/letter.hpp>
#include <fangst/pipeline/steps.hpp>
#include <fangst/store/letters.hpp>

namespace fangst::pipeline {
namespace {

class Send final : public Step {
 public:
  Send(sql::Database& database, ArchiveCores& archives, const Dispatchers& dispatchers, SendSettings settings)
      : database_(database), archives_(archives), dispatchers_(dispatchers), settings_(std::move(settings)) {}

  std::string_view name() const override { return "send"; }

  StepResult run(const StepInput& input) override {
    if (!input.stored.record) return {Dead{not_archived()}, {}, {}};
    const auto& letters = input.stored.letters;
    std::optional<StepResult> stopped;
    for (const auto& letter : letters) {
      if (!policy::awaits_sending(letter.state)) continue;
      if (is_stale(letter, input.now)) return {Next{settings_.planner}, {}, {}};
      // One recipient that cannot be reached does not keep the letter from the others.
      auto outcome = send_one(input, letter);
      if (outcome && (!stopped || urgency(*outcome) > urgency(*stopped))) stopped = std::move(outcome);
    }
    if (stopped) return std::move(*stopped);
    if (letters.empty()) return {Next{}, {}, {}};
    return archives_.set_ekspedert(input, input.now);
  }

 private:
  /// What becomes of the submission when its letters end differently: what may have been sent is looked up before
  /// anybody is asked to look at the rest; and nobody waits for a dependency before they are asked.
  static int urgency(const StepResult& result) {
    if (std::holds_alternative<Unknown>(result.decision)) return 3;
    if (std::holds_alternative<Dead>(result.decision)) return 2;
    return std::holds_alternative<Retry>(result.decision) ? 1 : 0;
  }

  bool is_stale(const model::Letter& letter, model::Timestamp now) const {
    return policy::may_be_chosen(letter.state) && letter.chosen_at &&
           now - *letter.chosen_at > settings_.choice_is_good_for;
  }

  /// Empty when the letter is dispatched.
  std::optional<StepResult> send_one(const StepInput& input, const model::Letter& letter) {
    const auto channel = letter.channel.value_or(model::Channel{});
    const auto* found = dispatchers_.route(channel);
    if (found == nullptr) return StepResult{Dead{no_dispatcher(channel)}, {}, {}};
    const auto& route = *found;
    const auto outgoing = compose_letter(input.submission(), letter, route.is_paper, settings_.sender);
    if (outgoing.dokumenter.empty()) return StepResult{Dead{no_documents()}, {}, {}};

    if (!policy::may_be_chosen(letter.state)) return resolve(input, letter, outgoing, route);
    if (const auto refused = route.dependency->refusal()) return decide(*refused, input.now);
    const auto claimed =
        claim([&](sql::Transaction& tx) { return store::claim_letter(tx, letter, settings_.node, input.item.step); });
    if (!claimed) return decide(claimed.error(), input.now);
    if (!*claimed) return StepResult{Wait{input.now + settings_.foreign_claim, "En annen node sender brevet."}, {}, {}};
    return dispatch(input, **claimed, outgoing, route);
  }

  /// Invariant 3: after an unclear outcome the dependency is asked before anything is sent again.
  std::optional<StepResult> resolve(const StepInput& input, const model::Letter& letter,
                                    const ports::OutgoingLetter& outgoing, const Route& route) {
    const bool foreign = letter.claimed_by != settings_.node;
    if (foreign && letter.claimed_at && input.now - *letter.claimed_at < settings_.foreign_claim) {
      return StepResult{Wait{*letter.claimed_at + settings_.foreign_claim, "En annen node sender brevet."}, {}, {}};
    }
    auto found = route.dependency->guard([&] { return route.dispatcher->find(outgoing, input.deadline); });
    if (!found) return unresolved(found.error(), input.now);
    if (*found) return record(input, letter, **found);
    const auto mine =
        claim([&](sql::Transaction& tx) { return store::reclaim_letter(tx, letter, settings_.node, input.item.step); });
    if (!mine) return decide(mine.error(), input.now);
    if (!*mine) return StepResult{Wait{input.now + settings_.foreign_claim, "En annen node sender brevet."}, {}, {}};
    return dispatch(input, **mine, outgoing, route);
  }

  std::optional<StepResult> dispatch(const StepInput& input, const model::Letter& letter,
                                     const ports::OutgoingLetter& outgoing, const Route& route) {
    auto receipt = route.dependency->guard([&] { return route.dispatcher->send(outgoing, input.deadline); });
    if (receipt) return record(input, letter, *receipt);
    if (!receipt.error().outcome_unknown()) {
      const auto undone = database_.write([&](sql::Transaction& tx) -> Result<void> {
        store::unclaim_letter(tx, letter, input.item.step);
        return {};
      });
      if (!undone) return decide(undone.error(), input.now);
    }
    return decide(receipt.error(), input.now);
  }

  std::optional<StepResult> record(const StepInput& input, const model::Letter& letter,
                                   const ports::DispatchReceipt& receipt) {
    const auto written = database_.write([&](sql::Transaction& tx) -> Result<void> {
      return store::record_dispatched(tx, letter, receipt.external_id, receipt.dependency_status, input.item.step);
    });
    if (!written) return decide(written.error(), input.now);
    return std::nullopt;
  }

  /// The look-up itself failed: the letter stays unclear, whatever the error was.
  static StepResult unresolved(const Error& error, model::Timestamp now) {
    auto result = decide(error, now);
    if (std::holds_alternative<Retry>(result.decision)) result.decision = Unknown{error};
    return result;
  }

  /// The letter as claimed; nothing when somebody else has it.
  template <class Change>
  Result<std::optional<model::Letter>> claim(const Change& change) {
    std::optional<model::Letter> claimed;
    FANGST_CHECK(database_.write([&](sql::Transaction& tx) -> Result<void> {
      claimed = change(tx);
      return {};
    }));
    return claimed;
  }

  static Error not_archived() {
    return {ErrorKind::internal, "send.ikke_arkivert", "send",
            PublicText{"Brevet er ikke arkivert, og blir derfor ikke sendt."}};
  }

  static Error no_documents() {
    return {
        ErrorKind::invalid_input, "send.ingen_dokumenter", "send",
        PublicText{"Innsendingen har ikke noe dokument i arkivformat (variantformat A), så det er ikke noe å sende."}};
  }

  sql::Database& database_;
  ArchiveCores& archives_;
  const Dispatchers& dispatchers_;
  SendSettings settings_;
};

}  // namespace

std::unique_ptr<Step> make_send(sql::Database& database, ArchiveCores& archives, const Dispatchers& dispatchers,
                                SendSettings settings) {
  return std::make_unique<Send>(database, archives, dispatchers, std::move(settings));
}

}  // namespace fangst::pipeline
