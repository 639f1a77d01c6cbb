#include "both_databases.hpp"

#include <fangst/pipeline/pause_watch.hpp>
#include <fangst/store/operations.hpp>

namespace fangst::testing {
namespace {

using namespace std::chrono_literals;
using policy::CircuitBreaker;

/// Two nodes over one database; the operator asks one of them.
class PauseWatch : public BothDatabases {
 protected:
  /// Whether the watch has taken it over when it has looked once more.
  bool becomes(pipeline::Dependency& dependency, CircuitBreaker::State state) {
    look_once();
    return dependency.state() == state;
  }
  void look_once() {
    ASSERT_TRUE(database->clock->is_waited_by(kEvery));
    database->clock->advance(kEvery);
    ASSERT_TRUE(database->clock->is_waited_by(kEvery));
  }

  static constexpr auto kEvery = 20s;
  static constexpr policy::CircuitBreaker::Settings kCircuit{3, 1h, 1h};
};
FANGST_ON_BOTH_DATABASES(PauseWatch);

TEST_P(PauseWatch, carries_pause_and_resume_to_the_other_node) {
  pipeline::Dependencies elsewhere(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, elsewhere, kEvery);
  auto& svarut = elsewhere.add("svarut");
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:test"));
  EXPECT_TRUE(becomes(svarut, CircuitBreaker::State::paused));
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:test"));
  EXPECT_TRUE(becomes(svarut, CircuitBreaker::State::closed));
}

TEST_P(PauseWatch, carries_each_of_several_pauses_by_itself) {
  pipeline::Dependencies elsewhere(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, elsewhere, kEvery);
  std::vector<pipeline::Dependency*> all;
  for (const auto* name : {"arkiv", "krr", "svarut", "digipost"}) {
    all.push_back(&elsewhere.add(name));
    if (all.size() < 4) {
      ASSERT_TRUE(store::pause_dependency(**database, name, "operator:test"));
    }
  }
  look_once();
  const auto paused = [&] {
    std::vector<std::string> names;
    for (const auto* dependency : all) {
      if (dependency->state() == CircuitBreaker::State::paused) names.push_back(dependency->name());
    }
    return names;
  };
  EXPECT_EQ(paused(), (std::vector<std::string>{"arkiv", "krr", "svarut"}));
  ASSERT_TRUE(store::resume_dependency(**database, "krr", "operator:test"));
  look_once();
  EXPECT_EQ(paused(), (std::vector<std::string>{"arkiv", "svarut"}));
}

/// An operator who has paused must not see calls again because the database was away.
TEST_P(PauseWatch, changes_nothing_while_the_database_does_not_answer) {
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:test"));
  pipeline::Dependencies here(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, here, kEvery);
  auto& svarut = here.add("svarut");
  auto& krr = here.add("krr");
  database->tamper("ALTER TABLE dependency_pause RENAME TO away");
  look_once();
  EXPECT_EQ(svarut.state(), CircuitBreaker::State::paused);
  EXPECT_EQ(krr.state(), CircuitBreaker::State::closed);
  database->tamper("ALTER TABLE away RENAME TO dependency_pause");
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:test"));
  EXPECT_TRUE(becomes(svarut, CircuitBreaker::State::closed)) << "and goes on when it answers again";
}

TEST_P(PauseWatch, does_not_begin_when_it_cannot_be_known_what_is_paused) {
  pipeline::Dependencies here(kCircuit, *database->clock);
  database->tamper("ALTER TABLE dependency_pause RENAME TO away");
  EXPECT_THROW(pipeline::PauseWatch(**database, here, kEvery), std::runtime_error);
  database->tamper("ALTER TABLE away RENAME TO dependency_pause");
}

TEST_P(PauseWatch, looks_every_other_second_when_nothing_is_said) {
  pipeline::Dependencies here(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, here);
  EXPECT_TRUE(database->clock->is_waited_by(2s));
}

TEST_P(PauseWatch, knows_what_was_paused_before_anything_is_called) {
  ASSERT_TRUE(store::pause_dependency(**database, "krr", "operator:test"));
  pipeline::Dependencies here(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, here, kEvery);
  EXPECT_EQ(here.add("krr").state(), CircuitBreaker::State::paused);
}

/// By its kind a resume finds the steps that have waited.
TEST_P(PauseWatch, leaves_it_to_the_user_of_a_dependency_to_say_what_it_is_for) {
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:test"));
  pipeline::Dependencies here(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, here, kEvery);
  const auto& svarut = here.add("svarut", pipeline::DependencyKind::dispatcher);
  EXPECT_EQ(svarut.kind(), pipeline::DependencyKind::dispatcher);
  EXPECT_EQ(svarut.state(), CircuitBreaker::State::paused);
}

TEST_P(PauseWatch, leaves_a_circuit_alone_that_nobody_paused) {
  pipeline::Dependencies here(kCircuit, *database->clock);
  auto& svarut = here.add("svarut");
  const Error away(ErrorKind::unavailable, "test", "test", PublicText{"borte"});
  for (int i = 0; i < 3; ++i) static_cast<void>(svarut.guard([&]() -> Result<void> { return Failure(away); }));
  const pipeline::PauseWatch watch(**database, here, kEvery);
  for (int looks = 0; looks < 3; ++looks) look_once();
  EXPECT_EQ(svarut.state(), CircuitBreaker::State::open);
}

}  // namespace
}  // namespace fangst::testing
