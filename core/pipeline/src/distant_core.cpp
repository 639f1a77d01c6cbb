#include <fangst/pipeline/archive_core.hpp>
#include <fangst/store/archive_orders.hpp>

namespace fangst::pipeline {
namespace {

using policy::ArchiveEvent;
using policy::ArchiveMove;
using policy::ArchivePhase;

Error broken_contract(const std::string& what) {
  return {ErrorKind::internal, "arkiv.uventet_framdrift", "archive_core",
          PublicText{"Koblingen til arkivkjernen gjorde noe Fangst ikke kan gå videre fra. Feilen er logget. Prøv på "
                     "nytt når drift har fått den rettet."},
          PrivateDetail{what}};
}

Error not_taken() {
  return {ErrorKind::internal, "arkiv.ikke_utfoert", "archive_core",
          PublicText{"Arkivkjernen svarte ikke som den skulle, og har ikke tatt imot. Vi prøver igjen."}};
}

Error unexpected(const std::string& core, const char* what) {
  return Error(ErrorKind::internal, "arkiv.uventet", "archive_core:" + core,
               PublicText{"Noe gikk galt i koblingen til arkivkjernen. Feilen er logget, og vi prøver igjen."},
               PrivateDetail{what})
      .with_unknown_outcome();
}

/// A core that leaves its answers unclear, and then has nothing, may do so once before it counts as a failure.
constexpr int kUnclearTries = 2;

struct Parts {
  std::string name;
  sql::Database& database;
  ports::Archive& archive;
  Dependency& dependency;
  DistantCoreSettings settings;
};

/// One run of a step with one order: the way from the stored state to where it has to stop.
class OrderRun {
 public:
  OrderRun(const Parts& core, const StepInput& input, const ports::ArchiveOrder& order)
      : core_(core), input_(input), order_(order), half_time_(half_of(input.deadline)) {}

  StepResult go() {
    if (const auto read = load(); !read) return decide(read.error(), input_.now);
    for (;;) {
      if (auto end = move()) {
        end->made_progress = made_progress_;
        return std::move(*end);
      }
    }
  }

 private:
  using End = std::optional<StepResult>;  ///< Empty: the run goes on.

  model::Deadline half_of(model::Deadline deadline) const {
    const auto now = clock().monotonic();
    return now + (deadline - now) / 2;
  }

  Result<void> load() {
    return core_.database.read([this](sql::Session& session) -> Result<void> {
      stored_ = store::load_order(session, input_.submission().id, ports::name_of(order_));
      return {};
    });
  }

  End move() {
    if (is_ours_to_write_) return write();
    const auto phase = stored_ ? std::optional(stored_->phase) : std::nullopt;
    const auto look_up_at = stored_ ? stored_->look_up_at.value_or(now()) : now();
    switch (policy::next_move(phase, look_up_at, now())) {
      case ArchiveMove::ask:
        return ask();
      case ArchiveMove::look_up:
        return look_up();
      case ArchiveMove::wait:
        return StepResult{Wait{look_up_at, "Venter til arkivkjernen er ferdig med det forrige kallet."}, {}, {}};
      case ArchiveMove::nothing:
        break;
    }
    return StepResult{Next{}, {}, {}};
  }

  End ask() {
    ports::RemoteWrite none;
    const auto answer = advance(stored_ ? &stored_->state : nullptr, none);
    if (!answer) return decide(without_effect(answer.error()), now());
    return take(*answer, true);
  }

  /// Invariant 3: how the core stands is found out before anything is written from a state of an earlier run.
  End look_up() {
    const bool is_unclear = stored_->phase == ArchivePhase::begun;
    const auto made = is_unclear ? ports::WriteMade::perhaps : ports::WriteMade::surely_not;
    const auto answer =
        call([&] { return core_.archive.find(input_.submission(), order_, stored_->state, made, call_deadline()); });
    if (!answer) return is_unclear ? unresolved(answer.error()) : decide(without_effect(answer.error()), now());
    const auto* progress = std::get_if<ports::ArchiveProgress>(&*answer);
    const bool has_nothing = is_unclear && progress != nullptr && progress->state == stored_->state;
    if (has_nothing && input_.submission().attempts >= kUnclearTries) {
      return StepResult{Retry{not_taken()}, keeping(not_begun()), {}};
    }
    return take(*answer, false);
  }

  /// Makes durable that the write is about to be made: whoever reads it from now on looks up first.
  End begin(store::StoredOrder next) {
    const auto begun = policy::after(next.phase, ArchiveEvent::begin);
    if (!begun) return broken("a write is begun that was not announced");
    next.phase = *begun;
    next.look_up_at = now() + core_.settings.still_working +
                      std::chrono::ceil<std::chrono::milliseconds>(call_deadline() - clock().monotonic());
    auto end = keep(std::move(next));
    is_ours_to_write_ = !end;
    return end;
  }

  End write() {
    is_ours_to_write_ = false;
    has_written_ = true;
    ports::RemoteWrite right(stored_->state.next_write);
    const auto answer = advance(&stored_->state, right);
    if (answer && std::holds_alternative<ports::ArchivePending>(*answer)) return broken("pending after a write");
    if (answer) return take(*answer, true);
    if (right.has_begun() && answer.error().outcome_unknown()) return decide(answer.error(), now());
    auto end = decide(without_effect(answer.error()), now());
    end.effect = keeping(not_begun());
    return end;
  }

  End take(const ports::ArchiveAnswer& answer, bool must_differ) {
    if (const auto* pending = std::get_if<ports::ArchivePending>(&answer)) {
      return StepResult{Wait{pending->ask_again, "Venter på svar fra arkivkjernen."}, {}, {}};
    }
    if (const auto* done = std::get_if<ports::ArchiveDone>(&answer)) return finish(done->record);
    const auto& state = std::get<ports::ArchiveProgress>(answer).state;
    if (state.text.size() > ports::ArchiveState::kMaxBytes) return broken("the state is too large");
    if (must_differ && stored_ && stored_->state == state) return broken("the state has not changed");
    return go_on_from(state);
  }

  End go_on_from(const ports::ArchiveState& state) {
    auto next = stored_.value_or(store::StoredOrder{std::string(ports::name_of(order_)), core_.name, {}, {}, {}, 0});
    const auto event = state.next_write.empty() ? ArchiveEvent::ask : ArchiveEvent::announce;
    const auto phase = policy::after(stored_ ? std::optional(stored_->phase) : std::nullopt, event);
    if (!phase) return broken("an answer that does not fit the phase");
    next.state = state;
    next.phase = *phase;
    next.look_up_at.reset();
    // What is begun late in a run would end unclear; but every run that can write does so once.
    if (has_written_ && clock().monotonic() >= half_time_) return StepResult{Again{}, keeping(std::move(next)), {}};
    if (event == ArchiveEvent::ask) return keep(std::move(next));
    if (const auto refused = core_.dependency.refusal()) {
      auto end = decide(*refused, now());
      end.effect = keeping(std::move(next));
      return end;
    }
    return begin(std::move(next));
  }

  End finish(ports::ArchivedRecord record) {
    record.core = core_.name;
    const bool is_capture = std::holds_alternative<ports::Capture>(order_);
    return StepResult{Next{},
                      [item = input_.item, &submission = input_.submission(), order = ports::name_of(order_), record,
                       is_capture](sql::Transaction& tx) -> Result<void> {
                        if (auto row = store::load_order(tx, submission.id, order)) {
                          row->phase = ArchivePhase::done;
                          row->look_up_at.reset();
                          store::keep_order(tx, item, *row);
                        }
                        if (is_capture) store::record_capture(tx, submission, record, item.step);
                        return {};
                      },
                      {}};
  }

  Result<ports::ArchiveAnswer> advance(const ports::ArchiveState* state, ports::RemoteWrite& right) {
    return call([&] { return core_.archive.advance(input_.submission(), order_, state, {call_deadline(), right}); });
  }

  template <class Call>
  Result<ports::ArchiveAnswer> call(const Call& call) {
    return core_.dependency.guard([&]() -> Result<ports::ArchiveAnswer> {
      try {
        return call();
      } catch (const std::exception& error) {
        return Failure(unexpected(core_.name, error.what()));
      }
    });
  }

  /// The stored order when its write has surely not been made.
  store::StoredOrder not_begun() const {
    auto order = *stored_;
    order.phase = policy::after(order.phase, ArchiveEvent::take_back).value();
    order.look_up_at.reset();
    return order;
  }

  End keep(store::StoredOrder next) {
    bool is_kept = false;
    const auto written = core_.database.write([&](sql::Transaction& tx) -> Result<void> {
      is_kept = store::keep_order(tx, input_.item, next);
      return {};
    });
    if (!written) return decide(written.error(), now());
    if (!is_kept) {
      return StepResult{Wait{now() + core_.settings.still_working, "En annen node arkiverer innsendingen."}, {}, {}};
    }
    ++next.turn;
    made_progress_ = made_progress_ || !stored_ || stored_->state != next.state;
    stored_ = std::move(next);
    return std::nullopt;
  }

  /// For the transaction of the step's outcome. Somebody else's later row is left as it is.
  Effect keeping(store::StoredOrder next) const {
    return [item = input_.item, next = std::move(next)](sql::Transaction& tx) -> Result<void> {
      store::keep_order(tx, item, next);
      return {};
    };
  }

  /// The look-up itself failed: the order stays unclear, whatever the error was.
  StepResult unresolved(const Error& error) const {
    auto end = decide(without_effect(error), now());
    if (std::holds_alternative<Retry>(end.decision)) end.decision = Unknown{error};
    return end;
  }

  static StepResult broken(const std::string& what) { return {Dead{broken_contract(what)}, {}, {}}; }
  const ports::Clock& clock() const { return core_.database.clock(); }
  model::Timestamp now() const { return clock().now(); }
  model::Deadline call_deadline() const { return std::min(input_.deadline, clock().monotonic() + core_.settings.call); }

  const Parts& core_;
  const StepInput& input_;
  const ports::ArchiveOrder& order_;
  model::Deadline half_time_;
  std::optional<store::StoredOrder> stored_;  // as the database has it
  bool is_ours_to_write_ = false;             // this run has stored that it begins, and has not called yet
  bool has_written_ = false;
  bool made_progress_ = false;
};

class DistantCore final : public ArchiveCore {
 public:
  explicit DistantCore(Parts parts) : parts_(std::move(parts)) {}

  StepResult carry_out(const StepInput& input, const ports::ArchiveOrder& order) override {
    return OrderRun(parts_, input, order).go();
  }

 private:
  Parts parts_;
};

}  // namespace

std::unique_ptr<ArchiveCore> make_distant_core(std::string name, sql::Database& database, ports::Archive& archive,
                                               Dependency& dependency, DistantCoreSettings settings) {
  return std::make_unique<DistantCore>(Parts{std::move(name), database, archive, dependency, settings});
}

}  // namespace fangst::pipeline
