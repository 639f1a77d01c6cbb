#include <fangst/amqp/publisher.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/test_broker.hpp>

#include <gtest/gtest.h>

#include <future>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;

/// A publisher to a queue that holds one message and refuses the next.
class PublisherTest : public testing::Test {
 protected:
  void SetUp() override {
    broker_ = support::TestBroker::shared();
    if (!broker_) GTEST_SKIP() << "needs FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
    broker_->call("PUT", "/queues/{vhost}/liten",
                  R"({"durable":true,"arguments":{"x-max-length":1,"x-overflow":"reject-publish"}})");
    publisher_ = std::make_unique<Publisher>(broker_->connection(), "test", clock_,
                                             PublisherHooks{.prepare =
                                                                [this](Connection&) {
                                                                  ++connections_;
                                                                  return Result<void>{};
                                                                },
                                                            .check = nullptr,
                                                            .on_change = nullptr});
    publisher_->start();
    ASSERT_TRUE(support::eventually([&] { return publisher_->is_ready(); }));
  }
  void TearDown() override { publisher_.reset(); }

  PublishOutcome publish(const std::string& id) {
    const auto outcome = std::make_shared<std::promise<PublishOutcome>>();
    const bool is_taken = publisher_->offer({.exchange = {},
                                             .routing_key = "liten",
                                             .body = "x",
                                             .content_type = "text/plain",
                                             .message_id = id,
                                             .correlation_id = {},
                                             .type = {},
                                             .headers = {},
                                             .mandatory = true},
                                            [outcome](PublishOutcome is) { outcome->set_value(is); });
    return is_taken ? outcome->get_future().get() : PublishOutcome::lost;
  }
  void fill() {
    ASSERT_EQ(publish("1"), PublishOutcome::confirmed);
    // How many a queue takes beyond its limit is the broker's affair.
    ASSERT_TRUE(support::eventually([&] { return publish("2") == PublishOutcome::refused; }));
  }

  std::unique_ptr<support::TestBroker> broker_;
  support::ManualClock clock_;
  std::atomic<int> connections_{0};
  std::unique_ptr<Publisher> publisher_;
};

TEST_F(PublisherTest, says_that_a_queue_is_full_until_it_takes_again) {
  fill();
  EXPECT_TRUE(publisher_->is_refused());
  EXPECT_NE(publisher_->problem().find("liten"), std::string::npos);
  ASSERT_EQ(broker_->call("DELETE", "/queues/{vhost}/liten/contents").status, 204);
  ASSERT_TRUE(support::eventually([&] { return publish("3") == PublishOutcome::confirmed; }));
  EXPECT_FALSE(publisher_->is_refused());
  EXPECT_EQ(connections_, 1);
}

TEST_F(PublisherTest, connects_anew_when_a_queue_has_refused_for_longer_than_a_confirm_may_take) {
  fill();
  const auto patience = broker_->connection().confirm_timeout;
  clock_.advance(patience);
  EXPECT_NE(publish("3"), PublishOutcome::lost) << "it has gone round once more, and still has patience";
  EXPECT_EQ(connections_, 1);
  clock_.advance(1ms);
  publisher_->request_check();
  ASSERT_TRUE(clock_.is_waited_by(50ms, 100ms)) << "the pause before it connects anew";
  EXPECT_FALSE(publisher_->is_ready());
  clock_.advance(100ms);
  ASSERT_TRUE(support::eventually([&] { return publisher_->is_ready(); }));
  EXPECT_EQ(connections_, 2);
  EXPECT_FALSE(publisher_->is_refused());
}

}  // namespace
}  // namespace fangst::amqp
