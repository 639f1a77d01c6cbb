#include <fangst/queue_notifier/queue_notifier.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/test_broker.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace fangst::queue_notifier {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class QueueNotifierTest : public testing::Test {
 protected:
  void SetUp() override {
    broker_ = support::TestBroker::shared();
    if (!broker_) GTEST_SKIP() << "needs FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
    settings_.connection = broker_->connection();
    settings_.sources = {model::SourceName("gerica"), model::SourceName("visma")};
  }
  static ports::StatusEvent event(const std::string& id, const std::string& source = "gerica") {
    return {.id = id,
            .type = "no.fangst.submission.finished.v1",
            .source = model::SourceName(source),
            .json = R"({"specversion":"1.0","id":")" + id + R"("})",
            .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
  }
  model::Deadline soon() const { return clock_.monotonic() + 30s; }

  std::unique_ptr<support::TestBroker> broker_;
  QueueNotifierSettings settings_;
  ports::SystemClock clock_;
};

TEST_F(QueueNotifierTest, an_event_lies_persistent_in_the_queue_of_its_source) {
  QueueNotifier notifier(settings_, clock_);
  const auto told = notifier.notify(event("e-1"), soon());
  ASSERT_TRUE(told) << told.error().private_detail();
  const auto message = broker_->get("fangst.ut.gerica");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->routing_key, "gerica.no.fangst.submission.finished.v1");
  EXPECT_EQ(message->body, R"({"specversion":"1.0","id":"e-1"})");
  EXPECT_THAT(message->properties, HasSubstr(R"("message_id":"e-1")"));
  EXPECT_THAT(message->properties, HasSubstr(R"("delivery_mode":2)"));
  EXPECT_THAT(message->properties, HasSubstr("application/cloudevents+json"));
  EXPECT_THAT(message->properties, HasSubstr("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  EXPECT_FALSE(broker_->get("fangst.ut.visma"));
}

TEST_F(QueueNotifierTest, a_source_that_is_not_told_by_queue_is_a_success) {
  QueueNotifier notifier(settings_, clock_);
  EXPECT_TRUE(notifier.notify(event("e-1", "norkart"), soon()));
}

TEST_F(QueueNotifierTest, a_queue_that_nobody_empties_refuses_instead_of_dropping) {
  settings_.most_untold = 2;
  QueueNotifier notifier(settings_, clock_);
  std::size_t told = 0;
  std::optional<Error> refusal;
  for (int i = 0; i < 50 && !refusal; ++i) {
    auto result = notifier.notify(event("e-" + std::to_string(i)), soon());
    if (!result) refusal = result.error();
    told += result ? 1 : 0;
  }
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->kind(), ErrorKind::unavailable);
  EXPECT_EQ(refusal->code(), "queue.fagsystem_henter_ikke");
  for (std::size_t i = 0; i < told; ++i) EXPECT_TRUE(broker_->get("fangst.ut.gerica")) << i;
}

TEST_F(QueueNotifierTest, is_unavailable_without_a_broker) {
  settings_.connection.port = 1;
  support::ManualClock clock;
  QueueNotifier notifier(settings_, clock);
  auto asked = std::async(std::launch::async, [&] { return notifier.notify(event("e-1"), clock.monotonic() + 30s); });
  ASSERT_TRUE(clock.is_waited_by(2s)) << "its patience, not the whole deadline";
  clock.advance(2s);
  const auto told = asked.get();
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind(), ErrorKind::unavailable);
  EXPECT_FALSE(notifier.is_healthy());
  EXPECT_FALSE(notifier.problems().empty());
}

TEST_F(QueueNotifierTest, goes_on_after_a_cut_connection) {
  QueueNotifier notifier(settings_, clock_);
  ASSERT_TRUE(notifier.notify(event("e-1"), soon()));
  ASSERT_TRUE(support::eventually([&] { return broker_->kill_connections() > 0; }));
  ASSERT_TRUE(support::eventually([&] { return notifier.notify(event("e-2"), soon()).has_value(); }));
}

}  // namespace
}  // namespace fangst::queue_notifier
