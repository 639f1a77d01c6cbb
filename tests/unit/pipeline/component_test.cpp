#include <fangst/pipeline/component.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;
using State = policy::CircuitBreaker::State;

const policy::CircuitBreaker::Settings kSettings{3, 1h, 2h};

Result<int> good() { return 7; }
Result<int> bad(ErrorKind kind) { return Failure(Error(kind, "test", "test", PublicText{""})); }

void fail_times(Component& component, int times, ErrorKind kind = ErrorKind::unavailable) {
  for (int i = 0; i < times; ++i) EXPECT_FALSE(component.guard([&] { return bad(kind); }));
}

TEST(Component, passes_the_answer_of_a_call_on) {
  Component component("svarut", kSettings);
  EXPECT_EQ(component.guard(good), 7);
  EXPECT_EQ(component.guard([] { return bad(ErrorKind::conflict); }).error().kind(), ErrorKind::conflict);
}

TEST(Component, calls_no_more_after_so_many_failures_in_a_row) {
  Component component("svarut", kSettings);
  fail_times(component, 2);
  EXPECT_EQ(component.state(), State::closed);
  fail_times(component, 1, ErrorKind::timeout);
  EXPECT_EQ(component.state(), State::open);
  int calls = 0;
  const auto refused = component.guard([&] {
    ++calls;
    return good();
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(calls, 0);
  const auto wait = Component::wait_of(refused.error());
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, 59min);
  EXPECT_LE(*wait, 1h);
}

TEST(Component, takes_a_refusal_for_a_sign_of_life) {
  Component component("svarut", kSettings);
  fail_times(component, 2);
  fail_times(component, 1, ErrorKind::rejected_by_peer);
  fail_times(component, 2);
  EXPECT_EQ(component.state(), State::closed);
}

TEST(Component, says_beforehand_what_a_call_would_get_without_taking_the_probe) {
  Component component("svarut", {1, 1ms, 1ms});
  EXPECT_FALSE(component.refusal());
  fail_times(component, 1);
  while (component.refusal()) {
  }
  EXPECT_FALSE(component.refusal());
  EXPECT_EQ(component.state(), State::open);
  EXPECT_EQ(component.guard(good), 7);
  EXPECT_EQ(component.state(), State::closed);
}

TEST(Component, calls_nothing_while_paused_and_goes_on_when_resumed) {
  Component component("svarut", kSettings);
  component.pause();
  EXPECT_EQ(component.state(), State::paused);
  const auto refused = component.guard(good);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(Component::wait_of(refused.error()));
  EXPECT_TRUE(component.refusal());
  component.resume();
  EXPECT_EQ(component.guard(good), 7);
}

TEST(Component, stays_paused_when_a_call_from_before_ends) {
  Component component("svarut", kSettings);
  EXPECT_EQ(component.guard([&] {
    component.pause();
    return good();
  }),
            7);
  EXPECT_EQ(component.state(), State::paused);
}

TEST(Component, tells_no_wait_of_any_other_error) {
  EXPECT_FALSE(Component::wait_of(bad(ErrorKind::unavailable).error()));
}

TEST(Components, are_made_once_and_found_by_name) {
  Components components(kSettings);
  auto& svarut = components.add("svarut");
  EXPECT_EQ(&components.add("svarut"), &svarut);
  EXPECT_EQ(components.find("svarut"), &svarut);
  EXPECT_EQ(components.find("krr"), nullptr);
  components.add("arkiv");
  ASSERT_EQ(components.all().size(), 2U);
  EXPECT_EQ(components.all()[0]->name(), "arkiv");
}

TEST(Components, name_every_state) {
  EXPECT_EQ(to_string(State::closed), "closed");
  EXPECT_EQ(to_string(State::open), "open");
  EXPECT_EQ(to_string(State::half_open), "half_open");
  EXPECT_EQ(to_string(State::paused), "paused");
}

}  // namespace
}  // namespace fangst::pipeline
