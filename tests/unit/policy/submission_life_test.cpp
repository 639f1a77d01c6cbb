#include "life_table.hpp"

#include <fangst/policy/error_mapping.hpp>
#include <fangst/policy/submission_life.hpp>

namespace fangst::policy {
namespace {

using namespace submission_event;
using model::SubmissionState;
using What = SubmissionEvent::What;
using TableRow = test::Row<SubmissionLife, What>;

const model::StepName kFirst("arkiver");
const model::StepName kSecond("velg_kanal");

model::Timestamp at(int seconds) { return model::from_millis(1'700'000'000'000) + std::chrono::seconds{seconds}; }

KeptError error(ErrorKind kind = ErrorKind::internal) { return {kind, "prøve.feil", "Det gikk galt.", "detalj"}; }

const std::array<What, std::variant_size_v<What>> kSamples{Accepted{kFirst, false},
                                                           Turn{},
                                                           Moved{kSecond},
                                                           Again{at(50)},
                                                           Waiting{at(50), "venter"},
                                                           Retrying{at(50), error()},
                                                           UnknownOutcome{at(50), error()},
                                                           Parked{error()},
                                                           Retried{},
                                                           Finished{},
                                                           Archived{"{}", 7},
                                                           Fetched{},
                                                           Corrected{kFirst},
                                                           Closed{"dobbelt"}};

SubmissionLife in(SubmissionState state) {
  SubmissionLife life;
  life.state = state;
  life.step = kFirst;
  life.next_at = life.updated_at = at(0);
  return life;
}

SubmissionLife archived(SubmissionState state) {
  auto life = in(state);
  life.record = R"({"saksnummer":"2026/1"})";
  life.capture_index = 3;
  life.case_order_open = false;
  return life;
}

SubmissionLife after(const std::optional<SubmissionLife>& life, const What& what, int seconds = 10) {
  auto changed = transition(life, {at(seconds), what});
  EXPECT_TRUE(changed) << log_kind(what);
  return changed ? changed->life : SubmissionLife{};
}

SubmissionChange change(const std::optional<SubmissionLife>& life, const What& what, int seconds = 10) {
  auto changed = transition(life, {at(seconds), what});
  EXPECT_TRUE(changed) << log_kind(what);
  return changed ? *changed : SubmissionChange{};
}

const std::vector<TableRow>& table() {
  using enum SubmissionState;
  constexpr auto no = test::kRefused;
  // clang-format off
  static const std::vector<TableRow> rows{
      //                                                   Accepted     Turn         Moved        Again        Waiting    Retrying    UnknownOutcome     Parked    Retried      Finished    Archived           Fetched            Corrected    Closed
      {"nothing",                  std::nullopt,          {"in_flight", no,          no,          no,          no,        no,         no,                no,       no,          no,         no,                no,                no,          no}},
      {"in flight",                in(in_flight),         {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", "in_flight",       "in_flight",       no,          no}},
      {"in flight, archived",      archived(in_flight),   {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", no,                no,                no,          no}},
      {"holding",                  in(holding),           {no,          "in_flight", no, no,          no,        no,         no,                no,       no,          no,         no,                no,                no,          "closed"}},
      {"waiting",                  in(waiting),           {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", "waiting",         "waiting",         no,          no}},
      {"waiting, archived",        archived(waiting),     {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", no,                no,                no,          no}},
      {"retrying",                 in(retrying),          {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", "retrying",        "retrying",        no,          no}},
      {"retrying, archived",       archived(retrying),    {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", no,                no,                no,          no}},
      {"unclear",                  in(unknown_outcome),   {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", "unknown_outcome", "unknown_outcome", no,          no}},
      {"unclear, archived",   archived(unknown_outcome),  {no,          no,          "in_flight",          "in_flight", "waiting", "retrying", "unknown_outcome", "parked", no,          "finished", no,                no,                no,          no}},
      {"parked",                   in(parked),            {no,          no,          no,          no,          no,        no,         no,                no,       "in_flight", no,         no,                no,                "in_flight", "closed"}},
      {"parked, archived",         archived(parked),      {no,          no,          no,          no,          no,        no,         no,                no,       "in_flight", no,         no,                no,                "in_flight", "closed"}},
      {"finished",                 archived(finished),    {no,          no,          no,          no,          no,        no,         no,                no,       no,          no,         no,                no,                no,          no}},
      {"closed",                   in(closed),            {no,          no,          no,          no,          no,        no,         no,                no,       no,          no,         no,                no,                no,          no}},
  };
  // clang-format on
  return rows;
}

TEST(SubmissionLife, every_event_in_every_situation_leads_to_one_state_or_is_refused) {
  test::expect_row_for_every_state<SubmissionState>(table());
  test::expect_table<SubmissionEvent>(table(), kSamples);
}

TEST(SubmissionLife, each_event_has_a_kind_of_its_own_in_the_log) {
  test::expect_distinct_log_kinds(kSamples, "submission.");
}

TEST(SubmissionLife, begins_at_its_first_step_or_is_held) {
  const auto due = change(std::nullopt, Accepted{kFirst, false});
  EXPECT_EQ(due.work, WorkChange::add);
  EXPECT_EQ(due.life.step, kFirst);
  EXPECT_EQ(due.life.next_at, at(10));
  EXPECT_EQ(due.life.updated_at, at(10));
  EXPECT_TRUE(due.life.case_order_open);
  EXPECT_EQ(due.life.attempts, 0);

  const auto held = change(std::nullopt, Accepted{kFirst, true});
  EXPECT_EQ(held.life.state, SubmissionState::holding);
  EXPECT_EQ(held.work, WorkChange::keep);
  EXPECT_FALSE(held.opens_case_order);
  const auto turn = change(held.life, Turn{}, 20);
  EXPECT_EQ(turn.work, WorkChange::add);
  EXPECT_EQ(turn.life.step, kFirst);
  EXPECT_EQ(turn.life.next_at, at(20));
  EXPECT_TRUE(turn.life.case_order_open);
}

TEST(SubmissionLife, a_failure_is_counted_and_kept_until_the_step_succeeds) {
  const auto failed = change(in(SubmissionState::in_flight), Retrying{at(50), error()});
  EXPECT_EQ(failed.life.attempts, 1);
  EXPECT_EQ(failed.life.error, error());
  EXPECT_EQ(failed.life.next_at, at(50));
  EXPECT_EQ(failed.life.updated_at, at(10));
  EXPECT_EQ(failed.work, WorkChange::reschedule);
  const auto unclear = change(failed.life, UnknownOutcome{at(90), error(ErrorKind::rejected_by_dependency)}, 50);
  EXPECT_EQ(unclear.life.attempts, 2);
  EXPECT_EQ(unclear.life.error->kind, ErrorKind::rejected_by_dependency);
  EXPECT_EQ(unclear.life.next_at, at(90));
  EXPECT_EQ(unclear.work, WorkChange::reschedule);
  const auto waits = after(unclear.life, Waiting{at(95), ""}, 90);
  EXPECT_EQ(waits.attempts, 2);
  EXPECT_TRUE(waits.error);
  const auto moved = change(waits, Moved{kSecond}, 95);
  EXPECT_EQ(moved.life.attempts, 0);
  EXPECT_FALSE(moved.life.error);
  EXPECT_EQ(moved.life.step, kSecond);
  EXPECT_EQ(moved.life.next_at, at(95));
  EXPECT_EQ(moved.work, WorkChange::replace);
}

TEST(SubmissionLife, an_outage_uses_up_no_attempt) {
  for (const auto kind : {ErrorKind::unavailable, ErrorKind::timeout}) {
    ASSERT_TRUE(is_outage(kind));
    EXPECT_EQ(after(in(SubmissionState::in_flight), Retrying{at(50), error(kind)}).attempts, 0);
    EXPECT_EQ(after(in(SubmissionState::in_flight), UnknownOutcome{at(50), error(kind)}).attempts, 0);
    EXPECT_EQ(after(in(SubmissionState::in_flight), Parked{error(kind)}).attempts, 0);
  }
}

TEST(SubmissionLife, what_got_further_begins_to_count_anew) {
  auto failed = in(SubmissionState::retrying);
  failed.attempts = 4;
  failed.error = error();
  EXPECT_EQ(after(failed, Retrying{at(50), error(), true}).attempts, 1);
  EXPECT_EQ(after(failed, UnknownOutcome{at(50), error(), true}).attempts, 1);
  EXPECT_EQ(after(failed, Parked{error(ErrorKind::timeout), true}).attempts, 0);
  const auto again = change(failed, Again{at(11)});
  EXPECT_EQ(again.life.attempts, 0);
  EXPECT_FALSE(again.life.error);
  EXPECT_EQ(again.life.step, kFirst);
  EXPECT_EQ(again.life.next_at, at(11));
  EXPECT_EQ(again.life.updated_at, at(10));
  EXPECT_EQ(again.work, WorkChange::reschedule);
}

TEST(SubmissionLife, waiting_on_is_no_change_of_state) {
  const auto first = change(in(SubmissionState::in_flight), Waiting{at(50), ""});
  EXPECT_TRUE(first.is_logged);
  EXPECT_EQ(first.life.updated_at, at(10));
  EXPECT_EQ(first.work, WorkChange::reschedule);
  const auto second = change(first.life, Waiting{at(90), ""}, 50);
  EXPECT_FALSE(second.is_logged);
  EXPECT_EQ(second.life.updated_at, at(10));
  EXPECT_EQ(second.life.next_at, at(90));
  EXPECT_EQ(second.work, WorkChange::reschedule);
  EXPECT_TRUE(change(second.life, Retrying{at(95), error()}, 90).is_logged);
}

TEST(SubmissionLife, the_case_goes_on_once_when_it_is_archived_or_stops) {
  const auto captured = change(in(SubmissionState::in_flight), Archived{"record", 7});
  EXPECT_TRUE(captured.opens_case_order);
  EXPECT_FALSE(captured.life.case_order_open);
  EXPECT_EQ(captured.life.record, "record");
  EXPECT_EQ(captured.life.capture_index, 7);
  EXPECT_EQ(captured.life.updated_at, at(0)) << "the step that archives is not done yet";
  EXPECT_EQ(captured.work, WorkChange::keep);
  EXPECT_FALSE(change(captured.life, Finished{}).opens_case_order);
  EXPECT_FALSE(change(captured.life, Parked{error()}).opens_case_order);

  EXPECT_TRUE(change(in(SubmissionState::in_flight), Finished{}).opens_case_order);
  EXPECT_TRUE(change(in(SubmissionState::retrying), Parked{error()}).opens_case_order);
  EXPECT_TRUE(change(in(SubmissionState::holding), Closed{""}).opens_case_order);
}

TEST(SubmissionLife, a_parked_one_starts_again_where_it_stopped_with_its_error_to_be_seen) {
  const auto parked = change(in(SubmissionState::retrying), Parked{error()});
  EXPECT_EQ(parked.work, WorkChange::drop);
  EXPECT_EQ(parked.life.next_at, parked.life.updated_at);
  EXPECT_EQ(parked.life.attempts, 1);
  const auto retried = change(parked.life, Retried{}, 20);
  EXPECT_EQ(retried.work, WorkChange::add);
  EXPECT_EQ(retried.life.attempts, 0);
  EXPECT_EQ(retried.life.step, kFirst);
  EXPECT_EQ(retried.life.error, error());
  EXPECT_EQ(retried.life.next_at, at(20));
  const auto corrected = change(parked.life, Corrected{kSecond}, 20);
  EXPECT_EQ(corrected.work, WorkChange::add);
  EXPECT_EQ(corrected.life.step, kSecond);
  EXPECT_FALSE(corrected.life.error);
}

TEST(SubmissionLife, the_end_forgets_the_failure_and_a_closing_keeps_it) {
  auto failed = after(in(SubmissionState::in_flight), Retrying{at(50), error()});
  const auto finished = change(failed, Finished{}, 50);
  EXPECT_EQ(finished.work, WorkChange::drop);
  EXPECT_EQ(finished.life.attempts, 0);
  EXPECT_FALSE(finished.life.error);
  EXPECT_EQ(finished.life.next_at, at(50));
  const auto closed = change(after(failed, Parked{error()}, 50), Closed{"dobbelt"}, 60);
  EXPECT_EQ(closed.work, WorkChange::keep);
  EXPECT_EQ(closed.life.error, error());
  EXPECT_EQ(closed.life.updated_at, at(60));
}

TEST(SubmissionLife, every_state_is_counted_once_in_the_sum) {
  using enum SubmissionState;
  const auto names = test::names_of_states<SubmissionState>();
  ASSERT_EQ(names.size(), 8U) << "say where the new state counts";
  for (const auto state : {in_flight, holding, waiting, retrying, unknown_outcome}) {
    EXPECT_EQ(account_of(state), Account::in_flight) << to_string(state);
    EXPECT_FALSE(is_at_rest(state));
    EXPECT_EQ(is_under_way(state), state != holding);
    EXPECT_EQ(has_failed(state), state == retrying || state == unknown_outcome);
  }
  for (const auto state : {finished, closed, parked}) {
    EXPECT_EQ(account_of(state), state == parked ? Account::parked : Account::finished) << to_string(state);
    EXPECT_TRUE(is_at_rest(state));
    EXPECT_FALSE(is_under_way(state));
    EXPECT_FALSE(has_failed(state));
  }
}

/// One submission through whatever may happen to it, with what must hold at every step.
class Walk {
 public:
  explicit Walk(unsigned seed) : random_(seed) {}

  void run(int steps, std::set<std::string_view>& seen) {
    for (int i = 0; i < steps && !testing::Test::HasFailure(); ++i) {
      take(draw(i), i);
      seen.insert(test::state_of(life_));
    }
  }

 private:
  What draw(int i) {
    const auto kind = static_cast<ErrorKind>(random_() % 11);
    switch (random_() % kSamples.size()) {
      case 0:
        return Accepted{kFirst, random_() % 2 == 0};
      case 1:
        return Retrying{at(i + 100), error(kind)};
      case 2:
        return UnknownOutcome{at(i + 100), error(kind)};
      case 3:
        return Parked{error(kind)};
      case 4:
        return Waiting{at(i + 100), ""};
      case 5:
        return Archived{"record " + std::to_string(i), i};
      default:
        return kSamples.at(random_() % kSamples.size());
    }
  }

  void take(const What& what, int i) {
    const auto before = life_;
    const auto changed = transition(life_, {at(i), what});
    if (!changed) return;
    SCOPED_TRACE(std::string(log_kind(what)) + " in " + std::string(test::state_of(before)));
    life_ = changed->life;
    follow_work(changed->work);
    EXPECT_EQ(work_, is_under_way(life_->state)) << "one step is due exactly when it is under way";
    case_order_opened_ += changed->opens_case_order ? 1 : 0;
    EXPECT_EQ(case_order_opened_, life_->case_order_open ? 0 : 1);
    if (is_at_rest(life_->state)) {
      EXPECT_EQ(life_->next_at, life_->updated_at);
      EXPECT_FALSE(life_->case_order_open);
    }
    if (!before) return;
    EXPECT_NE(account_of(before->state), Account::finished) << "what is finished never moves";
    EXPECT_TRUE(!before->record || life_->record == before->record) << "archived once";
    EXPECT_EQ(changed->is_logged, !(before->state == life_->state && life_->state == SubmissionState::waiting &&
                                    std::holds_alternative<Waiting>(what)));
    expect_attempts(*before, what);
  }

  void follow_work(WorkChange change) {
    if (change == WorkChange::add) {
      EXPECT_FALSE(work_);
      work_ = true;
    } else if (change != WorkChange::keep) {
      EXPECT_TRUE(work_);
      work_ = change != WorkChange::drop;
    }
  }

  void expect_attempts(const SubmissionLife& before, const What& what) const {
    const KeptError* failure = nullptr;
    if (const auto* retrying = std::get_if<Retrying>(&what)) failure = &retrying->error;
    if (const auto* unknown = std::get_if<UnknownOutcome>(&what)) failure = &unknown->error;
    if (const auto* parked = std::get_if<Parked>(&what)) failure = &parked->error;
    if (failure != nullptr) {
      const bool is_away = failure->kind == ErrorKind::unavailable || failure->kind == ErrorKind::timeout;
      EXPECT_EQ(life_->attempts, before.attempts + (is_away ? 0 : 1));
    } else {
      EXPECT_LE(life_->attempts, before.attempts) << "only a failure is counted";
    }
  }

  std::minstd_rand random_;
  std::optional<SubmissionLife> life_;
  bool work_ = false;
  int case_order_opened_ = 0;
};

TEST(SubmissionLife, holds_what_it_promises_on_every_way_through) {
  std::set<std::string_view> seen;
  for (unsigned seed = 1; seed <= 500 && !HasFailure(); ++seed) Walk(seed).run(60, seen);
  auto states = test::names_of_states<SubmissionState>();
  states.insert(test::kNothing);
  EXPECT_EQ(seen, states) << "the walks come everywhere";
}

}  // namespace
}  // namespace fangst::policy
