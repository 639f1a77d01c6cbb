#include "intake_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fangst::rabbitmq {
namespace {

const std::map<std::string, model::SourceName> kUsers{{"gerica-bruker", model::SourceName("gerica")}};

amqp::Delivered delivered(const std::string& key, const std::string& user) {
  amqp::Delivered message;
  message.routing_key = key;
  message.user_id = user;
  message.body = "{}";
  return message;
}

TEST(IntakeMessage, source_and_format_are_the_routing_key) {
  const auto message = read_intake_message(delivered("gerica.gerica-msghead", "gerica-bruker"), kUsers);
  EXPECT_EQ(message.source.str(), "gerica");
  EXPECT_EQ(message.format, "gerica-msghead");
  EXPECT_TRUE(message.is_authenticated);
}

TEST(IntakeMessage, only_the_source_of_the_user_is_believed) {
  EXPECT_FALSE(read_intake_message(delivered("visma.x", "gerica-bruker"), kUsers).is_authenticated);
  EXPECT_FALSE(read_intake_message(delivered("gerica.x", "annen"), kUsers).is_authenticated);
  EXPECT_FALSE(read_intake_message(delivered("gerica.x", ""), kUsers).is_authenticated);
  EXPECT_FALSE(read_intake_message(delivered("", "gerica-bruker"), kUsers).is_authenticated);
}

TEST(IntakeMessage, the_key_is_read_from_a_bearer_header_only) {
  auto with = delivered("gerica.x", "");
  with.headers = {{"authorization", "Bearer fangst_abc"}};
  EXPECT_EQ(read_intake_message(std::move(with), kUsers).bearer, "fangst_abc");
  auto without = delivered("gerica.x", "");
  without.headers = {{"authorization", "Basic Zm9v"}};
  EXPECT_EQ(read_intake_message(std::move(without), kUsers).bearer, "");
}

std::string refused(const amqp::Delivered& given, bool is_too_large = false) {
  auto copy = given;
  const auto refusal = refusal_of(read_intake_message(std::move(copy), kUsers), is_too_large, 1000);
  return refusal ? refusal->code() : "";
}

TEST(IntakeMessage, what_cannot_be_taken_is_refused_before_anybody_reads_it) {
  EXPECT_EQ(refused(delivered("gerica.x", "gerica-bruker")), "");
  EXPECT_EQ(refused(delivered("gerica.x", "gerica-bruker"), true), "inntak.for_stor");
  EXPECT_EQ(refused(delivered("tull", "gerica-bruker")), "inntak.ukjent_rute");
  EXPECT_EQ(refused(delivered("gerica.", "gerica-bruker")), "inntak.ukjent_rute");
  EXPECT_EQ(refused(delivered("gerica.x", "annen")), "inntak.ikke_paalogget");
  auto with_key = delivered("gerica.x", "annen");
  with_key.headers = {{"authorization", "Bearer fangst_abc"}};
  EXPECT_EQ(refused(with_key), "");
}

TEST(IntakeMessage, answers_may_not_go_to_our_own_queues) {
  EXPECT_TRUE(may_be_answered_to("svar"));
  EXPECT_TRUE(may_be_answered_to("fangst.svar.gerica"));
  EXPECT_TRUE(may_be_answered_to("amq.rabbitmq.reply-to.g1h2"));
  EXPECT_FALSE(may_be_answered_to("fangst.inn.visma"));
  EXPECT_FALSE(may_be_answered_to("fangst.arbeid.arkiver"));
}

}  // namespace
}  // namespace fangst::rabbitmq
