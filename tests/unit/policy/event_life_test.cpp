#include "life_table.hpp"

#include <fangst/policy/event_life.hpp>

namespace fangst::policy {
namespace {

using namespace telling_event;
using State = model::EventState;
using What = TellingEvent::What;
using TableRow = test::Row<EventLife, What>;

model::Timestamp at(int seconds) { return model::from_millis(1'700'000'000'000) + std::chrono::seconds{seconds}; }

KeptError error(ErrorKind kind = ErrorKind::rejected_by_dependency) {
  return {kind, "prøve.feil", "Mottakeren tok det ikke.", "detalj"};
}

const std::array<What, std::variant_size_v<What>> kSamples{Queued{},        Begun{"node-1"},           Told{},
                                                           Waiting{at(50)}, Retrying{at(50), error()}, Failed{error()},
                                                           Replayed{},      Closed{"ikke aktuelt"}};

EventChange change(const std::optional<EventLife>& life, const What& what, int seconds = 10) {
  auto changed = transition(life, {at(seconds), what});
  EXPECT_TRUE(changed) << log_kind(what) << " in " << test::state_of(life);
  return changed ? *changed : EventChange{};
}

EventLife in(State state) {
  EventLife life;
  life.state = state;
  life.next_at = life.updated_at = at(0);
  if (state == State::telling) life.claimed_by = "node-1";
  return life;
}

const std::vector<TableRow>& table() {
  using enum model::EventState;
  constexpr auto no = test::kRefused;
  // clang-format off
  static const std::vector<TableRow> rows{
      //                             Queued    Begun      Told    Waiting    Retrying    Failed    Replayed  Closed
      {"nothing",  std::nullopt,    {"queued", no,        no,     no,        no,         no,       no,       no}},
      {"queued",   in(queued),      {no,       "telling", no,     "waiting", no,         no,       no,       "closed"}},
      {"telling",  in(telling),     {no,       "telling", "told", "waiting", "retrying", "failed", no,       no}},
      {"waiting",  in(waiting),     {no,       "telling", no,     "waiting", no,         no,       no,       "closed"}},
      {"retrying", in(retrying),    {no,       "telling", no,     "waiting", no,         no,       no,       "closed"}},
      {"told",     in(told),        {no,       no,        no,     no,        no,         no,       "queued", no}},
      {"closed",   in(closed),      {no,       no,        no,     no,        no,         no,       "queued", no}},
      {"failed",   in(failed),      {no,       no,        no,     no,        no,         no,       "queued", "closed"}},
  };
  // clang-format on
  return rows;
}

TEST(EventLife, every_event_in_every_situation_leads_to_one_state_or_is_refused) {
  test::expect_row_for_every_state<State>(table());
  test::expect_table<TellingEvent>(table(), kSamples);
}

TEST(EventLife, each_event_has_a_kind_of_its_own_in_the_log) { test::expect_distinct_log_kinds(kSamples, "event."); }

TEST(EventLife, the_names_of_the_states_lead_back_to_them) {
  for (int i = 0; !to_string(static_cast<State>(i)).empty(); ++i) {
    EXPECT_EQ(model::parse_event_state(to_string(static_cast<State>(i))), static_cast<State>(i));
  }
  EXPECT_EQ(model::parse_event_state(""), std::nullopt);
}

TEST(EventLife, is_claimed_only_while_it_is_told) {
  const auto begun = change(in(State::queued), Begun{"node-2"}).life;
  EXPECT_EQ(begun.claimed_by, "node-2");
  EXPECT_EQ(change(begun, Begun{"node-3"}).life.claimed_by, "node-3") << "the first node is gone";
  EXPECT_EQ(change(begun, Told{}).life.claimed_by, "");
  EXPECT_EQ(change(begun, Retrying{at(50), error()}).life.claimed_by, "");
}

TEST(EventLife, counts_failures_but_no_outage) {
  const auto failed = change(in(State::telling), Retrying{at(50), error()}).life;
  EXPECT_EQ(failed.attempts, 1);
  EXPECT_EQ(failed.error, error());
  EXPECT_EQ(failed.next_at, at(50));
  EXPECT_EQ(failed.updated_at, at(10));
  EXPECT_EQ(change(in(State::telling), Retrying{at(50), error(ErrorKind::timeout)}).life.attempts, 0);
  EXPECT_EQ(change(in(State::telling), Failed{error()}).life.attempts, 1);
  auto told = change(change(failed, Begun{"node-1"}, 50).life, Told{}, 60).life;
  EXPECT_EQ(told.attempts, 0);
  EXPECT_FALSE(told.error);
  EXPECT_EQ(told.told_at, at(60));
  EXPECT_EQ(told.next_at, at(60));
}

TEST(EventLife, waiting_on_is_no_change_of_state) {
  const auto first = change(in(State::queued), Waiting{at(50)});
  EXPECT_TRUE(first.is_logged);
  EXPECT_EQ(first.life.attempts, 0);
  const auto second = change(first.life, Waiting{at(90)}, 50);
  EXPECT_FALSE(second.is_logged);
  EXPECT_EQ(second.life.updated_at, at(10));
  EXPECT_EQ(second.life.next_at, at(90));
}

TEST(EventLife, what_was_given_up_can_be_told_or_ended) {
  const auto failed = change(in(State::telling), Failed{error()}).life;
  EXPECT_EQ(failed.next_at, failed.updated_at);
  const auto replayed = change(failed, Replayed{}, 20).life;
  EXPECT_EQ(replayed.attempts, 0);
  EXPECT_EQ(replayed.error, error()) << "until it is told, it is what there is to know";
  EXPECT_EQ(replayed.next_at, at(20));
  EXPECT_EQ(change(failed, Closed{""}, 20).life.error, error());
}

TEST(EventLife, is_due_told_or_at_rest) {
  for (int i = 0; !to_string(static_cast<State>(i)).empty(); ++i) {
    const auto state = static_cast<State>(i);
    EXPECT_EQ(is_due(state) + (state == State::telling) + is_at_rest(state), 1) << to_string(state);
  }
  for (const auto state : {State::told, State::closed, State::failed}) EXPECT_TRUE(is_at_rest(state));
}

TEST(EventLife, holds_what_it_promises_on_every_way_through) {
  std::set<std::string_view> seen;
  for (unsigned seed = 1; seed <= 500 && !HasFailure(); ++seed) {
    std::minstd_rand random(seed);
    std::optional<EventLife> life;
    for (int i = 0; i < 60 && !HasFailure(); ++i) {
      const auto& what = kSamples.at(random() % kSamples.size());
      const auto changed = transition(life, {at(i), what});
      if (!changed) continue;
      SCOPED_TRACE(std::string(log_kind(what)) + " in " + std::string(test::state_of(life)));
      const auto before = std::exchange(life, changed->life);
      seen.insert(test::state_of(life));
      EXPECT_EQ(life->claimed_by.empty(), life->state != State::telling);
      if (is_at_rest(life->state)) {
        EXPECT_EQ(life->next_at, life->updated_at);
      }
      if (before && is_at_rest(before->state)) {
        EXPECT_TRUE(std::holds_alternative<Replayed>(what) || std::holds_alternative<Closed>(what));
      }
    }
  }
  auto states = test::names_of_states<State>();
  EXPECT_EQ(seen, states) << "the walks come everywhere";
}

}  // namespace
}  // namespace fangst::policy
