#include "queue_intake.hpp"

#include "api_plant.hpp"
#include "log_file.hpp"

#include <future>

namespace fangst::testing {
namespace {

constexpr auto kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

/// Messages as the broker brings them, into the intake that the HTTP API has too.
class QueueIntake : public ApiTest {
 protected:
  static rabbitmq::IntakeMessage message(const std::string& key, const std::string& message_id = "") {
    rabbitmq::IntakeMessage made;
    made.source = model::SourceName("gerica");
    made.is_authenticated = true;
    made.format = "innsending";
    made.body = content(key).dump();
    made.message_id = message_id;
    made.traceparent = "00-" + std::string(kTrace) + "-00f067aa0ba902b7-01";
    return made;
  }
  static json content(const std::string& key) {
    auto body = metadata(key);
    body["dokumenter"][0]["sjekksum"] = sha256_of("innhold");
    return body;
  }
  rabbitmq::IntakeAnswer ask(rabbitmq::IntakeMessage asked) {
    std::promise<rabbitmq::IntakeAnswer> answered;
    handler_(std::move(asked), [&](rabbitmq::IntakeAnswer answer) { answered.set_value(std::move(answer)); });
    return answered.get_future().get();
  }
  void SetUp() override { ASSERT_EQ(put_document("innhold").status, 201); }

  observe::LogFile log_;

 private:
  rabbitmq::RabbitIntake::Handler handler_ = service::queue_intake(door, authenticator);
};

json problem_of(const rabbitmq::IntakeAnswer& answer) {
  EXPECT_EQ(answer.content_type, "application/problem+json");
  const auto problem = json::parse(answer.body);
  EXPECT_EQ(problem.value("status", 0), answer.status);
  return problem;
}

TEST_F(QueueIntake, takes_a_message_as_the_api_does_and_answers_a_repeat_with_the_first_answer) {
  const auto first = ask(message("K-1"));
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(first.content_type, "application/json");
  EXPECT_EQ(json::parse(first.body).at("id"), stored("K-1").id);
  EXPECT_EQ(json::parse(first.body).at("source"), "gerica");
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission WHERE format = 'innsending' AND traceparent LIKE '00-" +
                  std::string(kTrace) + "-%'"),
            1);
  const auto again = ask(message("K-1"));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.content_type, "application/json");
  EXPECT_TRUE(log_.lines().empty());
}

TEST_F(QueueIntake, takes_the_id_of_a_message_for_its_idempotency_key) {
  EXPECT_EQ(ask(message("K-1", "m-1")).status, 201);
  const auto other = ask(message("K-2", "m-1"));
  EXPECT_EQ(other.status, 409) << other.body;
  EXPECT_EQ(problem_of(other).at("type"), "urn:fangst:problem:innsending.annet_innhold");
  EXPECT_EQ(ask(message("K-2", "m-2")).status, 201);
}

TEST_F(QueueIntake, lets_in_whom_the_broker_vouches_for_or_who_has_the_sources_own_key) {
  const std::tuple<std::string, int, std::string> keys[] = {{kGericaKey, 201, ""},
                                                            {kVismaKey, 403, "tilgang.feil_kilde"},
                                                            {kOperatorKey, 403, "tilgang.feil_kilde"},
                                                            {kArchivistKey, 403, "tilgang.feil_kilde"},
                                                            {"fangst_ukjent", 401, "tilgang.ukjent_noekkel"},
                                                            {"", 401, "tilgang.ukjent_noekkel"}};
  for (const auto& [key, status, code] : keys) {
    auto asked = message("K-" + key);
    asked.is_authenticated = false;
    asked.bearer = key;
    const auto answer = ask(std::move(asked));
    EXPECT_EQ(answer.status, status) << key << answer.body;
    const auto type = code.empty() ? "" : problem_of(answer).value("type", "");
    EXPECT_EQ(type, code.empty() ? "" : "urn:fangst:problem:" + code);
  }
  EXPECT_EQ(count("SELECT COUNT(*) FROM submission"), 1);
  auto vouched_for = message("K-1");
  vouched_for.bearer = kVismaKey;
  EXPECT_EQ(ask(std::move(vouched_for)).status, 201);
}

TEST_F(QueueIntake, leaves_one_line_of_each_refusal_under_the_trace_that_its_answer_told) {
  auto foreign = message("K-1");
  foreign.is_authenticated = false;
  foreign.bearer = kVismaKey;
  auto unreadable = message("K-2");
  unreadable.body = "tull";
  auto unknown = message("K-3");
  unknown.format = "visma-hendelse";
  const std::tuple<rabbitmq::IntakeMessage, std::string, std::string, std::string, std::string> refused[] = {
      {foreign, "warning", "tilgang.feil_kilde", "queue.intake", ""},
      {unknown, "info", "mottak.ukjent_format", "intake", "visma-hendelse"}};
  for (const auto& [asked, level, code, where, detail] : refused) {
    EXPECT_EQ(problem_of(ask(asked)).at("traceId"), kTrace);
    EXPECT_EQ(log_.last(), (json{{"level", level},
                                 {"event", "intake.refused"},
                                 {"trace_id", kTrace},
                                 {"door", "rabbitmq"},
                                 {"source", "gerica"},
                                 {"error_code", code},
                                 {"error_where", where},
                                 {"error_detail", detail}}));
  }
  unreadable.traceparent = "";
  const auto trace = problem_of(ask(unreadable)).at("traceId").get<std::string>();
  EXPECT_EQ(trace.size(), 32U);
  EXPECT_NE(trace, kTrace);
  EXPECT_EQ(log_.last().at("trace_id"), trace);
  EXPECT_EQ(log_.lines().size(), 3U);
  EXPECT_EQ(get("/v1/refusals?traceId=" + trace).body().at("refusals").size(), 1U) << "it is found in the API too";
}

TEST_F(QueueIntake, answers_503_when_nothing_was_decided_so_that_the_message_stays) {
  auto asked = message("K-1");
  asked.source = model::SourceName("visma");
  asked.format = "skript";
  asked.body = R"({"error": "unavailable"})";
  EXPECT_EQ(ask(std::move(asked)).status, 503);
  EXPECT_EQ(log_.last().at("level"), "warning");
  EXPECT_EQ(log_.last().at("source"), "visma");
}

TEST_F(QueueIntake, answers_what_never_reached_it_in_the_same_way) {
  const Error error(ErrorKind::too_large, "inntak.for_stor", "queue.intake", PublicText{"For stor."},
                    PrivateDetail{"detalj"});
  const auto answer = service::queue_refusal(error, message("K-1"));
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(problem_of(answer).at("traceId"), kTrace);
  EXPECT_EQ(log_.last(), (json{{"level", "info"},
                               {"event", "intake.refused"},
                               {"trace_id", kTrace},
                               {"door", "rabbitmq"},
                               {"source", "gerica"},
                               {"error_code", "inntak.for_stor"},
                               {"error_where", "queue.intake"},
                               {"error_detail", "detalj"}}));
}

}  // namespace
}  // namespace fangst::testing
