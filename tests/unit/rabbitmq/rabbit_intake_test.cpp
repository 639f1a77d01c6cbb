#include "intake_fixture.hpp"

namespace fangst::rabbitmq {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST_F(Intake, makes_a_queue_for_each_source_and_loses_neither_the_refused_nor_the_unknown) {
  start();
  const std::string keeps =
      " durable x-queue-type=quorum x-dead-letter-exchange=fangst.inn.avvist x-dead-letter-strategy=at-least-once"
      " x-overflow=reject-publish";
  auto said = broker_.said();
  std::erase_if(said, [](const std::string& line) {
    return !line.starts_with("exchange") && !line.starts_with("queue") && !line.starts_with("basic");
  });
  EXPECT_THAT(
      said, ElementsAre("exchange.declare fangst.inn.avvist fanout durable",
                        "queue.declare fangst.inn.avvist durable x-queue-type=quorum",
                        "queue.bind fangst.inn.avvist fangst.inn.avvist ",
                        "exchange.declare fangst.inn.ukjent fanout durable", "queue.declare fangst.inn.ukjent" + keeps,
                        "queue.bind fangst.inn.ukjent fangst.inn.ukjent ",
                        "exchange.declare fangst.inn topic durable alternate-exchange=fangst.inn.ukjent",
                        "queue.declare fangst.inn.gerica" + keeps, "queue.bind fangst.inn.gerica fangst.inn gerica.*",
                        "queue.declare fangst.inn.visma" + keeps, "queue.bind fangst.inn.visma fangst.inn visma.*",
                        "basic.qos 16", "basic.consume fangst.inn.ukjent", "basic.qos 16",
                        "basic.consume fangst.inn.gerica", "basic.qos 16", "basic.consume fangst.inn.visma"));
}

TEST_F(Intake, takes_or_refuses_by_the_status_what_nobody_waits_for) {
  start();
  for (const auto& [status, words] : {std::pair{200, "basic.ack "},
                                      {201, "basic.ack "},
                                      {202, "basic.ack "},
                                      {399, "basic.ack "},
                                      {400, "basic.nack "},
                                      {401, "basic.nack "},
                                      {409, "basic.nack "},
                                      {422, "basic.nack "},
                                      {429, "basic.nack "},
                                      {500, "basic.nack "},
                                      {502, "basic.nack "},
                                      {504, "basic.nack "}}) {
    const auto id = std::to_string(status);
    const auto tag = broker_.deliver(kQueue, message(id));
    answer(id, status);
    EXPECT_TRUE(broker_.is_said(words + std::to_string(tag))) << status;
  }
  EXPECT_TRUE(broker_.published().empty());
}

TEST_F(Intake, answers_the_sender_with_all_that_it_needs_and_takes_the_message_only_then) {
  broker_.set_confirms(false);
  start();
  for (const int status : {201, 422, 500}) {
    const auto id = std::to_string(status);
    const auto tag = broker_.deliver(kQueue, message(id, "svar til " + id));
    answer(id, status, "svar " + id);
    ASSERT_TRUE(broker_.is_published(tag));
    auto sent = broker_.published().at(tag - 1);
    sent.message_id.clear();
    EXPECT_EQ(sent, (support::FakeMessage{.routing_key = "svar til " + id,
                                          .body = "svar " + id,
                                          .content_type = "application/json",
                                          .correlation_id = "samtale " + id,
                                          .type = "fangst.svar",
                                          .headers = {{"status", id}},
                                          .delivery_mode = 2,
                                          .mandatory = true}));
    EXPECT_EQ(count_answers(), tag - 1) << "not before the answer is safe";
    broker_.confirm(tag);
    EXPECT_TRUE(broker_.is_said("basic.ack " + std::to_string(tag))) << "also what was refused: its sender knows";
  }
}

TEST_F(Intake, answers_under_the_message_id_where_there_is_no_correlation_id) {
  start();
  auto given = message("melding", "svar");
  given.correlation_id.clear();
  broker_.deliver(kQueue, given);
  answer("melding", 201);
  ASSERT_TRUE(broker_.is_published(1));
  EXPECT_EQ(broker_.published()[0].correlation_id, "melding");
}

TEST_F(Intake, tells_two_answers_under_way_apart_when_one_comes_back) {
  broker_.set_confirms(false);
  start();
  broker_.deliver(kQueue, message("a", "finnes"));
  answer("a", 201);
  ASSERT_TRUE(broker_.is_published(1));
  broker_.deliver("fangst.inn.visma", message("b", "finnes ikke"));
  answer("b", 202);
  ASSERT_TRUE(broker_.is_published(2));
  const auto sent = broker_.published();
  EXPECT_NE(sent[0].message_id, sent[1].message_id);
  broker_.give_back(sent[1]);
  broker_.confirm_up_to(2);
  ASSERT_TRUE(broker_.is_said("basic.ack 1"));
  ASSERT_TRUE(broker_.is_said("basic.ack 2"));
  EXPECT_THAT(unanswered(), ElementsAre("the queue in reply_to does not exist | 202 | gerica | spor b"));
}

TEST_F(Intake, refuses_a_message_whose_answer_should_go_into_a_queue_of_ours) {
  start();
  const auto tag = broker_.deliver(kQueue, message("a", "fangst.arbeid.arkiver"));
  answer("a", 201);
  EXPECT_TRUE(broker_.is_said("basic.nack " + std::to_string(tag)));
  EXPECT_THAT(unanswered(),
              ElementsAre("the source asked for its answer in a queue of Fangst's own | 201 | gerica | spor a"));
  EXPECT_TRUE(broker_.published().empty());
}

TEST_F(Intake, hands_on_nothing_that_is_refused_and_answers_it_all_the_same) {
  settings_.max_body = 10;
  start();
  auto large = message("large", "svar");
  large.body = std::string(11, 'x');
  auto at_limit = message("limit");
  at_limit.body = std::string(10, 'x');
  auto stranger = message("stranger");
  stranger.user_id = "en annen";
  auto unknown = message("unknown");
  unknown.routing_key = "tull";
  broker_.deliver(kQueue, large);
  broker_.deliver(kQueue, at_limit);
  broker_.deliver(kQueue, stranger);
  broker_.deliver("fangst.inn.ukjent", unknown);
  ASSERT_TRUE(broker_.is_said("basic.nack 3"));
  ASSERT_TRUE(broker_.is_said("basic.nack 4"));
  ASSERT_TRUE(broker_.is_said("basic.ack 1"));
  EXPECT_THAT(refused(), ElementsAre("gerica inntak.for_stor", "gerica inntak.ikke_paalogget", " inntak.ukjent_rute"));
  ASSERT_EQ(broker_.published().size(), 1U);
  EXPECT_EQ(broker_.published()[0].headers.at("status"), "413");
  EXPECT_EQ(broker_.published()[0].body, "nei");
  EXPECT_FALSE(has("large") || has("stranger") || has("unknown"));
  answer("limit", 201);
  EXPECT_TRUE(broker_.is_said("basic.ack 2"));
}

TEST_F(Intake, asks_for_no_more_once_it_is_stopped_and_still_answers) {
  start();
  broker_.deliver(kQueue, message("a", "svar"));
  ASSERT_TRUE(support::eventually([&] { return has("a"); }));
  intake_->stop();
  intake_->stop();
  for (const char* queue : {"fangst.inn.ukjent", "fangst.inn.gerica", "fangst.inn.visma"}) {
    EXPECT_TRUE(broker_.is_said(std::string("basic.cancel of ") + queue));
  }
  answer("a", 201);
  EXPECT_TRUE(broker_.is_said("basic.ack 1"));
  EXPECT_EQ(broker_.published().size(), 1U);
}

TEST_F(Intake, says_what_is_wrong_with_each_of_its_two_connections) {
  start();
  EXPECT_TRUE(intake_->problems().empty());
  broker_.refuse("queue.declare fangst.inn.gerica", support::FakeBroker::kPreconditionFailed);
  broker_.hang_up();
  ASSERT_TRUE(support::eventually([&] { return intake_->problems().size() == 2; }));
  EXPECT_FALSE(intake_->is_healthy());
  ASSERT_TRUE(support::eventually([&] {
    clock_.advance(100ms);
    return intake_->problems().size() == 1;
  })) << "answers have a connection again";
  EXPECT_FALSE(intake_->is_healthy()) << "messages have none yet";
  broker_.answer_all();
  EXPECT_TRUE(support::eventually([&] {
    clock_.advance(100ms);
    return intake_->is_healthy();
  }));
}

TEST_F(Intake, gives_the_answers_that_are_due_before_it_ends) {
  start();
  for (const std::string id : {"a", "b"}) broker_.deliver(kQueue, message(id));
  answer("a", 201);
  answer("b", 422);
  intake_.reset();
  EXPECT_TRUE(broker_.is_said("basic.ack 1"));
  EXPECT_TRUE(broker_.is_said("basic.nack 2"));
}

TEST_F(Intake, leaves_in_its_queue_what_waits_for_a_later_try_when_it_ends) {
  start();
  broker_.deliver(kQueue, message("a"));
  answer("a", 503);
  ASSERT_TRUE(clock_.is_waited_by(1s));
  intake_.reset();
  EXPECT_EQ(count_answers(), 0U) << "the broker gives it again";
}

TEST_F(Intake, goes_on_when_nobody_wants_to_know_of_an_answer_without_an_address) {
  listens_ = false;
  start();
  broker_.deliver(kQueue, message("a", "fangst.arbeid.arkiver"));
  answer("a", 201);
  EXPECT_TRUE(broker_.is_said("basic.nack 1"));
}

TEST_F(Intake, leaves_an_answer_that_comes_after_its_end_alone) {
  start();
  broker_.deliver(kQueue, message("a", "svar"));
  ASSERT_TRUE(support::eventually([&] { return has("a"); }));
  intake_.reset();
  answer("a", 201);
  EXPECT_TRUE(broker_.published().empty());
  EXPECT_EQ(count_answers(), 0U);
}

TEST(IntakeSettings, take_messages_of_a_mebibyte_when_nothing_else_is_said) {
  EXPECT_EQ(RabbitIntakeSettings{}.max_body, 1024U * 1024U);
}

}  // namespace
}  // namespace fangst::rabbitmq
