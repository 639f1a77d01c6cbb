#include "broker_check.hpp"

#include <fangst/support/manual_clock.hpp>
#include <fangst/support/scripted_http_client.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The check as it runs: how often it looks, and from when on it is believed.
class BrokerLook : public testing::Test {
 protected:
  void start() {
    settings.connection.user = "bruker";
    settings.connection.password = "hemmelig";
    settings.connection.vhost = "kommune";
    settings.management_url = "http://localhost:15672";
    settings.steps = {model::StepName("arkiver")};
    settings.delays = {10s};
    topology = std::make_unique<WorkTopology>(settings);
    check = std::make_unique<BrokerCheck>(settings, *topology, clock, http);
    check->start();
  }
  void TearDown() override { check.reset(); }

  /// What the broker answers when all is as it must be.
  std::string all_is_well() const {
    std::string queues;
    for (const auto& queue : topology->queues()) {
      std::string arguments;
      for (const auto& field : queue.arguments) {
        const auto* text = std::get_if<std::string>(&field.value);
        arguments += (arguments.empty() ? "" : ",") + ("\"" + field.key + "\":") +
                     (text != nullptr ? "\"" + *text + "\"" : std::to_string(std::get<std::int64_t>(field.value)));
      }
      queues += (queues.empty() ? "" : ",") +
                (R"({"vhost":"kommune","name":")" + queue.name + R"(","arguments":{)" + arguments + "}}");
    }
    return "[" + queues + "]";
  }
  /// The next look is after exactly this pause.
  bool looks_after(std::chrono::milliseconds pause) {
    if (!clock->is_waited_by(pause)) return false;
    clock->advance(pause);
    return true;
  }

  RabbitQueueSettings settings;
  std::shared_ptr<support::ManualClock> clock = std::make_shared<support::ManualClock>();
  std::shared_ptr<support::ScriptedHttpClient> http = std::make_shared<support::ScriptedHttpClient>();
  std::unique_ptr<WorkTopology> topology;
  std::unique_ptr<BrokerCheck> check;
};

TEST_F(BrokerLook, asks_for_all_queues_as_the_user_of_the_connection_and_waits_five_seconds_at_most) {
  start();
  http->then(200, all_is_well());
  ASSERT_TRUE(looks_after(2s));
  ASSERT_TRUE(clock->is_waited_by(5min));
  ASSERT_EQ(http->calls().size(), 1U);
  const auto& call = http->calls()[0];
  EXPECT_EQ(call.request.method, "GET");
  EXPECT_EQ(call.request.url,
            "http://localhost:15672/api/"
            "queues?columns=vhost,name,type,arguments,effective_policy_definition,messages,messages_dlx");
  EXPECT_EQ(call.request.headers, (ports::HttpHeaders{{"Authorization", "Basic YnJ1a2VyOmhlbW1lbGln"}}));
  EXPECT_EQ(call.deadline, clock->monotonic() + 5s);
}

TEST_F(BrokerLook, believes_in_a_fault_that_it_has_seen_five_times_and_then_looks_four_times_a_minute) {
  start();
  for (int look = 1; look <= 6; ++look) http->then(200, "[]");
  for (int look = 1; look <= 5; ++look) {
    ASSERT_TRUE(looks_after(2s));
    if (look < 5) {
      ASSERT_TRUE(clock->is_waited_by(2s));
      EXPECT_FALSE(check->has_faults()) << look;
      EXPECT_THAT(check->problems(), IsEmpty()) << look;
    }
  }
  ASSERT_TRUE(looks_after(15s));
  ASSERT_TRUE(clock->is_waited_by(15s));
  EXPECT_TRUE(check->has_faults());
  EXPECT_EQ(check->problems().size(), topology->queues().size());
  http->then(200, all_is_well());
  ASSERT_TRUE(looks_after(15s));
  ASSERT_TRUE(clock->is_waited_by(5min)) << "all is well, and it looks every five minutes";
  EXPECT_FALSE(check->has_faults());
  http->then(200, "[]");
  ASSERT_TRUE(looks_after(5min));
  ASSERT_TRUE(clock->is_waited_by(2s));
  EXPECT_FALSE(check->has_faults()) << "it is counted from the first again";
}

TEST_F(BrokerLook, warns_when_it_gets_no_answer_and_calls_that_no_fault) {
  start();
  http->then(401, "no").then(
      Error(ErrorKind::unavailable, "http.ingen_forbindelse", "test", PublicText{"Nei."}, PrivateDetail{"refused"}));
  ASSERT_TRUE(looks_after(2s));
  ASSERT_TRUE(clock->is_waited_by(2s));
  EXPECT_THAT(check->problems(), ElementsAre(testing::AllOf(HasSubstr("HTTP 401"), HasSubstr("management_url"))));
  EXPECT_FALSE(check->has_faults());
  ASSERT_TRUE(looks_after(2s));
  ASSERT_TRUE(clock->is_waited_by(2s));
  EXPECT_THAT(check->problems(), ElementsAre(HasSubstr("(refused)")));
  http->then(201, all_is_well());
  ASSERT_TRUE(looks_after(2s));
  ASSERT_TRUE(clock->is_waited_by(2s));
  EXPECT_THAT(check->problems(), ElementsAre(HasSubstr("HTTP 201")));
}

TEST(BrokerFindings, tell_of_every_queue_and_every_property_that_is_wrong) {
  const std::vector<amqp::Queue> expected{{"a", {{"x-queue-type", "quorum"}, {"x-message-ttl", std::int64_t{1000}}}},
                                          {"b", {{"x-queue-type", "quorum"}}},
                                          {"c", {{"x-queue-type", "quorum"}, {"x-overflow", "reject-publish"}}}};
  const auto findings =
      compare_with_broker(expected, "/",
                          R"([{"vhost":"/","name":"a","arguments":{"x-queue-type":"classic","x-message-ttl":2000}},
          {"vhost":"/","name":"c","arguments":{"x-queue-type":"quorum","x-overflow":"reject-publish"},
           "effective_policy_definition":{"overflow":"drop-head"}}])");
  EXPECT_THAT(findings.faults,
              ElementsAre(testing::AllOf(HasSubstr("«a»"), HasSubstr("queue-type = \"classic\", skal være \"quorum\"")),
                          testing::AllOf(HasSubstr("«a»"), HasSubstr("message-ttl = 2000, skal være 1000")),
                          testing::AllOf(HasSubstr("«b»"), HasSubstr("finnes ikke"))))
      << "an argument is stronger than a policy, save for numbers";
}

TEST(BrokerFindings, take_the_lower_of_two_numbers_whichever_it_is) {
  const std::vector<amqp::Queue> expected{{"a", {{"x-message-ttl", std::int64_t{1000}}}}};
  const auto faults = [&](const std::string& argument, const std::string& policy) {
    return compare_with_broker(expected, "/",
                               R"([{"vhost":"/","name":"a","arguments":{"x-message-ttl":)" + argument +
                                   R"(},"effective_policy_definition":{"message-ttl":)" + policy + "}}]")
        .faults.size();
  };
  EXPECT_EQ(faults("1000", "2000"), 0U);
  EXPECT_EQ(faults("2000", "1000"), 0U);
  EXPECT_EQ(faults("999", "1000"), 1U);
  EXPECT_EQ(faults("1000", "999"), 1U);
}

TEST(BrokerFindings, warn_of_each_place_where_messages_lie_that_somebody_must_look_at) {
  const std::vector<amqp::Queue> expected{
      {"fangst.parkert", {}}, {"fangst.uroutet", {}}, {"fangst.arbeid.arkiver", {}}, {"fangst.retry.1m", {}}};
  const auto findings = compare_with_broker(expected, "/",
                                            R"([{"vhost":"/","name":"fangst.parkert","messages":1},
          {"vhost":"/","name":"fangst.uroutet","messages":2},
          {"vhost":"/","name":"fangst.arbeid.arkiver","messages":300,"messages_dlx":4},
          {"vhost":"/","name":"fangst.retry.1m","messages":500,"messages_dlx":0}])");
  EXPECT_THAT(findings.faults, IsEmpty());
  EXPECT_THAT(findings.warnings,
              ElementsAre(testing::AllOf(HasSubstr("1 meldinger"), HasSubstr("«fangst.parkert»")),
                          testing::AllOf(HasSubstr("2 meldinger"), HasSubstr("«fangst.uroutet»")),
                          testing::AllOf(HasSubstr("4 meldinger"), HasSubstr("«fangst.arbeid.arkiver»"))));
}

}  // namespace
}  // namespace fangst::queue
