#include <fangst/amqp/consumer.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/test_broker.hpp>

#include <gtest/gtest.h>

#include <map>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;
using Answer = Consumer::Answer;

class ConsumerTest : public testing::Test {
 protected:
  void SetUp() override {
    broker_ = support::TestBroker::shared();
    if (!broker_) GTEST_SKIP() << "needs FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
    broker_->call("PUT", "/queues/{vhost}/proeve", R"({"durable":true})");
    consumer_ =
        std::make_unique<Consumer>(broker_->connection(), "test", ConsumerSettings{.queues = {"proeve"}}, clock_,
                                   ConsumerHooks{.prepare = nullptr,
                                                 .on_delivery =
                                                     [this](Ticket ticket, Delivered&& delivered) {
                                                       const std::lock_guard lock(mutex_);
                                                       tickets_[delivered.body] = ticket;
                                                     },
                                                 .on_lost = [](std::uint64_t) {}});
    consumer_->start();
  }
  void TearDown() override { consumer_.reset(); }

  void publish(const std::string& body) { broker_->publish("amq.default", "proeve", body, "{}"); }

  /// The ticket of the message, once it has come by a connection after `earlier`; time goes on meanwhile.
  Ticket ticket_of(const std::string& body, std::uint64_t earlier = 0) {
    Ticket ticket;
    EXPECT_TRUE(support::eventually([&] {
      clock_.advance(100ms);
      const std::lock_guard lock(mutex_);
      ticket = tickets_[body];
      return ticket.connection > earlier;
    })) << body;
    return ticket;
  }

  std::unique_ptr<support::TestBroker> broker_;
  support::ManualClock clock_;
  std::mutex mutex_;
  std::map<std::string, Ticket> tickets_;
  std::unique_ptr<Consumer> consumer_;
};

/// The tags of a connection begin at 1 again: the late answer to one message would take another off the queue.
TEST_F(ConsumerTest, gives_the_answer_to_a_message_of_an_earlier_connection_to_nobody) {
  publish("a");
  publish("b");
  consumer_->answer(ticket_of("a"), Answer::acknowledge);
  const auto late = ticket_of("b");
  ASSERT_TRUE(support::eventually([&] { return broker_->count("proeve") == 1; }));

  ASSERT_TRUE(support::eventually([&] { return broker_->kill_connections() >= 1; }));
  const auto again = ticket_of("b", late.connection);
  publish("c");
  ASSERT_EQ(ticket_of("c").tag, late.tag) << "what the test is about";

  consumer_->answer(late, Answer::acknowledge);
  consumer_->answer(again, Answer::acknowledge);
  consumer_->stop();
  EXPECT_EQ(broker_->get("proeve").value().body, "c");
  EXPECT_FALSE(broker_->get("proeve"));
}

}  // namespace
}  // namespace fangst::amqp
