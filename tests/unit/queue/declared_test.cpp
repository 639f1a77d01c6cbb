#include "rabbit_case.hpp"
#include "work_topology.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;

/// What Fangst asks of the broker before it says a word of work.
class Declared : public RabbitCase {
 protected:
  std::vector<std::string> declared() {
    amqp::Watchdog dog;
    auto connection = amqp::Connection::open(broker.connection(), "navn", 1000, dog);
    if (!connection || !WorkTopology(settings).declare(**connection)) throw std::runtime_error("not declared");
    return broker.said_after("channel.open");
  }
};

const std::string kDeadLetters = " durable x-queue-type=quorum x-dead-letter-exchange=";
const std::string kSafely = " x-dead-letter-strategy=at-least-once x-overflow=reject-publish ";

TEST_F(Declared, is_every_queue_with_all_that_keeps_its_messages) {
  settings.steps = {model::StepName("arkiver"), model::StepName("send")};
  settings.delays = {1h, 10s};
  settings.delivery_limit = 17;
  EXPECT_THAT(
      declared(),
      testing::ElementsAre(
          "exchange.declare fangst.uroutet fanout durable", "exchange.declare fangst.parkert fanout durable",
          "exchange.declare fangst.arbeid direct durable",
          "exchange.declare fangst.retur direct durable alternate-exchange=fangst.uroutet",
          "exchange.declare fangst.retry.10s fanout durable", "exchange.declare fangst.retry.1h fanout durable",
          "queue.declare fangst.uroutet durable x-queue-type=quorum",
          "queue.declare fangst.parkert durable x-queue-type=quorum",
          "queue.declare fangst.arbeid.arkiver" + kDeadLetters + "fangst.parkert" + kSafely + "x-delivery-limit=17",
          "queue.declare fangst.arbeid.send" + kDeadLetters + "fangst.parkert" + kSafely + "x-delivery-limit=17",
          "queue.declare fangst.retry.10s" + kDeadLetters + "fangst.retur" + kSafely + "x-message-ttl=10000",
          "queue.declare fangst.retry.1h" + kDeadLetters + "fangst.retur" + kSafely + "x-message-ttl=3600000",
          "queue.bind fangst.uroutet fangst.uroutet ", "queue.bind fangst.parkert fangst.parkert ",
          "queue.bind fangst.arbeid.arkiver fangst.arbeid arkiver",
          "queue.bind fangst.arbeid.arkiver fangst.retur arkiver", "queue.bind fangst.arbeid.send fangst.arbeid send",
          "queue.bind fangst.arbeid.send fangst.retur send", "queue.bind fangst.retry.10s fangst.retry.10s ",
          "queue.bind fangst.retry.1h fangst.retry.1h "));
}

TEST_F(Declared, is_of_each_queue_its_type_alone_when_policies_give_the_rest) {
  settings.properties_by = QueueProperties::policies;
  const auto said = declared();
  std::size_t queues = 0;
  for (const auto& line : said) {
    if (!line.starts_with("queue.declare")) continue;
    ++queues;
    EXPECT_TRUE(line.ends_with(" durable x-queue-type=quorum")) << line;
  }
  EXPECT_EQ(queues, 2U + 2U + 3U);
}

TEST_F(Declared, are_the_delays_of_ten_seconds_to_six_hours_when_nothing_else_is_set) {
  const RabbitQueueSettings unset;
  EXPECT_EQ(unset.delays, (std::vector<std::chrono::milliseconds>{10s, 1min, 10min, 1h, 6h}));
}

TEST_F(Declared, is_nothing_when_the_settings_contradict_each_other) {
  const auto refuses = [&] {
    try {
      RabbitQueue(settings, outbox, clock);
      return false;
    } catch (const std::invalid_argument&) {
      return true;
    }
  };
  EXPECT_FALSE(refuses());
  settings.management_url = "http://localhost:15672";
  EXPECT_TRUE(refuses()) << "nobody can ask there";
  settings.management_url.clear();
  settings.properties_by = QueueProperties::policies;
  EXPECT_TRUE(refuses()) << "nobody can see the policies";
  settings.properties_by = QueueProperties::arguments;
  settings.steps.clear();
  EXPECT_TRUE(refuses()) << "there is nothing to do";
}

}  // namespace
}  // namespace fangst::queue
