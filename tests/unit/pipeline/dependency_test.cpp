#include <fangst/pipeline/dependency.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;
using State = policy::CircuitBreaker::State;

const policy::CircuitBreaker::Settings kSettings{3, 1h, 2h};

Result<int> good() { return 7; }
Result<int> bad(ErrorKind kind) { return Failure(Error(kind, "test", "test", PublicText{""})); }

void fail_times(Dependency& dependency, int times, ErrorKind kind = ErrorKind::unavailable) {
  for (int i = 0; i < times; ++i) EXPECT_FALSE(dependency.guard([&] { return bad(kind); }));
}

struct DependencyTest : testing::Test {
  support::ManualClock clock;
  Dependency dependency{"svarut", DependencyKind::other, kSettings, clock};
};

TEST_F(DependencyTest, passes_the_answer_of_a_call_on) {
  EXPECT_EQ(dependency.guard(good), 7);
  EXPECT_EQ(dependency.guard([] { return bad(ErrorKind::conflict); }).error().kind(), ErrorKind::conflict);
}

TEST_F(DependencyTest, calls_no_more_after_so_many_failures_in_a_row) {
  fail_times(dependency, 2);
  EXPECT_EQ(dependency.state(), State::closed);
  fail_times(dependency, 1, ErrorKind::timeout);
  EXPECT_EQ(dependency.state(), State::open);
  int calls = 0;
  const auto refused = dependency.guard([&] {
    ++calls;
    return good();
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(calls, 0);
  const auto wait = Dependency::wait_of(refused.error());
  ASSERT_TRUE(wait);
  EXPECT_EQ(*wait, 1h);
  clock.advance(59min);
  EXPECT_EQ(Dependency::wait_of(dependency.guard(good).error()), 1min);
}

TEST_F(DependencyTest, takes_a_refusal_for_a_sign_of_life) {
  fail_times(dependency, 2);
  fail_times(dependency, 1, ErrorKind::rejected_by_dependency);
  fail_times(dependency, 2);
  EXPECT_EQ(dependency.state(), State::closed);
}

TEST_F(DependencyTest, takes_only_silence_for_an_outage_and_every_other_error_for_a_sign_of_life) {
  for (int i = 0; i <= static_cast<int>(ErrorKind::internal); ++i) {
    const auto kind = static_cast<ErrorKind>(i);
    Dependency fresh("svarut", DependencyKind::other, kSettings, clock);
    fail_times(fresh, 3, kind);
    const bool is_silence = kind == ErrorKind::timeout || kind == ErrorKind::unavailable;
    EXPECT_EQ(fresh.state(), is_silence ? State::open : State::closed) << to_string(kind);
  }
}

TEST_F(DependencyTest, says_of_a_call_that_it_did_not_make_why_and_that_it_may_be_made_later) {
  dependency.pause();
  const auto paused = dependency.refusal().value();
  EXPECT_EQ(paused.public_text(), "Satt på pause av drift. Det går videre når pausen er over.");
  dependency.resume();
  fail_times(dependency, 3);
  const auto away = dependency.refusal().value();
  EXPECT_EQ(away.public_text(), "Tjenesten svarer ikke. Vi prøver igjen av oss selv.");
  for (const auto& error : {paused, away}) {
    EXPECT_EQ(error.kind(), ErrorKind::unavailable);
    EXPECT_EQ(error.code(), Dependency::kNotAdmitted);
    EXPECT_EQ(error.where(), "svarut");
    EXPECT_FALSE(error.outcome_unknown()) << "nothing was sent";
  }
}

TEST_F(DependencyTest, says_beforehand_what_a_call_would_get_without_taking_the_probe) {
  EXPECT_FALSE(dependency.refusal());
  fail_times(dependency, 3);
  clock.advance(1h - 1ms);
  EXPECT_TRUE(dependency.refusal());
  clock.advance(1ms);
  EXPECT_FALSE(dependency.refusal());
  EXPECT_EQ(dependency.state(), State::open);
  EXPECT_EQ(dependency.guard(good), 7);
  EXPECT_EQ(dependency.state(), State::closed);
}

TEST_F(DependencyTest, calls_nothing_while_paused_and_goes_on_when_resumed) {
  dependency.pause();
  EXPECT_EQ(dependency.state(), State::paused);
  const auto refused = dependency.guard(good);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(Dependency::wait_of(refused.error()));
  EXPECT_TRUE(dependency.refusal());
  dependency.resume();
  EXPECT_EQ(dependency.guard(good), 7);
}

TEST_F(DependencyTest, stays_paused_when_a_call_from_before_ends) {
  EXPECT_EQ(dependency.guard([&] {
    dependency.pause();
    return good();
  }),
            7);
  EXPECT_EQ(dependency.state(), State::paused);
}

/// What a listener hears, e.g. "svarut opened test".
class Heard {
 public:
  DependencyListener listener() {
    return [this](const DependencyChange& change) {
      lines.push_back(std::string(change.dependency) + " " + std::string(to_string(change.now)) +
                      (change.reason == nullptr ? "" : " " + change.reason->code()));
    };
  }
  std::vector<std::string> lines;
};

TEST_F(DependencyTest, tells_of_each_change_once_and_why_it_opened) {
  Heard heard;
  dependency.listen(heard.listener());
  fail_times(dependency, 2);
  EXPECT_TRUE(heard.lines.empty());
  fail_times(dependency, 1);
  EXPECT_EQ(heard.lines, (std::vector<std::string>{"svarut opened test"}));
  clock.advance(1h);
  fail_times(dependency, 1);  // the probe: it was open, and it is open
  EXPECT_EQ(dependency.state(), State::open);
  clock.advance(2h);
  EXPECT_EQ(dependency.guard(good), 7);
  EXPECT_EQ(dependency.guard(good), 7);
  EXPECT_EQ(heard.lines, (std::vector<std::string>{"svarut opened test", "svarut closed"}));
  heard.lines.clear();
  dependency.pause();
  dependency.pause();
  dependency.resume();
  dependency.resume();
  EXPECT_EQ(heard.lines, (std::vector<std::string>{"svarut paused", "svarut resumed"}));
}

TEST_F(DependencyTest, tells_without_a_lock) {
  State seen = State::closed;
  dependency.listen([&](const DependencyChange&) { seen = dependency.state(); });
  dependency.pause();
  EXPECT_EQ(seen, State::paused);
}

TEST(Dependencies, tell_also_of_those_that_were_added_before_and_after) {
  Heard heard;
  const support::ManualClock clock;
  Dependencies dependencies(kSettings, clock);
  dependencies.add("svarut");
  dependencies.listen(heard.listener());
  dependencies.add("krr").pause();
  dependencies.find("svarut")->pause();
  EXPECT_EQ(heard.lines, (std::vector<std::string>{"krr paused", "svarut paused"}));
}

TEST(Dependency, tells_no_wait_of_any_other_error) {
  EXPECT_FALSE(Dependency::wait_of(bad(ErrorKind::unavailable).error()));
}

TEST(Dependencies, are_made_once_and_found_by_name) {
  const support::ManualClock clock;
  Dependencies dependencies(kSettings, clock);
  auto& svarut = dependencies.add("svarut");
  EXPECT_EQ(&dependencies.add("svarut"), &svarut);
  EXPECT_EQ(dependencies.find("svarut"), &svarut);
  EXPECT_EQ(dependencies.find("krr"), nullptr);
  dependencies.add("arkiv");
  ASSERT_EQ(dependencies.all().size(), 2U);
  EXPECT_EQ(dependencies.all()[0]->name(), "arkiv");
}

/// By it an operator's resume finds what has waited. One that was paused before a restart is first named by no user of
/// it.
TEST(Dependencies, have_the_kind_that_is_said_first_also_when_they_were_named_before_without_one) {
  const support::ManualClock clock;
  Dependencies dependencies(kSettings, clock);
  auto& svarut = dependencies.add("svarut");
  EXPECT_EQ(svarut.kind(), DependencyKind::other);
  svarut.pause();
  EXPECT_EQ(&dependencies.add("svarut", DependencyKind::dispatcher), &svarut);
  EXPECT_EQ(svarut.kind(), DependencyKind::dispatcher);
  EXPECT_EQ(svarut.state(), State::paused);
  dependencies.add("svarut", DependencyKind::archive);
  dependencies.add("svarut");
  EXPECT_EQ(svarut.kind(), DependencyKind::dispatcher);
  for (const auto kind : {DependencyKind::source, DependencyKind::archive, DependencyKind::contact_register}) {
    EXPECT_EQ(dependencies.add("ny " + std::to_string(static_cast<int>(kind)), kind).kind(), kind);
  }
}

TEST(Dependencies, name_every_state) {
  EXPECT_EQ(to_string(State::closed), "closed");
  EXPECT_EQ(to_string(State::open), "open");
  EXPECT_EQ(to_string(State::half_open), "half_open");
  EXPECT_EQ(to_string(State::paused), "paused");
}

}  // namespace
}  // namespace fangst::pipeline
