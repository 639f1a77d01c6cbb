#include "life_table.hpp"

#include <fangst/policy/letter_life.hpp>

namespace fangst::policy {
namespace {

using namespace letter_event;
using State = model::LetterState;
using What = LetterEvent::What;
using TableRow = test::Row<LetterLife, What>;

model::Timestamp at(int seconds) { return model::from_millis(1'700'000'000'000) + std::chrono::seconds{seconds}; }

const std::array<What, std::variant_size_v<What>> kSamples{Planned{1, "svarut", "digital", at(0)},
                                                           Withdrawn{"ikke_registrert"},
                                                           None{"ikke_registrert"},
                                                           Sending{"node-1", false},
                                                           NotSent{},
                                                           Dispatched{"ekstern-1", "MOTTATT"},
                                                           Followed{"SENDT_DIGITALT"},
                                                           Delivered{"LEST"},
                                                           Refused{"AVVIST"},
                                                           SentAgain{},
                                                           OnPaper{"svarut_print", "valgt"},
                                                           DoneByHand{"postlagt"},
                                                           Closed{"ikke aktuelt"}};

std::optional<LetterLife> after(std::optional<LetterLife> life, std::initializer_list<What> events) {
  int seconds = 10;
  for (const auto& what : events) {
    auto changed = transition(life, {at(seconds), what});
    EXPECT_TRUE(changed) << log_kind(what) << " in " << test::state_of(life);
    if (!changed) return std::nullopt;
    life = changed->life;
    seconds += 10;
  }
  return life;
}

LetterLife planned() { return after(std::nullopt, {kSamples[0]}).value(); }
LetterLife unclear() { return after(planned(), {Sending{"node-1", false}}).value(); }
LetterLife dispatched() { return after(unclear(), {Dispatched{"ekstern-1", "MOTTATT"}}).value(); }
LetterLife refused() { return after(dispatched(), {Refused{"AVVIST"}}).value(); }

const std::vector<TableRow>& table() {
  constexpr auto no = test::kRefused;
  constexpr auto nothing = test::kNothing;
  // clang-format off
  static const std::vector<TableRow> rows{
      //                                                                     Planned    Withdrawn  None     Sending            NotSent    Dispatched    Followed      Delivered    Refused    SentAgain  OnPaper    DoneByHand      Closed
      {"nothing",                  std::nullopt,                            {"planned", no,        nothing, no,                no,        no,           no,           no,          no,        no,        no,        no,             no}},
      {"planned",                  planned(),                               {"planned", nothing,   no,      "unknown_outcome", no,        no,           no,           no,          no,        no,        "planned", "done_by_hand", "closed"}},
      {"unclear",                  unclear(),                               {no,        no,        no,      no,                "planned", "dispatched", no,           no,          no,        no,        no,        "done_by_hand", "closed"}},
      {"dispatched",               dispatched(),                            {no,        no,        no,      no,                no,        no,           "dispatched", "delivered", "refused", no,        no,        no,             no}},
      {"delivered",                after(dispatched(), {Delivered{"LEST"}}),{no,        no,        no,      no,                no,        no,           no,           no,          no,        no,        no,        no,             no}},
      {"refused",                  refused(),                               {no,        no,        no,      no,                no,        no,           no,           no,          no,        "planned", "planned", "done_by_hand", "closed"}},
      {"closed, never sent",       after(planned(), {Closed{""}}),          {no,        no,        no,      no,                no,        no,           no,           no,          no,        no,        no,        no,             no}},
      {"closed, unclear",          after(unclear(), {Closed{""}}),          {no,        no,        no,      no,                no,        "dispatched", no,           no,          no,        no,        no,        no,             no}},
      {"closed, refused",          after(refused(), {Closed{""}}),          {no,        no,        no,      no,                no,        no,           no,           no,          no,        no,        no,        no,             no}},
      {"by hand, never sent",      after(planned(), {DoneByHand{""}}),      {no,        no,        no,      no,                no,        no,           no,           no,          no,        no,        no,        no,             no}},
      {"by hand, unclear",         after(unclear(), {DoneByHand{""}}),      {no,        no,        no,      no,                no,        "dispatched", no,           no,          no,        no,        no,        no,             no}},
      {"by hand, refused",         after(refused(), {DoneByHand{""}}),      {no,        no,        no,      no,                no,        no,           no,           no,          no,        no,        no,        no,             no}},
  };
  // clang-format on
  return rows;
}

TEST(LetterLife, every_event_in_every_situation_leads_to_one_state_or_is_refused) {
  test::expect_row_for_every_state<State>(table());
  test::expect_table<LetterEvent>(table(), kSamples);
}

TEST(LetterLife, is_sent_again_after_a_look_up_only_while_it_is_unclear) {
  const Sending again{"node-2", true};
  for (const auto& row : table()) {
    const auto changed = transition(row.life, {at(90), again});
    EXPECT_EQ(changed.has_value(), row.life && row.life->state == State::unknown_outcome) << row.name;
    if (!changed) continue;
    EXPECT_EQ(changed->life->state, State::unknown_outcome);
    EXPECT_EQ(changed->life->claimed_by, "node-2");
    EXPECT_EQ(changed->life->claimed_at, at(90));
  }
}

TEST(LetterLife, each_event_has_a_kind_of_its_own_in_the_log) { test::expect_distinct_log_kinds(kSamples, "letter."); }

TEST(LetterLife, the_channel_is_chosen_until_it_is_sent) {
  const auto first = planned();
  EXPECT_EQ(first.part_no, 1);
  EXPECT_EQ(first.channel, "svarut");
  EXPECT_EQ(first.reason, "digital");
  EXPECT_EQ(first.chosen_at, at(0));
  EXPECT_EQ(first.generation, 1);
  const auto second = after(first, {Planned{1, std::nullopt, "reservert", at(20)}}).value();
  EXPECT_EQ(second.part_no, 1);
  EXPECT_EQ(second.channel, std::nullopt);
  EXPECT_EQ(second.reason, "reservert");
  EXPECT_EQ(second.chosen_at, at(20));
}

TEST(LetterLife, is_claimed_by_the_node_that_sends_and_free_when_nothing_was_sent) {
  EXPECT_EQ(unclear().claimed_by, "node-1");
  EXPECT_EQ(unclear().claimed_at, at(10));
  EXPECT_EQ(after(unclear(), {NotSent{}}), planned());
}

TEST(LetterLife, keeps_what_the_dependency_said) {
  const auto sent = dispatched();
  EXPECT_EQ(sent.external_id, "ekstern-1");
  EXPECT_EQ(sent.dependency_status, "MOTTATT");
  EXPECT_EQ(sent.dispatched_at, at(10));
  EXPECT_EQ(sent.claimed_by, "node-1");
  EXPECT_EQ(after(sent, {Delivered{"LEST"}})->dependency_status, "LEST");
  EXPECT_EQ(refused().dependency_status, "AVVIST");
  EXPECT_EQ(refused().external_id, "ekstern-1");
}

TEST(LetterLife, the_same_word_again_is_not_news) {
  const auto same = transition(dispatched(), {at(90), Followed{"MOTTATT"}});
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->is_logged);
  EXPECT_EQ(same->life, dispatched());
  const auto other = transition(dispatched(), {at(90), Followed{"SENDT_PRINT"}});
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->is_logged);
  EXPECT_EQ(other->life->dependency_status, "SENDT_PRINT");
}

TEST(LetterLife, a_new_generation_begins_without_anything_of_the_last) {
  auto fresh = LetterLife{};
  fresh.part_no = 1;
  fresh.generation = 2;
  EXPECT_EQ(after(refused(), {SentAgain{}}), fresh);
  fresh.channel = "svarut_print";
  fresh.reason = "valgt";
  EXPECT_EQ(after(refused(), {OnPaper{"svarut_print", "valgt"}}), fresh);
  fresh.generation = 1;
  EXPECT_EQ(after(planned(), {OnPaper{"svarut_print", "valgt"}}), fresh) << "it has not been sent: the same key";
}

TEST(LetterLife, stands_in_one_place_on_its_way) {
  for (int i = 0; !to_string(static_cast<State>(i)).empty(); ++i) {
    const auto state = static_cast<State>(i);
    EXPECT_EQ(awaits_sending(state) + awaits_receipt(state) + is_at_rest(state), 1) << to_string(state);
  }
  EXPECT_TRUE(awaits_sending(State::planned));
  EXPECT_TRUE(awaits_sending(State::unknown_outcome));
  EXPECT_TRUE(awaits_receipt(State::dispatched));
  EXPECT_TRUE(may_be_chosen(State::planned));
  EXPECT_FALSE(may_be_chosen(State::unknown_outcome));
}

/// One letter through whatever may happen to it, with what must hold at every step.
void walk(unsigned seed, std::set<std::string_view>& seen) {
  std::minstd_rand random(seed);
  std::optional<LetterLife> life;
  std::set<int> taken;  // generations that a dependency has
  for (int i = 0; i < 60 && !testing::Test::HasFailure(); ++i) {
    auto what = kSamples.at(random() % kSamples.size());
    if (std::holds_alternative<Sending>(what))
      what = Sending{"node-" + std::to_string(random() % 3), random() % 2 == 0};
    const auto changed = transition(life, {at(i), what});
    if (!changed) continue;
    SCOPED_TRACE(std::string(log_kind(what)) + " in " + std::string(test::state_of(life)));
    const auto before = std::exchange(life, changed->life);
    seen.insert(test::state_of(life));
    if (!life) {
      EXPECT_TRUE(!before || before->state == State::planned) << "only what was never sent is withdrawn";
      taken.clear();
      continue;
    }
    if (std::holds_alternative<Dispatched>(what)) {
      EXPECT_TRUE(taken.insert(life->generation).second) << "a dependency gets each generation once";
    }
    const bool has_been_taken = taken.count(life->generation) == 1;
    EXPECT_EQ(life->dispatched_at.has_value(), has_been_taken);
    EXPECT_EQ(life->external_id.empty(), !has_been_taken);
    if (life->state == State::planned) {
      EXPECT_FALSE(has_been_taken) << "what was dispatched is not planned again";
      EXPECT_FALSE(life->claimed_at);
    }
    if (life->state == State::unknown_outcome) {
      EXPECT_FALSE(has_been_taken);
      EXPECT_FALSE(life->claimed_by.empty());
    }
    if (before) {
      EXPECT_NE(before->state, State::delivered) << "what is delivered never moves";
      EXPECT_EQ(life->part_no, before->part_no);
      const bool begins = before->state == State::refused && life->state == State::planned;
      EXPECT_EQ(life->generation, before->generation + (begins ? 1 : 0));
    }
  }
}

TEST(LetterLife, holds_what_it_promises_on_every_way_through) {
  std::set<std::string_view> seen;
  for (unsigned seed = 1; seed <= 500 && !HasFailure(); ++seed) walk(seed, seen);
  auto states = test::names_of_states<State>();
  states.insert(test::kNothing);
  EXPECT_EQ(seen, states) << "the walks come everywhere";
}

}  // namespace
}  // namespace fangst::policy
