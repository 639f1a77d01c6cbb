#include "intake_fixture.hpp"

namespace fangst::rabbitmq {
namespace {

using namespace std::chrono_literals;

class Pauses : public Intake {
 protected:
  /// A message that was delivered so often before, and cannot be decided now, is put back after just this pause.
  void expect_pause(const std::string& deliveries, std::chrono::milliseconds pause) {
    auto given = message(deliveries, "svar");
    given.headers["x-delivery-count"] = deliveries;
    const auto tag = std::to_string(broker_.deliver(kQueue, given));
    answer(deliveries, 503);
    ASSERT_TRUE(clock_.is_waited_by(pause)) << deliveries;
    EXPECT_EQ(broker_.count_said("basic.nack " + tag + " requeue"), 0U) << deliveries;
    clock_.advance(pause);
    EXPECT_TRUE(broker_.is_said("basic.nack " + tag + " requeue")) << deliveries;
  }
};

TEST_F(Pauses, double_up_to_the_longest_while_nothing_can_be_decided) {
  start();
  for (const auto& [deliveries, pause] : {std::pair{"0", 1s},
                                          {"1", 2s},
                                          {"2", 4s},
                                          {"4", 16s},
                                          {"5", 30s},
                                          {"10", 30s},
                                          {"31", 30s},
                                          {"4294967295", 30s},
                                          {"9223372036854775807", 30s}}) {
    expect_pause(deliveries, pause);
  }
  EXPECT_TRUE(broker_.published().empty()) << "the sender is not told of what is not decided";
}

TEST_F(Pauses, double_ten_times_at_most) {
  settings_.longest_pause = 24h;
  start();
  for (const auto& [deliveries, pause] : {std::pair{"9", 512s}, {"10", 1024s}, {"11", 1024s}, {"40", 1024s}}) {
    expect_pause(deliveries, pause);
  }
}

TEST_F(Pauses, are_of_each_message_its_own) {
  start();
  auto slow = message("slow");
  slow.headers["x-delivery-count"] = "3";
  broker_.deliver(kQueue, slow);
  answer("slow", 503);
  ASSERT_TRUE(clock_.is_waited_by(8s));
  broker_.deliver(kQueue, message("quick"));
  answer("quick", 503);
  ASSERT_TRUE(clock_.is_waited_by(1s)) << "whoever came first does not hold it up";
  clock_.advance(1s);
  ASSERT_TRUE(broker_.is_said("basic.nack 2 requeue"));
  EXPECT_EQ(broker_.count_said("basic.nack 1 requeue"), 0U);
  ASSERT_TRUE(clock_.is_waited_by(7s));
  clock_.advance(7s);
  EXPECT_TRUE(broker_.is_said("basic.nack 1 requeue"));
}

TEST_F(Pauses, put_off_a_message_whose_answer_the_broker_does_not_take) {
  broker_.set_confirms(false);
  start();
  broker_.deliver(kQueue, message("refused", "svar"));
  answer("refused", 201);
  ASSERT_TRUE(broker_.is_published(1));
  broker_.reject(1);
  ASSERT_TRUE(clock_.is_waited_by(1s));
  clock_.advance(1s);
  EXPECT_TRUE(broker_.is_said("basic.nack 1 requeue"));

  broker_.deliver(kQueue, message("blocked", "svar"));
  broker_.block(true);
  ASSERT_TRUE(support::eventually([&] { return !intake_->is_healthy(); }));
  EXPECT_EQ(intake_->problems().size(), 1U);
  answer("blocked", 201);
  ASSERT_TRUE(clock_.is_waited_by(1s));
  clock_.advance(1s);
  EXPECT_TRUE(broker_.is_said("basic.nack 2 requeue"));
  EXPECT_EQ(broker_.published().size(), 1U);
}

}  // namespace
}  // namespace fangst::rabbitmq
