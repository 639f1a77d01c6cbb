#include "rabbit_case.hpp"

#include <gmock/gmock.h>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using Lease = WatchedOutbox::Lease;
using testing::ElementsAre;
using testing::HasSubstr;

/// What becomes of the rows.
class Relaying : public RabbitCase {
 protected:
  /// The message of a row that is due so long after the relay has found it.
  support::FakeMessage published_with(std::chrono::milliseconds left) {
    // No other thread sleeps for so long.
    const auto is_asleep = [&] { return clock->waits(1s + 1ms, settings.poll) > 0; };
    if (!in_time(is_asleep)) throw std::runtime_error("the relay does not sleep");
    const auto before = broker.published().size();
    table->enqueue("ekspeder", clock->now() + settings.poll + left);
    clock->advance(settings.poll);
    if (!broker.is_published(before + 1)) throw std::runtime_error("not published");
    return broker.published().back();
  }
};

TEST_F(Relaying, publishes_what_is_due_to_its_step_and_what_is_not_to_the_longest_delay_within) {
  settings.poll = 3s;
  open();
  const std::vector<std::pair<std::chrono::milliseconds, std::string>> expected{
      {0ms, "fangst.arbeid"},       {10s, "fangst.retry.10s"},     {1min - 1ms, "fangst.retry.10s"},
      {1min, "fangst.retry.1m"},    {1h - 1ms, "fangst.retry.1m"}, {1h, "fangst.retry.1h"},
      {2h - 1ms, "fangst.retry.1h"}};
  for (const auto& [left, exchange] : expected) {
    const auto message = published_with(left);
    EXPECT_EQ(message.exchange, exchange) << left.count();
    EXPECT_EQ(message.routing_key, "ekspeder");
    EXPECT_EQ(message.delivery_mode, 2);
    EXPECT_TRUE(message.mandatory);
  }
}

TEST_F(Relaying, leases_what_is_due_and_then_what_is_next_for_so_much_longer_as_it_waits) {
  settings.batch = 30;
  settings.lease = 20min;
  open();
  ASSERT_TRUE(in_time([&] { return outbox->leases().size() >= 4; }));
  const auto leases = outbox->leases();
  EXPECT_THAT((std::vector<Lease>{leases.begin(), leases.begin() + 4}),
              ElementsAre(Lease{30, 0ms, 20min}, Lease{30, 1min, 21min}, Lease{30, 1h, 80min}, Lease{30, 2h, 140min}));
}

TEST_F(Relaying, goes_by_what_is_written_of_it_when_nothing_is_set) {
  const auto unset = RabbitQueueSettings{};
  EXPECT_EQ(unset.most_in_broker, 2'000U);
  EXPECT_EQ(unset.most_delayed, 20'000U);
  EXPECT_EQ(unset.poll, 200ms);
  open();
  ASSERT_TRUE(in_time([&] { return outbox->leases().size() >= 2; }));
  EXPECT_EQ(outbox->leases()[0], (Lease{128, 0ms, 30min}));
  EXPECT_EQ(outbox->leases()[1], (Lease{128, 1min, 31min}));
  EXPECT_EQ(broker.count_said("basic.qos 100"), 2U);
  EXPECT_EQ(broker.count_said("connection.tune-ok 131072 30"), 2U);
  const auto said = broker.said();
  EXPECT_THAT(said, testing::Contains(testing::AllOf(testing::StartsWith("queue.declare fangst.arbeid.arkiver"),
                                                     testing::EndsWith("x-delivery-limit=20"))));
  EXPECT_THAT(said, testing::Contains(testing::HasSubstr("connection_name=fangst arbeid inn")));
  EXPECT_THAT(said, testing::Contains(testing::HasSubstr("connection_name=fangst arbeid ut")));
}

TEST_F(Relaying, leases_no_more_than_the_bounds_of_a_batch) {
  for (const auto& [given, expected] : std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {257, 256}}) {
    queue.reset();
    settings.batch = given;
    settings.prefetch = static_cast<std::uint16_t>(given);
    outbox = std::make_shared<WatchedOutbox>(table);
    open();
    ASSERT_TRUE(in_time([&] { return !outbox->leases().empty(); }));
    EXPECT_EQ(outbox->leases()[0].max, expected);
  }
  EXPECT_GE(broker.count_said("basic.qos 1"), 2U) << "at least one message at a time";
}

TEST_F(Relaying, leaves_due_rows_in_the_database_while_the_steps_have_enough_together) {
  settings.most_in_broker = 100;
  broker.set_ready("fangst.arbeid.arkiver", 60);
  broker.set_ready("fangst.arbeid.ekspeder", 40);
  enqueue();
  open();
  ASSERT_TRUE(has_asked(3));
  EXPECT_TRUE(outbox->leases().empty());
  broker.set_ready("fangst.arbeid.ekspeder", 39);
  broker.set_ready("fangst.retry.10s", 100);
  ASSERT_TRUE(in_time([&] { return table->leased() == 1; })) << "what is delayed does not count";
  ASSERT_TRUE(comes_to(1));
}

TEST_F(Relaying, counts_what_it_has_published_since_it_asked_and_asks_again_before_it_goes_on) {
  settings.most_in_broker = 10;
  settings.batch = 4;
  broker.set_confirms(false);
  broker.set_ready("fangst.arbeid.arkiver", 1);
  for (int i = 0; i < 40; ++i) enqueue();
  open();
  // One that was there, and three batches: then it is beyond its bound, and what the broker has not confirmed counts.
  ASSERT_TRUE(comes_to(12));
  ASSERT_TRUE(has_asked(asked() + 4));
  EXPECT_EQ(broker.published().size(), 12U);
  broker.set_ready("fangst.arbeid.arkiver", 10);
  broker.confirm_up_to(12);
  ASSERT_TRUE(has_asked(asked() + 4));
  EXPECT_EQ(broker.published().size(), 12U) << "the queue is as full as it may be";
  broker.set_ready("fangst.arbeid.arkiver", 9);
  ASSERT_TRUE(comes_to(13));
}

TEST_F(Relaying, leaves_what_is_due_later_in_the_database_while_enough_is_delayed) {
  settings.most_delayed = 100;
  broker.set_ready("fangst.retry.10s", 50);
  broker.set_ready("fangst.retry.1m", 30);
  broker.set_ready("fangst.retry.1h", 20);
  enqueue(30s);
  open();
  const auto due = enqueue();
  ASSERT_TRUE(comes_to(1));
  EXPECT_EQ(broker.published()[0].message_id, std::to_string(due));
  ASSERT_TRUE(has_asked(asked() + 3));
  EXPECT_EQ(table->leased(), 1U);
  broker.set_ready("fangst.retry.1h", 19);
  ASSERT_TRUE(in_time([&] { return broker.published().size() == 2; }));
  EXPECT_EQ(broker.published()[1].exchange, "fangst.retry.10s");
}

TEST_F(Relaying, has_no_more_than_512_messages_that_the_broker_has_not_confirmed) {
  open();
  broker.set_confirms(false);
  for (int i = 0; i < 1000; ++i) table->enqueue("arkiver", clock->now());
  queue->wake();
  ASSERT_TRUE(comes_to(512));
  for (const auto& [confirmed, published] :
       std::vector<std::pair<std::uint64_t, std::size_t>>{{0, 512}, {127, 512}, {128, 640}}) {
    if (confirmed > 0) broker.confirm_up_to(confirmed);
    ASSERT_TRUE(comes_to(published)) << confirmed;
    ASSERT_TRUE(lets_time_pass(clock->now() + 1100ms));
    EXPECT_EQ(broker.published().size(), published) << confirmed << " confirmed, and a batch has 128";
  }
}

TEST_F(Relaying, holds_no_more_than_512_rows_until_they_are_due) {
  settings.delays = {1h};
  for (int i = 0; i < 1000; ++i) table->enqueue("arkiver", clock->now() + 30min);
  open();
  ASSERT_TRUE(in_time([&] { return table->leased() >= 512; }));
  ASSERT_TRUE(lets_time_pass(clock->now() + 3100ms)) << "it looks ahead each second";
  EXPECT_EQ(table->leased(), 512U);
  EXPECT_TRUE(broker.published().empty());
}

TEST_F(Relaying, names_the_step_without_a_queue_and_tries_it_again_after_ten_seconds) {
  open();
  broker.set_confirms(false);
  const auto lost = enqueue({}, "ukjent");
  ASSERT_TRUE(comes_to(1));
  const auto returned_at = clock->now();
  broker.give_back(broker.published()[0]);
  broker.confirm(1);
  ASSERT_TRUE(support::eventually([&] { return problems().find("«ukjent»") != std::string::npos; }));
  EXPECT_FALSE(queue->is_healthy());
  broker.set_confirms(true);
  for (int i = 0; i < 2; ++i) published("arkiver");  // When the second is, the first is confirmed.
  EXPECT_FALSE(queue->is_healthy()) << "another step has a queue";
  clock->advance(returned_at + 9800ms - clock->now());
  ASSERT_TRUE(lets_time_pass(returned_at + 10s));
  EXPECT_EQ(broker.published().size(), 3U);
  ASSERT_TRUE(comes_to(4));
  EXPECT_LT(clock->now() - returned_at, 11s);
  EXPECT_EQ(broker.published()[3].message_id, std::to_string(lost));
  EXPECT_TRUE(support::eventually([&] { return queue->is_healthy(); })) << problems();
  EXPECT_EQ(problems(), "");
}

TEST_F(Relaying, gives_back_what_the_broker_refuses_and_leases_nothing_for_half_a_second) {
  open();
  broker.set_confirms(false);
  const auto id = enqueue();
  ASSERT_TRUE(comes_to(1));
  const auto refused_at = clock->now();
  broker.reject(1);
  ASSERT_TRUE(support::eventually([&] { return !queue->is_healthy(); }));
  EXPECT_THAT(problems(), HasSubstr("full"));
  ASSERT_TRUE(support::eventually([&] {
    clock->advance(1ms);
    return table->leased() == 0;
  }));
  const auto leases = outbox->leases().size();
  ASSERT_TRUE(lets_time_pass(refused_at + 499ms));
  EXPECT_EQ(outbox->leases().size(), leases);
  broker.set_confirms(true);
  ASSERT_TRUE(comes_to(2));
  EXPECT_EQ(broker.published()[1].message_id, std::to_string(id));
  EXPECT_LT(clock->now() - refused_at, 1s);
  EXPECT_TRUE(support::eventually([&] { return queue->is_healthy(); }));
}

TEST_F(Relaying, publishes_again_what_was_unconfirmed_when_the_connection_broke) {
  open();
  broker.set_confirms(false);
  const auto first = enqueue();
  const auto second = enqueue();
  ASSERT_TRUE(comes_to(2));
  broker.set_confirms(true);
  broker.hang_up();
  ASSERT_TRUE(in_time([&] { return broker.published().size() == 4; }));
  EXPECT_EQ(broker.published()[2].message_id, std::to_string(first));
  EXPECT_EQ(broker.published()[3].message_id, std::to_string(second));
  EXPECT_EQ(table->leased(), 2U) << "until they are settled";
}

TEST_F(Relaying, gives_back_what_it_holds_when_it_stops) {
  enqueue(5s);
  enqueue(6s);
  open();
  ASSERT_TRUE(in_time([&] { return table->leased() == 2; })) << "too near for the shortest delay";
  EXPECT_TRUE(broker.published().empty());
  queue->stop();
  EXPECT_TRUE(in_time([&] { return table->leased() == 0; }));
  const auto leases = outbox->leases().size();
  enqueue();
  queue.reset();
  EXPECT_EQ(outbox->leases().size(), leases);
}

TEST_F(Relaying, takes_back_what_an_earlier_process_of_this_node_had_leased_and_no_other) {
  enqueue();
  ASSERT_EQ(support::FakeOutbox(table, "b").lease_due(1, clock->now(), clock->now() + 1h)->size(), 1U);
  const auto mine = enqueue();
  ASSERT_EQ(support::FakeOutbox(table, "a").lease_due(1, clock->now(), clock->now() + 1h)->size(), 1U);
  open();
  ASSERT_TRUE(comes_to(1));
  EXPECT_EQ(broker.published()[0].message_id, std::to_string(mine));
  const auto leases = outbox->leases().size();
  ASSERT_TRUE(in_time([&] { return outbox->leases().size() > leases + 2; }));
  EXPECT_EQ(broker.published().size(), 1U);
}

TEST_F(Relaying, asks_a_database_that_is_away_at_every_poll_and_says_so) {
  table->set_away(true);
  enqueue();
  queue = std::make_unique<RabbitQueue>(settings, outbox, clock);
  for (int poll = 0; poll < 3; ++poll) {
    ASSERT_TRUE(clock->is_waited_by(200ms));
    EXPECT_FALSE(queue->is_healthy());
    clock->advance(200ms);
  }
  ASSERT_TRUE(support::eventually([&] { return problems().find("database.lost") != std::string::npos; }));
  table->set_away(false);
  ASSERT_TRUE(in_time([&] { return queue->is_healthy(); }));
  EXPECT_TRUE(comes_to(1));
  EXPECT_EQ(problems(), "");
}

}  // namespace
}  // namespace fangst::queue
