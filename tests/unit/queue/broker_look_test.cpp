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

}  // namespace
}  // namespace fangst::queue
