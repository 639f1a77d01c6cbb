#include "broker_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::queue {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<amqp::Queue> kExpected{{"fangst.retry.10s",
                                          {{"x-queue-type", "quorum"},
                                           {"x-dead-letter-exchange", "fangst.retur"},
                                           {"x-dead-letter-strategy", "at-least-once"},
                                           {"x-overflow", "reject-publish"},
                                           {"x-message-ttl", std::int64_t{10'000}}}}};

std::string listing(const std::string& arguments, const std::string& policy, const std::string& more = "") {
  return R"([{"vhost":"/","name":"fangst.retry.10s","arguments":)" + arguments + R"(,"effective_policy_definition":)" +
         policy + more + "}]";
}

constexpr auto kType = R"({"x-queue-type":"quorum"})";
constexpr auto kPolicy =
    R"({"dead-letter-exchange":"fangst.retur","dead-letter-strategy":"at-least-once","overflow":"reject-publish","message-ttl":10000})";

TEST(BrokerCheck, properties_given_by_policy_are_as_good_as_arguments) {
  const auto by_policy = compare_with_broker(kExpected, "/", listing(kType, kPolicy));
  EXPECT_THAT(by_policy.faults, IsEmpty());
  EXPECT_THAT(by_policy.warnings, IsEmpty());
  const auto by_argument =
      compare_with_broker(kExpected, "/",
                          listing(R"({"x-queue-type":"quorum","x-dead-letter-exchange":"fangst.retur",
                             "x-dead-letter-strategy":"at-least-once","x-overflow":"reject-publish",
                             "x-message-ttl":10000})",
                                  "null"));
  EXPECT_THAT(by_argument.faults, IsEmpty());
}

TEST(BrokerCheck, the_fall_back_to_at_most_once_is_a_fault) {
  const auto findings = compare_with_broker(
      kExpected, "/", listing(kType, R"({"dead-letter-exchange":"fangst.retur","dead-letter-strategy":"at-least-once",
                                    "overflow":"drop-head","message-ttl":10000})"));
  EXPECT_THAT(findings.faults, ElementsAre(HasSubstr("overflow = \"drop-head\"")));
}

TEST(BrokerCheck, a_queue_of_the_same_name_in_another_virtual_host_is_not_ours) {
  EXPECT_THAT(compare_with_broker(kExpected, "fangst", listing(kType, kPolicy)).faults,
              ElementsAre(HasSubstr("finnes ikke")));
}

TEST(BrokerCheck, a_limit_of_deliveries_may_be_any_but_not_none) {
  const std::vector<amqp::Queue> expected{{"fangst.retry.10s", {{"x-delivery-limit", std::int64_t{20}}}}};
  for (const auto* policy : {R"({"delivery-limit":20})", R"({"delivery-limit":5})"}) {
    EXPECT_THAT(compare_with_broker(expected, "/", listing("{}", policy)).faults, IsEmpty()) << policy;
  }
  EXPECT_THAT(compare_with_broker(expected, "/", listing("{}", "{}")).faults, ElementsAre(HasSubstr("delivery-limit")));
}

TEST(BrokerCheck, a_dead_letter_that_gets_no_further_is_a_warning) {
  const auto findings = compare_with_broker(kExpected, "/", listing(kType, kPolicy, R"(,"messages_dlx":3)"));
  EXPECT_THAT(findings.faults, IsEmpty());
  EXPECT_THAT(findings.warnings, ElementsAre(HasSubstr("3 meldinger")));
}

TEST(BrokerCheck, parked_messages_are_a_warning) {
  const auto findings =
      compare_with_broker({{"fangst.parkert", {}}}, "/",
                          R"([{"vhost":"/","name":"fangst.parkert","arguments":{},"messages":2},{"name":"andre"}])");
  EXPECT_THAT(findings.warnings, ElementsAre(HasSubstr("fangst.parkert")));
}

TEST(BrokerCheck, an_answer_that_is_no_list_is_a_warning_and_no_fault) {
  for (const auto* answer : {"", "<html>", "{}", "null"}) {
    const auto findings = compare_with_broker(kExpected, "/", answer);
    EXPECT_THAT(findings.faults, IsEmpty()) << answer;
    EXPECT_EQ(findings.warnings.size(), 1U) << answer;
  }
}

TEST(BrokerCheck, every_queue_and_every_property_that_is_wrong_is_told_of) {
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

TEST(BrokerCheck, the_lower_of_two_numbers_is_in_force_whichever_it_is) {
  const std::vector<amqp::Queue> expected{{"a", {{"x-message-ttl", std::int64_t{1000}}}}};
  const auto faults = [&](const std::string& argument, const std::string& policy) {
    return compare_with_broker(expected, "/",
                               R"([{"vhost":"/","name":"a","arguments":{"x-message-ttl":)" + argument +
                                   R"(},"effective_policy_definition":{"message-ttl":)" + policy + "}}]")
        .faults;
  };
  EXPECT_THAT(faults("1000", "2000"), IsEmpty());
  EXPECT_THAT(faults("2000", "1000"), IsEmpty());
  EXPECT_THAT(faults("999", "1000"), ElementsAre(HasSubstr("message-ttl = 999")));
  EXPECT_THAT(faults("1000", "999"), ElementsAre(HasSubstr("message-ttl = 999")));
}

TEST(BrokerCheck, each_place_where_messages_lie_that_somebody_must_look_at_is_a_warning) {
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
