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

TEST_P(PauseWatch, knows_what_was_paused_before_anything_is_called) {
  ASSERT_TRUE(store::pause_dependency(**database, "krr", "operator:test"));
  pipeline::Dependencies here(kCircuit, *database->clock);
  const pipeline::PauseWatch watch(**database, here, kEvery);
  EXPECT_EQ(here.add("krr").state(), CircuitBreaker::State::paused);
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
