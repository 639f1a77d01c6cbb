#include "life_entries.hpp"

#include <gtest/gtest.h>

namespace fangst::store {
namespace {

using namespace policy::letter_event;
using model::LetterState;
using nlohmann::json;
using policy::LetterEvent;
using policy::LetterLife;

model::Timestamp at(int seconds) { return model::from_millis(1'790'000'000'000) + std::chrono::seconds{seconds}; }

LetterLife in(LetterState state) {
  LetterLife life;
  life.state = state;
  life.part_no = 2;
  life.channel = "svarut";
  life.reason = "grunn";
  life.chosen_at = at(0);
  if (state != LetterState::planned) {
    life.claimed_by = "node-1";
    life.claimed_at = at(1);
  }
  return life;
}

struct Row {
  std::optional<LetterLife> before;
  LetterEvent::What what;
  std::string kind;
  json body;
};

/// Whatever happens to a letter, as the log must have it for ever.
std::vector<Row> rows() {
  const auto planned = in(LetterState::planned);
  const auto unclear = in(LetterState::unknown_outcome);
  const auto sent = in(LetterState::dispatched);
  const auto refused = in(LetterState::refused);
  return {
      {std::nullopt,
       Planned{2, "svarut", "en", at(3)},
       "letter.planned",
       {{"part", 2}, {"channel", "svarut"}, {"reason", "en"}, {"chosenAt", 1'790'000'003'000}}},
      {std::nullopt, Planned{3, std::nullopt, "to", std::nullopt}, "letter.planned", {{"part", 3}, {"reason", "to"}}},
      {planned, Withdrawn{"tre"}, "letter.withdrawn", {{"reason", "tre"}}},
      {std::nullopt, None{"fire"}, "letter.none", {{"reason", "fire"}}},
      {planned, Sending{"node-2", false}, "letter.sending", {{"node", "node-2"}}},
      {unclear, Sending{"node-3", true}, "letter.sending", {{"node", "node-3"}, {"again", true}}},
      {unclear, NotSent{}, "letter.not_sent", json::object()},
      {unclear,
       Dispatched{"ekstern", "MOTTATT"},
       "letter.dispatched",
       {{"externalId", "ekstern"}, {"dependencyStatus", "MOTTATT"}}},
      {sent, Followed{"PRINT"}, "letter.followed", {{"dependencyStatus", "PRINT"}}},
      {sent, Delivered{"LEST"}, "letter.delivered", {{"dependencyStatus", "LEST"}}},
      {sent, Refused{"AVVIST"}, "letter.refused", {{"dependencyStatus", "AVVIST"}}},
      {refused, SentAgain{}, "letter.sent_again", json::object()},
      {refused, OnPaper{"papir", "fem"}, "letter.on_paper", {{"channel", "papir"}, {"reason", "fem"}}},
      {planned, DoneByHand{"seks"}, "letter.done_by_hand", {{"reason", "seks"}}},
      {planned, policy::letter_event::Closed{"sju"}, "letter.closed", {{"reason", "sju"}}},
  };
}

std::optional<LetterLife> after(const std::optional<LetterLife>& before, const LetterEvent& event) {
  auto change = policy::transition(before, event);
  if (!change) throw std::logic_error("not allowed in this test");
  return change->life;
}

std::optional<LetterEvent> read(const Row& row, const json& body) {
  return letter_event_of({7, model::to_millis(at(9)), row.kind, "innsending", "", "step:send", body.dump()}, body);
}

TEST(LetterEntries, say_of_each_event_what_the_log_must_have) {
  for (const auto& row : rows()) {
    EXPECT_EQ(policy::log_kind(row.what), row.kind);
    EXPECT_EQ(to_body(row.what), row.body) << row.kind;
  }
}

TEST(LetterEntries, are_read_back_to_the_event_and_the_life_that_were_written) {
  for (const auto& row : rows()) {
    const auto event = read(row, row.body);
    ASSERT_TRUE(event) << row.kind;
    EXPECT_EQ(event->at, at(9));
    EXPECT_EQ(to_body(event->what), row.body) << row.kind;
    EXPECT_EQ(after(row.before, *event), after(row.before, {at(9), row.what})) << row.kind;
  }
}

TEST(LetterEntries, of_every_kind_of_event_are_tried_here) {
  std::set<std::size_t> tried;
  for (const auto& row : rows()) tried.insert(row.what.index());
  EXPECT_EQ(tried.size(), std::variant_size_v<LetterEvent::What>);
}

TEST(LetterEntries, of_another_kind_are_no_events) {
  for (const auto* kind : {"submission.accepted", "work.added", "letter", ""}) {
    EXPECT_FALSE(letter_event_of({0, 0, kind, "", "", "", "{}"}, json::object())) << kind;
  }
}

TEST(LetterEntries, that_lack_a_member_are_not_taken_for_events) {
  for (const auto& row : rows()) {
    const bool is_planned = row.kind == "letter.planned";
    for (const auto& member : row.body.items()) {
      const auto& name = member.key();
      if (name == "again" || name == "chosenAt" || (is_planned && name == "channel")) continue;
      auto cut = row.body;
      cut.erase(name);
      EXPECT_THROW(read(row, cut), json::exception) << row.kind << " " << name;
    }
  }
}

}  // namespace
}  // namespace fangst::store
