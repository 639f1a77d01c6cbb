#include <fangst/policy/error_mapping.hpp>
#include <fangst/rabbitmq/rabbit_intake.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/manual_clock.hpp>
#include <fangst/support/test_broker.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <mutex>

namespace fangst::rabbitmq {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

class RabbitIntakeTest : public testing::Test {
 protected:
  void SetUp() override {
    broker_ = support::TestBroker::shared();
    if (!broker_) GTEST_SKIP() << "needs FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
    settings_.connection = broker_->connection();
    settings_.sources = {model::SourceName("gerica"), model::SourceName("visma")};
    settings_.users = {{broker_->connection().user, model::SourceName("gerica")}};
    settings_.first_pause = 1s;
    settings_.max_body = 1000;
    settings_.on_unanswered = [this](const Unanswered& answer) {
      const std::lock_guard lock(mutex_);
      log_ += answer.source.str() + " " + std::to_string(answer.status) + ": " + std::string(answer.why) + "\n";
    };
    broker_->call("PUT", "/queues/{vhost}/svar", R"({"durable":true})");
  }
  void TearDown() override { intake_.reset(); }

  void open() {
    intake_.reset();
    const auto handle = [this](IntakeMessage message, const RabbitIntake::Answer& answer) {
      std::unique_lock lock(mutex_);
      seen_.push_back(message);
      const auto reply =
          next_answers_.empty() ? IntakeAnswer{201, "application/json", R"({"id":"s-1"})"} : next_answers_.front();
      if (!next_answers_.empty()) next_answers_.erase(next_answers_.begin());
      if (hold_answers_) {
        held_.push_back(answer);
        return;
      }
      lock.unlock();
      answer(reply);
    };
    const auto refuse = [this](const Error& error, const IntakeMessage& message) {
      const std::lock_guard lock(mutex_);
      refused_.push_back(message.source.str() + " " + error.code());
      const int status = policy::http_status(error.kind());
      return IntakeAnswer{status, "application/problem+json", json{{"status", status}}.dump()};
    };
    intake_ = std::make_unique<RabbitIntake>(settings_, clock_, handle, refuse);
    ASSERT_TRUE(support::eventually([&] { return intake_->is_healthy(); }));
  }
  void send(const std::string& key, const std::string& body, json properties = json::object()) {
    properties["delivery_mode"] = 2;
    broker_->publish("fangst.inn", key, body, properties.dump());
  }
  json from_user() const {
    return {{"user_id", broker_->connection().user}, {"reply_to", "svar"}, {"correlation_id", "c-7"}};
  }
  support::BrokerMessage answer() {
    std::optional<support::BrokerMessage> message;
    support::eventually([&] { return (message = broker_->get("svar")).has_value(); });
    return message.value_or(support::BrokerMessage{});
  }
  /// Of gerica's queue, as the broker's statistics say.
  std::int64_t consumers() const {
    const auto queue = json::parse(broker_->call("GET", "/queues/{vhost}/fangst.inn.gerica").body, nullptr, false);
    return queue.is_object() ? queue.value("consumers", std::int64_t{-1}) : -1;
  }
  std::vector<IntakeMessage> seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  std::vector<std::string> refused() {
    const std::lock_guard lock(mutex_);
    return refused_;
  }
  std::string log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }

  std::unique_ptr<support::TestBroker> broker_;
  RabbitIntakeSettings settings_;
  std::mutex mutex_;
  std::vector<IntakeMessage> seen_;
  std::vector<IntakeAnswer> next_answers_;
  std::vector<RabbitIntake::Answer> held_;
  bool hold_answers_ = false;
  std::vector<std::string> refused_;
  std::string log_;
  support::ManualClock clock_;
  std::unique_ptr<RabbitIntake> intake_;
};

TEST_F(RabbitIntakeTest, a_message_is_answered_to_its_sender_with_status_and_correlation_id) {
  open();
  auto properties = from_user();
  properties["message_id"] = "m-1";
  properties["headers"] = {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}};
  send("gerica.gerica-msghead", "<MsgHead/>", properties);
  const auto reply = answer();
  EXPECT_EQ(reply.body, R"({"id":"s-1"})");
  const auto props = json::parse(reply.properties);
  EXPECT_EQ(props["correlation_id"], "c-7");
  EXPECT_EQ(props["headers"]["status"], 201);
  EXPECT_EQ(props["content_type"], "application/json");
  ASSERT_EQ(seen().size(), 1U);
  const auto message = seen()[0];
  EXPECT_EQ(message.source.str(), "gerica");
  EXPECT_EQ(message.format, "gerica-msghead");
  EXPECT_TRUE(message.is_authenticated);
  EXPECT_EQ(message.body, "<MsgHead/>");
  EXPECT_EQ(message.message_id, "m-1");
  EXPECT_EQ(message.traceparent, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
}

TEST_F(RabbitIntakeTest, a_user_of_the_broker_speaks_for_its_own_source_only) {
  open();
  send("visma.visma-hendelse", "{}", from_user());
  EXPECT_EQ(json::parse(answer().properties)["headers"]["status"], 401);
  auto with_key = from_user();
  with_key["headers"] = {{"authorization", "Bearer fangst_abc"}};
  send("visma.visma-hendelse", "{}", with_key);
  answer();
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_FALSE(seen()[0].is_authenticated);
  EXPECT_EQ(seen()[0].bearer, "fangst_abc");
}

TEST_F(RabbitIntakeTest, a_message_without_any_proof_of_its_sender_is_answered_401) {
  open();
  send("gerica.innsending", "{}", {{"reply_to", "svar"}, {"correlation_id", "c-1"}});
  const auto reply = answer();
  EXPECT_EQ(json::parse(reply.properties)["headers"]["status"], 401);
  EXPECT_EQ(json::parse(reply.body)["status"], 401);
  EXPECT_TRUE(seen().empty());
  EXPECT_EQ(refused(), std::vector<std::string>{"gerica inntak.ikke_paalogget"});
}

TEST_F(RabbitIntakeTest, a_message_above_the_limit_is_answered_413_and_never_held) {
  open();
  send("gerica.innsending", std::string(200'000, 'x'), from_user());
  EXPECT_EQ(json::parse(answer().properties)["headers"]["status"], 413);
  EXPECT_TRUE(seen().empty());
  EXPECT_EQ(refused(), std::vector<std::string>{"gerica inntak.for_stor"});
}

TEST_F(RabbitIntakeTest, a_message_for_a_source_without_a_queue_is_answered_too) {
  open();
  send("norkart.norkart-hendelse", "{}", from_user());
  EXPECT_EQ(json::parse(answer().properties)["headers"]["status"], 401);
  send("tull", "{}", from_user());
  EXPECT_EQ(json::parse(answer().properties)["headers"]["status"], 404);
  EXPECT_EQ(refused(), (std::vector<std::string>{"norkart inntak.ikke_paalogget", " inntak.ukjent_rute"}));
}

TEST_F(RabbitIntakeTest, what_cannot_be_decided_now_is_tried_again_until_it_can) {
  next_answers_ = {{503, "application/problem+json", "{}"}, {503, "application/problem+json", "{}"}};
  open();
  send("gerica.innsending", "{}", from_user());
  for (const auto pause : {1s, 2s}) {
    ASSERT_TRUE(clock_.is_waited_by(pause));
    clock_.advance(pause);
  }
  EXPECT_EQ(json::parse(answer().properties)["headers"]["status"], 201);
  EXPECT_EQ(seen().size(), 3U);
}

TEST_F(RabbitIntakeTest, a_message_is_not_acknowledged_before_its_answer) {
  hold_answers_ = true;
  open();
  send("gerica.innsending", "{}", from_user());
  ASSERT_TRUE(support::eventually([&] { return seen().size() == 1; }));
  intake_.reset();  // As a crash before the answer.
  hold_answers_ = false;
  open();
  EXPECT_EQ(json::parse(answer().properties)["headers"]["status"], 201);
  EXPECT_EQ(seen().size(), 2U);
  for (const auto& late : held_) late({201, "application/json", "{}"});  // To an intake that is gone: no harm.
}

TEST_F(RabbitIntakeTest, a_message_is_gone_from_its_queue_after_the_answer) {
  open();
  send("gerica.innsending", "{}", from_user());
  answer();
  intake_.reset();
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.inn.gerica") == 0; }));
  EXPECT_FALSE(broker_->get("fangst.inn.gerica"));
}

TEST_F(RabbitIntakeTest, an_answer_that_has_nowhere_to_go_is_logged_and_the_message_taken) {
  open();
  auto properties = from_user();
  properties["reply_to"] = "finnes-ikke";
  send("gerica.innsending", "{}", properties);
  EXPECT_TRUE(support::eventually([&] { return log() == "gerica 201: the queue in reply_to does not exist\n"; }));
  intake_.reset();
  EXPECT_FALSE(broker_->get("fangst.inn.gerica"));
}

TEST_F(RabbitIntakeTest, a_message_whose_answer_the_broker_refuses_is_tried_again_until_there_is_room) {
  broker_->call("PUT", "/queues/{vhost}/fullt",
                R"({"durable":true,"arguments":{"x-max-length":1,"x-overflow":"reject-publish"}})");
  broker_->publish("amq.default", "fullt", "opptatt", "{}");
  open();
  auto properties = from_user();
  properties["reply_to"] = "fullt";
  send("gerica.innsending", "{}", properties);
  const auto in_time = [&](const auto& condition) {
    return support::eventually([&] {
      clock_.advance(1s);  // past the pause before the broker gives it again
      return condition();
    });
  };
  ASSERT_TRUE(in_time([&] { return seen().size() >= 2; }));
  ASSERT_EQ(broker_->get("fullt").value().body, "opptatt");
  std::optional<support::BrokerMessage> given;
  ASSERT_TRUE(in_time([&] { return (given = broker_->get("fullt")).has_value(); }));
  EXPECT_EQ(given->body, R"({"id":"s-1"})");
}

TEST_F(RabbitIntakeTest, a_source_cannot_have_its_answer_put_into_a_queue_of_ours) {
  open();
  auto properties = from_user();
  properties["reply_to"] = "fangst.inn.visma";
  send("gerica.innsending", "{}", properties);
  EXPECT_TRUE(support::eventually([&] { return broker_->count("fangst.inn.avvist") == 1; }));
  EXPECT_EQ(seen().size(), 1U);
  EXPECT_EQ(log(), "gerica 201: the source asked for its answer in a queue of Fangst's own\n");
}

TEST_F(RabbitIntakeTest, a_refused_message_without_reply_to_is_kept) {
  next_answers_ = {{422, "application/problem+json", "{}"}};
  open();
  send("gerica.innsending", "feil", {{"user_id", broker_->connection().user}});
  std::optional<support::BrokerMessage> kept;
  ASSERT_TRUE(support::eventually([&] { return (kept = broker_->get("fangst.inn.avvist")).has_value(); }));
  EXPECT_EQ(kept->body, "feil");
}

TEST_F(RabbitIntakeTest, stop_takes_no_further_message_and_leaves_it_in_the_queue) {
  open();
  ASSERT_TRUE(support::eventually([&] { return consumers() == 1; }));
  intake_->stop();
  ASSERT_TRUE(support::eventually([&] { return consumers() == 0; }));
  send("gerica.innsending", "{}", from_user());
  EXPECT_TRUE(support::eventually([&] { return broker_->get("fangst.inn.gerica").has_value(); }));
  EXPECT_TRUE(seen().empty());
}

}  // namespace
}  // namespace fangst::rabbitmq
