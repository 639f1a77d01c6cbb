#include "work_topology.hpp"

#include "work_message.hpp"

#include <gtest/gtest.h>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;

RabbitQueueSettings settings() {
  RabbitQueueSettings settings;
  settings.steps = {model::StepName("arkiver"), model::StepName("ekspeder")};
  return settings;
}

TEST(WorkTopology, a_wait_goes_into_the_longest_delay_that_does_not_overshoot_it) {
  const WorkTopology topology(settings());
  EXPECT_EQ(topology.delay_within(9'999ms), std::nullopt);
  EXPECT_EQ(topology.delay_within(10s), 10s);
  EXPECT_EQ(topology.delay_within(59s), 10s);
  EXPECT_EQ(topology.delay_within(72s), 1min);
  EXPECT_EQ(topology.delay_within(100h), 6h);
}

TEST(WorkTopology, delays_are_named_by_their_largest_unit) {
  EXPECT_EQ(duration_name(10s), "10s");
  EXPECT_EQ(duration_name(90s), "90s");
  EXPECT_EQ(duration_name(10min), "10m");
  EXPECT_EQ(duration_name(6h), "6h");
  EXPECT_EQ(duration_name(250ms), "250ms");
}

TEST(WorkTopology, every_queue_that_dead_letters_does_so_at_least_once) {
  const WorkTopology topology(settings());
  int dead_lettering = 0;
  for (const auto& queue : topology.queues()) {
    bool has_exchange = false;
    bool at_least_once = false;
    bool rejects = false;
    for (const auto& field : queue.arguments) {
      const auto* text = std::get_if<std::string>(&field.value);
      has_exchange = has_exchange || field.key == "x-dead-letter-exchange";
      at_least_once = at_least_once || (field.key == "x-dead-letter-strategy" && *text == "at-least-once");
      rejects = rejects || (field.key == "x-overflow" && *text == "reject-publish");
    }
    EXPECT_EQ(has_exchange, at_least_once && rejects) << queue.name;
    dead_lettering += has_exchange ? 1 : 0;
  }
  EXPECT_EQ(dead_lettering, 2 + 5);
}

TEST(WorkMessage, survives_the_journey) {
  const ports::WorkItem item{.id = 17,
                             .submission = model::SubmissionId("s"),
                             .step = model::StepName("arkiver"),
                             .due_at = model::from_millis(1'700'000'000'123),
                             .handouts = 0,
                             .traceparent = {}};
  const auto message = to_message(item, "fangst.arbeid");
  EXPECT_EQ(message.routing_key, "arkiver");
  EXPECT_TRUE(message.mandatory);
  const auto parsed = parse_work_message(message.body);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->item, 17);
  EXPECT_EQ(parsed->due_at, item.due_at);
}

TEST(WorkMessage, what_is_not_one_is_no_message) {
  for (const auto* body : {"", "17", "{}", R"({"item":1})", R"({"item":"1","due":2})", R"({"item":1,"due":2.5})",
                           R"([{"item":1,"due":2}])", R"({"item":1,"due":2)"}) {
    EXPECT_FALSE(parse_work_message(body)) << body;
  }
}

}  // namespace
}  // namespace fangst::queue
