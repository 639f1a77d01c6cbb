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
  static bool becomes(pipeline::Dependency& dependency, CircuitBreaker::State state) {
    for (int i = 0; i < 1000 && dependency.state() != state; ++i) std::this_thread::sleep_for(10ms);
    return dependency.state() == state;
  }

  pipeline::Dependencies here{{3, 1s, 1s}}, elsewhere{{3, 1s, 1s}};
};
FANGST_ON_BOTH_DATABASES(PauseWatch);

TEST_P(PauseWatch, carries_pause_and_resume_to_the_other_node) {
  const pipeline::PauseWatch watch(**database, elsewhere, 20ms);
  auto& svarut = elsewhere.add("svarut");
  ASSERT_TRUE(store::pause_dependency(**database, "svarut", "operator:test"));
  EXPECT_TRUE(becomes(svarut, CircuitBreaker::State::paused));
  ASSERT_TRUE(store::resume_dependency(**database, "svarut", "operator:test"));
  EXPECT_TRUE(becomes(svarut, CircuitBreaker::State::closed));
}

TEST_P(PauseWatch, knows_what_was_paused_before_anything_is_called) {
  ASSERT_TRUE(store::pause_dependency(**database, "krr", "operator:test"));
  const pipeline::PauseWatch watch(**database, here, 1h);
  EXPECT_EQ(here.add("krr").state(), CircuitBreaker::State::paused);
}

TEST_P(PauseWatch, leaves_a_circuit_alone_that_nobody_paused) {
  auto& svarut = here.add("svarut");
  const Error away(ErrorKind::unavailable, "test", "test", PublicText{"borte"});
  for (int i = 0; i < 3; ++i) static_cast<void>(svarut.guard([&]() -> Result<void> { return Failure(away); }));
  const pipeline::PauseWatch watch(**database, here, 10ms);
  std::this_thread::sleep_for(50ms);
  EXPECT_NE(svarut.state(), CircuitBreaker::State::closed);
}

}  // namespace
}  // namespace fangst::testing
