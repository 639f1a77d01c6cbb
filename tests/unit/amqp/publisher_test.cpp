#include "publishing.hpp"

#include <gmock/gmock.h>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST_F(Publishing, gives_each_message_the_outcome_that_the_broker_tells_of_it) {
  start();
  std::vector<Outcome> outcomes(1);
  for (int id = 1; id <= 9; ++id) outcomes.push_back(publish(message(std::to_string(id))));
  ASSERT_TRUE(broker.is_published(9));
  broker.confirm(2);
  EXPECT_EQ(ended(outcomes[2]), PublishOutcome::confirmed);
  EXPECT_TRUE(is_open(outcomes[1])) << "one alone was confirmed";
  broker.give_back({.routing_key = "noekkel", .message_id = "3"});
  broker.confirm_up_to(4);
  EXPECT_EQ(ended(outcomes[1]), PublishOutcome::confirmed);
  EXPECT_EQ(ended(outcomes[3]), PublishOutcome::returned);
  EXPECT_EQ(ended(outcomes[4]), PublishOutcome::confirmed);
  EXPECT_TRUE(is_open(outcomes[5])) << "up to four and no further";
  broker.reject(6);
  EXPECT_EQ(ended(outcomes[6]), PublishOutcome::refused);
  EXPECT_TRUE(is_open(outcomes[5]));
  broker.reject_up_to(8);
  for (const std::size_t id : {5U, 7U, 8U}) EXPECT_EQ(ended(outcomes[id]), PublishOutcome::refused) << id;
  EXPECT_TRUE(is_open(outcomes[9]));
  broker.confirm(9);
  EXPECT_EQ(ended(outcomes[9]), PublishOutcome::confirmed);
}

TEST_F(Publishing, takes_a_return_for_one_message_also_when_two_have_the_same_id) {
  start();
  const auto first = publish(message("x"));
  const auto second = publish(message("x"));
  ASSERT_TRUE(broker.is_published(2));
  broker.give_back({.message_id = "x"});
  broker.confirm_up_to(2);
  EXPECT_EQ(ended(first), PublishOutcome::returned);
  EXPECT_EQ(ended(second), PublishOutcome::confirmed);
  const auto third = publish(message("y"));
  const auto fourth = publish(message("y"));
  ASSERT_TRUE(broker.is_published(4));
  broker.give_back({.message_id = "y"});
  broker.give_back({.message_id = "y"});
  broker.confirm_up_to(4);
  EXPECT_EQ(ended(third), PublishOutcome::returned);
  EXPECT_EQ(ended(fourth), PublishOutcome::returned);
}

TEST_F(Publishing, loses_all_that_is_unconfirmed_with_the_connection_and_counts_anew_on_the_next) {
  start();
  std::vector<Outcome> outcomes;
  for (const auto* id : {"1", "2", "3"}) outcomes.push_back(publish(message(id)));
  ASSERT_TRUE(broker.is_published(3));
  broker.hang_up();
  for (const auto& outcome : outcomes) EXPECT_EQ(ended(outcome), PublishOutcome::lost);
  ASSERT_TRUE(clock.is_waited_by(50ms, 100ms));
  EXPECT_FALSE(publisher->is_ready());
  EXPECT_THAT(publisher->problem(), HasSubstr("svarer ikke"));
  EXPECT_FALSE(publish(message("4")).valid());
  ASSERT_TRUE(is_connected_anew());
  EXPECT_EQ(publisher->problem(), "");
  EXPECT_EQ(told.text(), " made queue.broker_borte made");
  const auto next = publish(message("5"));
  ASSERT_TRUE(broker.is_published(4));
  broker.confirm(1);
  EXPECT_EQ(ended(next), PublishOutcome::confirmed);
}

TEST_F(Publishing, takes_nothing_while_the_broker_blocks_and_has_new_patience_afterwards) {
  start();
  const auto outcome = publish(message("1"));
  ASSERT_TRUE(broker.is_published(1));
  broker.block(true);
  ASSERT_TRUE(support::eventually([&] { return !publisher->is_ready(); }));
  EXPECT_THAT(publisher->problem(), HasSubstr("tar ikke imot"));
  EXPECT_FALSE(publish(message("2")).valid());
  const int checks_before = checks;
  clock.advance(1h);
  publisher->request_check();
  broker.block(false);
  ASSERT_TRUE(support::eventually([&] { return publisher->is_ready(); }));
  ASSERT_TRUE(support::eventually([&] { return checks > checks_before; })) << "what was asked for while it blocked";
  EXPECT_EQ(publisher->problem(), "");
  clock.advance(30s);
  ASSERT_TRUE(goes_round());
  EXPECT_TRUE(is_open(outcome));
  EXPECT_EQ(broker.connections(), 1);
  broker.confirm(1);
  EXPECT_EQ(ended(outcome), PublishOutcome::confirmed);
  EXPECT_EQ(told.text(), " made") << "a broker that blocks is not away";
}

TEST_F(Publishing, asks_nothing_of_a_broker_that_blocks) {
  start();
  ASSERT_TRUE(goes_round());
  broker.block(true);
  ASSERT_TRUE(support::eventually([&] { return !publisher->is_ready(); }));
  const int before = checks;
  publisher->request_check();
  broker.block(true);
  broker.hang_up();
  ASSERT_TRUE(clock.is_waited_by(50ms, 100ms));
  EXPECT_EQ(checks, before);
}

TEST_F(Publishing, connects_anew_when_the_oldest_message_is_unconfirmed_for_longer_than_it_may_be) {
  start();
  const auto first = publish(message("1"));
  ASSERT_TRUE(broker.is_published(1));
  clock.advance(10s);
  const auto second = publish(message("2"));
  ASSERT_TRUE(broker.is_published(2));
  clock.advance(20s);
  ASSERT_TRUE(goes_round());
  EXPECT_TRUE(is_open(first)) << "30 seconds, and no more";
  clock.advance(1ms);
  publisher->request_check();
  EXPECT_EQ(ended(first), PublishOutcome::lost);
  EXPECT_EQ(ended(second), PublishOutcome::lost);
  ASSERT_TRUE(is_connected_anew());
  EXPECT_EQ(told.text(), " made queue.broker_uten_bekreftelse made");
}

TEST_F(Publishing, says_that_a_queue_is_full_until_that_queue_takes_again) {
  start();
  const auto refused = publish(message("1", "full"));
  const auto other = publish(message("2", "annen"));
  const auto later = publish(message("3", "full"));
  ASSERT_TRUE(broker.is_published(3));
  broker.reject(1);
  EXPECT_EQ(ended(refused), PublishOutcome::refused);
  EXPECT_TRUE(publisher->is_refused());
  broker.confirm(2);
  EXPECT_EQ(ended(other), PublishOutcome::confirmed);
  EXPECT_TRUE(publisher->is_refused()) << "another queue has taken a message";
  EXPECT_THAT(publisher->problem(), HasSubstr("«full»"));
  EXPECT_TRUE(publisher->is_ready()) << "the other queues are served";
  broker.confirm(3);
  EXPECT_EQ(ended(later), PublishOutcome::confirmed);
  EXPECT_FALSE(publisher->is_refused());
  EXPECT_EQ(publisher->problem(), "");
}

TEST_F(Publishing, is_not_ready_before_all_is_declared_and_tells_why) {
  std::atomic<bool> is_declared{false};
  PublisherHooks hooks;
  hooks.prepare = [&](Connection&) -> Result<void> {
    if (is_declared) return {};
    return Failure(Error(ErrorKind::unavailable, "test.nei", "test", PublicText{"Nei."}, PrivateDetail{"why"}));
  };
  broker.set_confirms(false);
  auto settings = broker.connection();
  publisher = std::make_unique<Publisher>(settings, "navn", clock, std::move(hooks));
  publisher->start();
  for (const auto pause : {100ms, 200ms, 400ms}) {
    ASSERT_TRUE(clock.is_waited_by(pause / 2, pause));
    EXPECT_FALSE(publisher->is_ready());
    EXPECT_THAT(publisher->problem(), HasSubstr("Nei. (why)"));
    clock.advance(pause);
  }
  EXPECT_EQ(broker.count_said("confirm.select"), 0U);
  is_declared = true;
  ASSERT_TRUE(is_connected_anew());
  EXPECT_EQ(broker.count_said("confirm.select"), 1U);
  publisher.reset();  // It asks what stands here.
}

/// Many times, since the thread may notice the stop at any point of its round.
TEST_F(Publishing, tells_of_no_loss_when_it_is_stopped_and_ends_what_is_open) {
  for (int round = 0; round < 15; ++round) {
    start();
    const auto outcome = publish(message("1"));
    publisher->stop();
    EXPECT_EQ(ended(outcome), PublishOutcome::lost);
    EXPECT_FALSE(publish(message("2")).valid());
    EXPECT_FALSE(publisher->is_ready());
    publisher.reset();
  }
  EXPECT_EQ(told.text().find("queue."), std::string::npos) << told.text();
}

}  // namespace
}  // namespace fangst::amqp
