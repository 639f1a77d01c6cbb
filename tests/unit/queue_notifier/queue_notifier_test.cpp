#include <fangst/queue_notifier/queue_notifier.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/fake_broker.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace fangst::queue_notifier {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

/// Two sources are told by queue; the broker confirms when the test says so.
class Notifying : public testing::Test {
 protected:
  void start(std::optional<std::int64_t> most_untold = std::nullopt) {
    QueueNotifierSettings settings;
    settings.connection = broker_.connection();
    settings.sources = {model::SourceName("gerica"), model::SourceName("visma")};
    if (most_untold) settings.most_untold = *most_untold;
    notifier_ = std::make_unique<QueueNotifier>(settings, clock_);
    ASSERT_TRUE(support::eventually([&] { return notifier_->is_healthy(); }));
  }
  void TearDown() override { notifier_.reset(); }

  static ports::StatusEvent event(const std::string& source) {
    return {.id = "id av hendelsen",
            .type = "no.fangst.submission.finished.v1",
            .source = model::SourceName(source),
            .json = R"({"specversion":"1.0"})",
            .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
  }
  /// Told on another thread, with so much time.
  std::future<Result<void>> tell(const std::string& source, std::chrono::milliseconds time) {
    return std::async(std::launch::async, [this, source, deadline = clock_.monotonic() + time] {
      return notifier_->notify(event(source), deadline);
    });
  }
  static void expect(std::future<Result<void>>& told, ErrorKind kind, const std::string& code) {
    const auto result = told.get();
    ASSERT_FALSE(result) << code;
    EXPECT_EQ(result.error().kind(), kind) << code;
    EXPECT_EQ(result.error().code(), code);
    EXPECT_EQ(result.error().where(), "rabbitmq fangst.ut.gerica");
    EXPECT_NE(result.error().public_text().find("prøver igjen av seg selv"), std::string::npos);
    EXPECT_FALSE(result.error().outcome_unknown()) << "an event may be told twice";
  }

  support::FakeBroker broker_;
  support::ManualClock clock_;
  std::unique_ptr<QueueNotifier> notifier_;
};

TEST_F(Notifying, makes_each_source_a_queue_that_keeps_what_it_has_when_it_is_full) {
  start(7);
  EXPECT_THAT(broker_.said_after("channel.open"),
              ElementsAre("exchange.declare fangst.ut topic durable",
                          "queue.declare fangst.ut.gerica durable x-queue-type=quorum x-max-length=7 "
                          "x-overflow=reject-publish",
                          "queue.bind fangst.ut.gerica fangst.ut gerica.#",
                          "queue.declare fangst.ut.visma durable x-queue-type=quorum x-max-length=7 "
                          "x-overflow=reject-publish",
                          "queue.bind fangst.ut.visma fangst.ut visma.#", "confirm.select"));
}

TEST_F(Notifying, lets_a_source_leave_a_hundred_thousand_events_when_nothing_else_is_said) {
  start();
  EXPECT_EQ(broker_.count_said("queue.declare fangst.ut.gerica durable x-queue-type=quorum x-max-length=100000 "
                               "x-overflow=reject-publish"),
            1U);
}

TEST_F(Notifying, sends_each_event_to_its_source_with_all_that_it_has) {
  start();
  for (const std::string source : {"gerica", "visma"}) ASSERT_TRUE(tell(source, 10s).get()) << source;
  auto without_trace = event("gerica");
  without_trace.traceparent.clear();
  ASSERT_TRUE(notifier_->notify(without_trace, clock_.monotonic() + 10s));
  support::FakeMessage expected{.exchange = "fangst.ut",
                                .routing_key = "gerica.no.fangst.submission.finished.v1",
                                .body = R"({"specversion":"1.0"})",
                                .content_type = "application/cloudevents+json",
                                .message_id = "id av hendelsen",
                                .type = "no.fangst.submission.finished.v1",
                                .headers = {{"traceparent", event("").traceparent}},
                                .delivery_mode = 2,
                                .mandatory = false};
  auto to_visma = expected;
  to_visma.routing_key = "visma.no.fangst.submission.finished.v1";
  auto untraced = expected;
  untraced.headers.clear();
  EXPECT_EQ(broker_.published(), (std::vector<support::FakeMessage>{expected, to_visma, untraced}));
}

TEST_F(Notifying, has_told_nobody_before_the_broker_has_confirmed) {
  broker_.set_confirms(false);
  start();
  auto told = tell("gerica", 10s);
  ASSERT_TRUE(broker_.is_published(1));
  ASSERT_TRUE(clock_.is_waited_by(10s)) << "for the confirm, as long as the caller can wait";
  EXPECT_EQ(told.wait_for(0s), std::future_status::timeout);
  broker_.confirm(1);
  EXPECT_TRUE(told.get());
}

TEST_F(Notifying, says_that_the_source_does_not_empty_its_queue_when_the_broker_refuses) {
  broker_.set_confirms(false);
  start();
  auto told = tell("gerica", 10s);
  ASSERT_TRUE(broker_.is_published(1));
  broker_.reject(1);
  expect(told, ErrorKind::unavailable, "queue.fagsystem_henter_ikke");
}

TEST_F(Notifying, says_that_the_broker_was_away_when_the_connection_breaks_before_the_confirm) {
  broker_.set_confirms(false);
  start();
  auto told = tell("gerica", 10s);
  ASSERT_TRUE(broker_.is_published(1));
  broker_.hang_up();
  expect(told, ErrorKind::unavailable, "queue.broker_borte");
}

TEST_F(Notifying, says_that_no_confirm_came_when_the_callers_time_is_over) {
  broker_.set_confirms(false);
  start();
  auto told = tell("gerica", 10s);
  ASSERT_TRUE(broker_.is_published(1));
  ASSERT_TRUE(clock_.is_waited_by(10s));
  clock_.advance(10s);
  expect(told, ErrorKind::timeout, "queue.broker_uten_bekreftelse");
}

TEST_F(Notifying, stands_two_seconds_before_a_broker_that_blocks_and_never_longer_than_the_caller_has) {
  start();
  broker_.block(true);
  ASSERT_TRUE(support::eventually([&] { return !notifier_->is_healthy(); }));
  EXPECT_EQ(notifier_->problems().size(), 1U);
  for (const auto& [has, stands] : {std::pair{10s, 2s}, {2s, 2s}, {1s, 1s}}) {
    auto told = tell("gerica", has);
    ASSERT_TRUE(clock_.is_waited_by(stands));
    clock_.advance(stands);
    expect(told, ErrorKind::unavailable, "queue.broker_borte");
  }
  EXPECT_TRUE(broker_.published().empty());
  broker_.block(false);
  ASSERT_TRUE(support::eventually([&] { return notifier_->is_healthy(); }));
  EXPECT_TRUE(notifier_->problems().empty());
  EXPECT_TRUE(tell("gerica", 10s).get());
}

TEST_F(Notifying, needs_no_broker_for_a_source_that_is_not_told_by_queue) {
  start();
  broker_.block(true);
  ASSERT_TRUE(support::eventually([&] { return !notifier_->is_healthy(); }));
  for (const std::string source : {"norkart", "gerica.x", ""}) {
    EXPECT_TRUE(notifier_->notify(event(source), clock_.monotonic())) << source;
  }
}

}  // namespace
}  // namespace fangst::queue_notifier
