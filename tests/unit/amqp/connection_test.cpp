#include <fangst/amqp/connection.hpp>
#include <fangst/support/fake_broker.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class ConnectionTest : public testing::Test {
 protected:
  Result<std::unique_ptr<Connection>> open(const BrokerSettings& settings) {
    return Connection::open(settings, "navn", 1000, dog);
  }
  std::unique_ptr<Connection> opened() {
    auto connection = open(broker.connection());
    if (!connection) throw std::runtime_error(connection.error().private_detail());
    return std::move(*connection);
  }
  /// What has been said since the connection was opened.
  std::vector<std::string> said_after_opening() const { return broker.said_after("channel.open"); }

  support::FakeBroker broker;
  Watchdog dog;
};

TEST_F(ConnectionTest, gives_each_setting_its_place_when_it_logs_in) {
  auto settings = broker.connection();
  settings.user = "anna";
  settings.password = "hemmelig";
  settings.vhost = "kommune";
  settings.heartbeat = 17s;
  ASSERT_TRUE(open(settings));
  EXPECT_THAT(broker.said(),
              ElementsAre(testing::AllOf(testing::StartsWith("login anna hemmelig"),
                                         testing::HasSubstr(" connection.blocked=true consumer_cancel_notify=true"),
                                         testing::HasSubstr(" connection_name=navn")),
                          "connection.tune-ok 131072 17", "connection.open kommune", "channel.open"));
}

TEST_F(ConnectionTest, declares_what_outlives_the_broker_with_each_argument) {
  const auto connection = opened();
  ASSERT_TRUE(connection->declare(Exchange{"bytte", "direct", {{"alternate-exchange", "reserve"}}}));
  ASSERT_TRUE(connection->declare(Queue{"koe", {{"x-queue-type", "quorum"}, {"x-message-ttl", std::int64_t{70'000}}}}));
  ASSERT_TRUE(connection->bind({"bytte", "koe", "noekkel"}));
  ASSERT_TRUE(connection->remove("gammel"));
  ASSERT_TRUE(connection->select_confirms());
  EXPECT_THAT(said_after_opening(),
              ElementsAre("exchange.declare bytte direct durable alternate-exchange=reserve",
                          "queue.declare koe durable x-queue-type=quorum x-message-ttl=70000",
                          "queue.bind koe bytte noekkel", "queue.delete gammel", "confirm.select"));
}

TEST_F(ConnectionTest, counts_what_is_ready_without_declaring_anything) {
  const auto connection = opened();
  broker.set_ready("koe", 12);
  broker.set_ready("annen", 7);
  EXPECT_EQ(connection->count_ready("koe").value(), 12U);
  EXPECT_THAT(said_after_opening(), ElementsAre("queue.declare koe passive durable"));
}

TEST_F(ConnectionTest, answers_for_one_message_at_a_time_and_cancels_every_consumer_once) {
  const auto connection = opened();
  ASSERT_TRUE(connection->consume("a", 3));
  ASSERT_TRUE(connection->consume("b", 4));
  ASSERT_TRUE(connection->acknowledge(5));
  ASSERT_TRUE(connection->refuse(6, true));
  ASSERT_TRUE(connection->refuse(7, false));
  ASSERT_TRUE(connection->cancel_consumers());
  ASSERT_TRUE(connection->cancel_consumers());
  connection->close();
  EXPECT_THAT(said_after_opening(), ElementsAre("basic.qos 3", "basic.consume a", "basic.qos 4", "basic.consume b",
                                                "basic.ack 5", "basic.nack 6 requeue", "basic.nack 7",
                                                "basic.cancel of a", "basic.cancel of b", "connection.close"));
}

TEST_F(ConnectionTest, publishes_each_field_in_its_place_and_persistent) {
  const auto connection = opened();
  ASSERT_TRUE(connection->publish({.exchange = "bytte",
                                   .routing_key = "noekkel",
                                   .body = "innhold",
                                   .content_type = "application/json",
                                   .message_id = "m-1",
                                   .correlation_id = "k-1",
                                   .type = "slag",
                                   .headers = {{"tekst", "verdi"}, {"tall", std::int64_t{8}}},
                                   .mandatory = true}));
  Outgoing plain;
  plain.routing_key = "b";
  plain.body = "2";
  plain.mandatory = false;
  ASSERT_TRUE(connection->publish(plain));
  ASSERT_TRUE(broker.is_published(2));
  const support::FakeMessage first{.exchange = "bytte",
                                   .routing_key = "noekkel",
                                   .body = "innhold",
                                   .content_type = "application/json",
                                   .message_id = "m-1",
                                   .correlation_id = "k-1",
                                   .type = "slag",
                                   .headers = {{"tekst", "verdi"}, {"tall", "8"}},
                                   .delivery_mode = 2,
                                   .mandatory = true};
  const auto published = broker.published();
  EXPECT_EQ(published[0], first);
  EXPECT_EQ(published[1].routing_key, "b");
  EXPECT_EQ(published[1].delivery_mode, 2);
  EXPECT_EQ(published[1].mandatory, false);
  EXPECT_EQ(published[1].content_type + published[1].message_id + published[1].type, "");
}

struct Broken {
  std::string line;
  std::function<Result<void>(Connection&)> call;
};

/// Every call that waits for an answer.
const std::vector<Broken>& calls_that_wait() {
  static const std::vector<Broken> all{
      {"exchange.declare a",
       [](Connection& c) {
         return c.declare(Exchange{"a", "fanout", {}});
       }},
      {"queue.declare a",
       [](Connection& c) {
         return c.declare(Queue{"a", {}});
       }},
      {"queue.declare a", [](Connection& c) { return c.count_ready("a").map([](auto) {}); }},
      {"queue.bind a",
       [](Connection& c) {
         return c.bind({"b", "a", "c"});
       }},
      {"queue.delete a", [](Connection& c) { return c.remove("a"); }},
      {"basic.qos", [](Connection& c) { return c.consume("a", 1); }},
      {"basic.consume a", [](Connection& c) { return c.consume("a", 1); }},
      {"confirm.select", [](Connection& c) { return c.select_confirms(); }}};
  return all;
}

TEST_F(ConnectionTest, gives_up_a_call_that_is_not_answered_in_its_time) {
  auto settings = broker.connection();
  settings.answer_timeout = 200ms;
  for (const auto& [line, call] : calls_that_wait()) {
    broker.answer_all();
    broker.ignore(line);
    const auto connection = open(settings);
    ASSERT_TRUE(connection) << line;
    const auto result = call(**connection);
    ASSERT_FALSE(result) << line;
    EXPECT_EQ(result.error().code(), "queue.broker_ubesvart") << line;
    EXPECT_EQ(result.error().kind(), ErrorKind::unavailable) << line;
  }
}

TEST_F(ConnectionTest, gives_up_a_broker_that_takes_the_connection_and_says_no_more) {
  auto settings = broker.connection();
  settings.answer_timeout = 200ms;
  for (const auto* line : {"login", "connection.open", "channel.open"}) {
    broker.answer_all();
    broker.ignore(line);
    const auto connection = open(settings);
    ASSERT_FALSE(connection) << line;
    EXPECT_EQ(connection.error().code(), "queue.broker_ubesvart") << line;
  }
}

TEST_F(ConnectionTest, says_of_each_call_that_the_broker_refuses_why) {
  for (const auto& [line, call] : calls_that_wait()) {
    broker.answer_all();
    broker.refuse(line, support::FakeBroker::kPreconditionFailed, "inequivalent arg");
    const auto result = call(*opened());
    ASSERT_FALSE(result) << line;
    EXPECT_EQ(result.error().code(), "queue.broker_feil_oppsett") << line;
    EXPECT_EQ(result.error().private_detail(), "406 inequivalent arg") << line;
  }
}

TEST_F(ConnectionTest, hands_over_what_has_come_with_each_field_and_marks_what_is_too_large) {
  const auto connection = opened();
  ASSERT_TRUE(connection->consume("koe", 10));
  broker.deliver("koe", {.routing_key = "noekkel",
                         .body = std::string(1000, 'x'),
                         .message_id = "m",
                         .correlation_id = "k",
                         .reply_to = "svar",
                         .user_id = "bruker",
                         .headers = {{"tekst", "a"}, {"tall", "3"}}});
  broker.deliver("koe", {.body = std::string(1001, 'x')});
  std::vector<Delivered> got;
  const Doorbell bell;
  while (got.size() < 2) {
    connection->wait(bell, 1s);
    ASSERT_TRUE(connection->read([&](Event&& event) { got.push_back(std::get<Delivered>(std::move(event))); }));
  }
  EXPECT_EQ(got[0].tag, 1U);
  EXPECT_EQ(got[0].routing_key, "noekkel");
  EXPECT_EQ(got[0].message_id, "m");
  EXPECT_EQ(got[0].correlation_id, "k");
  EXPECT_EQ(got[0].reply_to, "svar");
  EXPECT_EQ(got[0].user_id, "bruker");
  EXPECT_EQ(got[0].text_header("tekst"), "a");
  EXPECT_EQ(got[0].number_header("tall"), 3);
  EXPECT_EQ(got[0].body.size(), 1000U);
  EXPECT_FALSE(got[0].is_too_large);
  EXPECT_TRUE(got[1].is_too_large);
}

}  // namespace
}  // namespace fangst::amqp
