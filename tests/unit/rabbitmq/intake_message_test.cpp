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

TEST(IntakeMessage, every_field_comes_from_its_own) {
  auto given = delivered("gerica.gerica-msghead", "gerica-bruker");
  given.message_id = "melding";
  given.correlation_id = "samtale";
  given.reply_to = "svar";
  given.body = "innhold";
  given.headers = {{"authorization", "Bearer nøkkel"}, {"traceparent", "spor"}, {"x-delivery-count", std::int64_t{3}}};
  const auto message = read_intake_message(std::move(given), kUsers);
  EXPECT_EQ(message.source.str(), "gerica");
  EXPECT_EQ(message.format, "gerica-msghead");
  EXPECT_TRUE(message.is_authenticated);
  EXPECT_EQ(message.bearer, "nøkkel");
  EXPECT_EQ(message.body, "innhold");
  EXPECT_EQ(message.message_id, "melding");
  EXPECT_EQ(message.traceparent, "spor");
}

TEST(IntakeMessage, each_user_speaks_for_its_own_source_and_no_other) {
  const std::map<std::string, model::SourceName> users{{"gerica-bruker", model::SourceName("gerica")},
                                                       {"visma-bruker", model::SourceName("visma")},
                                                       {"uten-kilde", model::SourceName("")}};
  for (const std::string source : {"gerica", "visma", "norkart", ""}) {
    for (const std::string user : {"gerica-bruker", "visma-bruker", "uten-kilde", "norkart-bruker", ""}) {
      const auto message = read_intake_message(delivered(source + ".x", user), users);
      const bool is_own = (source == "gerica" || source == "visma") && user == source + "-bruker";
      EXPECT_EQ(message.is_authenticated, is_own) << source << " " << user;
    }
  }
}

TEST(IntakeMessage, the_format_is_what_stands_after_the_last_dot) {
  const auto message = read_intake_message(delivered("kommune.gerica.x-y", ""), kUsers);
  EXPECT_EQ(message.source.str(), "kommune.gerica");
  EXPECT_EQ(message.format, "x-y");
}

TEST(IntakeMessage, the_key_stands_after_bearer_and_one_space) {
  for (const auto& [header, key] : {std::pair{"Bearer fangst_a b", "fangst_a b"},
                                    {"Bearer ", ""},
                                    {"Bearer", ""},
                                    {"bearer fangst_a", ""},
                                    {"Bearerfangst_a", ""},
                                    {"fangst_a", ""}}) {
    auto given = delivered("gerica.x", "");
    given.headers = {{"authorization", header}};
    EXPECT_EQ(read_intake_message(std::move(given), kUsers).bearer, key) << header;
  }
}

TEST(IntakeMessage, a_refusal_says_what_kind_it_is_and_the_worst_first) {
  const auto refusal = [](const std::string& key, const std::string& user, bool is_too_large) {
    return refusal_of(read_intake_message(delivered(key, user), kUsers), is_too_large, 1234);
  };
  const auto large = refusal("tull", "annen", true);
  ASSERT_TRUE(large);
  EXPECT_EQ(large->kind(), ErrorKind::too_large);
  EXPECT_NE(large->public_text().find("1234 byte"), std::string::npos);
  for (const char* key : {"tull", "", ".x", "gerica.", "."}) {
    const auto unknown = refusal(key, "annen", false);
    ASSERT_TRUE(unknown) << key;
    EXPECT_EQ(unknown->kind(), ErrorKind::not_found) << key;
    EXPECT_EQ(unknown->code(), "inntak.ukjent_rute") << key;
  }
  const auto stranger = refusal("gerica.x", "annen", false);
  ASSERT_TRUE(stranger);
  EXPECT_EQ(stranger->kind(), ErrorKind::unauthorised);
  for (const auto& error : {large, stranger}) EXPECT_EQ(error->where(), "rabbitmq.intake");
  EXPECT_FALSE(refusal("gerica.x", "gerica-bruker", false));
}

TEST(IntakeMessage, answers_may_not_go_to_our_own_queues) {
  for (const char* queue : {"svar", "fangst", "fangst-svar", "Fangst.inn", "svar.fangst.inn", "fangst.svar.gerica",
                            "fangst.svar.", "amq.rabbitmq.reply-to.g1h2"}) {
    EXPECT_TRUE(may_be_answered_to(queue)) << queue;
  }
  for (const char* queue : {"fangst.", "fangst.svar", "fangst.svarte", "fangst.inn.visma", "fangst.inn.avvist",
                            "fangst.inn.ukjent", "fangst.ut.gerica", "fangst.arbeid.arkiver"}) {
    EXPECT_FALSE(may_be_answered_to(queue)) << queue;
  }
}

}  // namespace
}  // namespace fangst::rabbitmq
