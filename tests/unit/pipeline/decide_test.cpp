#include <fangst/pipeline/dependency.hpp>
#include <fangst/pipeline/step.hpp>

#include <gtest/gtest.h>

namespace fangst::pipeline {
namespace {

using namespace std::chrono_literals;

const auto kNow = model::from_millis(1'790'000'000'000);

Error error_of(ErrorKind kind) { return {kind, "test.feil", "test", PublicText{"Feil."}}; }

TEST(Decide, retries_what_waiting_can_mend) {
  for (const auto kind : {ErrorKind::timeout, ErrorKind::unavailable, ErrorKind::internal}) {
    const auto result = decide(error_of(kind), kNow);
    ASSERT_TRUE(std::holds_alternative<Retry>(result.decision)) << to_string(kind);
    EXPECT_EQ(std::get<Retry>(result.decision).error.code(), "test.feil");
  }
}

TEST(Decide, parks_what_waiting_cannot_mend) {
  for (const auto kind :
       {ErrorKind::invalid_input, ErrorKind::unauthorised, ErrorKind::forbidden, ErrorKind::not_found,
        ErrorKind::conflict, ErrorKind::too_large, ErrorKind::rejected_by_dependency, ErrorKind::corrupt}) {
    EXPECT_TRUE(std::holds_alternative<Dead>(decide(error_of(kind), kNow).decision)) << to_string(kind);
  }
}

TEST(Decide, never_parks_nor_resends_what_may_have_been_done) {
  for (const auto kind :
       {ErrorKind::timeout, ErrorKind::unavailable, ErrorKind::rejected_by_dependency, ErrorKind::corrupt}) {
    const auto result = decide(error_of(kind).with_unknown_outcome(), kNow);
    EXPECT_TRUE(std::holds_alternative<Unknown>(result.decision)) << to_string(kind);
  }
}

TEST(Decide, waits_as_long_as_the_circuit_says) {
  const Error refused(ErrorKind::unavailable, std::string(Dependency::kNotAdmitted), "svarut", PublicText{"Hviler."},
                      PrivateDetail{"4200"});
  const auto result = decide(refused, kNow);
  ASSERT_TRUE(std::holds_alternative<Wait>(result.decision));
  EXPECT_EQ(std::get<Wait>(result.decision).until, kNow + 4200ms);
  EXPECT_EQ(std::get<Wait>(result.decision).reason, "Hviler.");
}

}  // namespace
}  // namespace fangst::pipeline
