#include <fangst/policy/archive_order.hpp>

#include <gtest/gtest.h>

#include <map>

namespace fangst::policy {
namespace {

using enum ArchivePhase;
using enum ArchiveEvent;
using Phase = std::optional<ArchivePhase>;
using namespace std::chrono_literals;

const Phase kNew;
const Phase kPhases[] = {kNew, announced, begun, asking, done};
constexpr ArchiveEvent kEvents[] = {announce, ask, begin, take_back, finish};

TEST(ArchiveOrder, lives_by_this_table_and_no_other_way) {
  const std::map<std::pair<Phase, ArchiveEvent>, ArchivePhase> table{
      {{kNew, announce}, announced}, {{kNew, ask}, asking},
      {{kNew, finish}, done},        {{announced, announce}, announced},
      {{announced, ask}, asking},    {{announced, begin}, begun},
      {{announced, finish}, done},   {{begun, announce}, announced},
      {{begun, ask}, asking},        {{begun, take_back}, announced},
      {{begun, finish}, done},       {{asking, announce}, announced},
      {{asking, ask}, asking},       {{asking, finish}, done}};
  for (const auto& phase : kPhases) {
    for (const auto event : kEvents) {
      const auto expected = table.find({phase, event});
      EXPECT_EQ(after(phase, event), expected == table.end() ? kNew : Phase(expected->second))
          << (phase ? to_string(*phase) : "new") << " " << static_cast<int>(event);
    }
  }
}

TEST(ArchiveOrder, is_never_written_by_a_run_that_has_not_asked_first) {
  const auto now = model::from_millis(1'000);
  EXPECT_EQ(next_move(kNew, now, now), ArchiveMove::ask);
  EXPECT_EQ(next_move(announced, now, now), ArchiveMove::look_up);
  EXPECT_EQ(next_move(asking, now, now), ArchiveMove::ask);
  EXPECT_EQ(next_move(done, now, now), ArchiveMove::nothing);
}

TEST(ArchiveOrder, is_looked_up_after_a_write_that_was_begun_but_not_while_it_may_be_under_way) {
  const auto look_up_at = model::from_millis(1'000);
  EXPECT_EQ(next_move(begun, look_up_at, look_up_at - 1ms), ArchiveMove::wait);
  EXPECT_EQ(next_move(begun, look_up_at, look_up_at), ArchiveMove::look_up);
}

TEST(ArchiveOrder, has_a_name_for_each_phase_and_reads_it_back) {
  for (const auto phase : {announced, begun, asking, done}) EXPECT_EQ(parse_archive_phase(to_string(phase)), phase);
  EXPECT_EQ(to_string(announced), "announced") << "as earlier releases have stored it";
  EXPECT_EQ(to_string(begun), "begun");
  EXPECT_EQ(to_string(asking), "asking");
  EXPECT_EQ(to_string(done), "done");
  EXPECT_EQ(parse_archive_phase("ukjent"), std::nullopt);
  EXPECT_EQ(parse_archive_phase(""), std::nullopt);
}

}  // namespace
}  // namespace fangst::policy
