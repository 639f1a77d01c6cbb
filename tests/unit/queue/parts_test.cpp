#include "item_buffer.hpp"
#include "wake_pacer.hpp"
#include "work_message.hpp"

#include <gtest/gtest.h>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;

std::vector<ports::WorkItem> items(std::initializer_list<std::int64_t> ids) {
  std::vector<ports::WorkItem> items;
  for (const auto id : ids) items.emplace_back().id = id;
  return items;
}

std::vector<std::int64_t> ids_of(const std::vector<ports::WorkItem>& items) {
  std::vector<std::int64_t> ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

using Ids = std::vector<std::int64_t>;

TEST(ItemBuffer, gives_what_came_first_first_and_no_more_than_is_asked_for) {
  ItemBuffer buffer;
  buffer.push(items({3, 1, 2}));
  buffer.push({});
  buffer.push(items({9}));
  EXPECT_EQ(buffer.size(), 4U);
  EXPECT_EQ(ids_of(buffer.take(2, 0ms)), (Ids{3, 1}));
  EXPECT_EQ(ids_of(buffer.take(9, 0ms)), (Ids{2, 9}));
  EXPECT_TRUE(buffer.take(1, 0ms).empty());
}

TEST(ItemBuffer, returns_what_is_left_when_it_stops_and_gives_nothing_afterwards) {
  ItemBuffer buffer;
  buffer.push(items({1, 2}));
  EXPECT_FALSE(buffer.is_stopped());
  EXPECT_EQ(ids_of(buffer.stop()), (Ids{1, 2}));
  EXPECT_TRUE(buffer.is_stopped());
  buffer.push(items({3}));
  EXPECT_TRUE(buffer.take(1, 10min).empty());
  EXPECT_EQ(ids_of(buffer.drain()), (Ids{3}));
  EXPECT_EQ(buffer.size(), 0U);
}

TEST(WakePacer, waits_longer_after_each_wake_in_vain_and_not_at_all_after_work) {
  WakePacer pacer;
  for (const auto pause : {0ms, 2ms, 4ms, 8ms, 16ms, 16ms}) EXPECT_EQ(pacer.pause_after(true, false), pause);
  EXPECT_EQ(pacer.pause_after(true, true), 0ms);
  for (const auto pause : {0ms, 2ms, 4ms}) EXPECT_EQ(pacer.pause_after(true, false), pause);
  EXPECT_EQ(pacer.pause_after(false, false), 0ms) << "nobody woke it";
  for (const auto pause : {0ms, 2ms}) EXPECT_EQ(pacer.pause_after(true, false), pause);
}

TEST(WorkMessage, holds_the_number_the_due_time_and_the_trace_and_goes_to_the_queue_of_its_step) {
  const ports::WorkItem item{.id = 17,
                             .submission = model::SubmissionId("s"),
                             .step = model::StepName("arkiver"),
                             .due_at = model::from_millis(1'700'000'000'123),
                             .handouts = 4,
                             .traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
  const auto message = to_message(item, "bytte");
  EXPECT_EQ(message.exchange, "bytte");
  EXPECT_EQ(message.routing_key, "arkiver");
  EXPECT_EQ(message.body, R"({"item":17,"due":1700000000123})");
  EXPECT_EQ(message.content_type, "application/json");
  EXPECT_EQ(message.message_id, "17");
  EXPECT_EQ(message.correlation_id, "");
  EXPECT_EQ(message.type, "fangst.arbeid");
  EXPECT_TRUE(message.mandatory);
  ASSERT_EQ(message.headers.size(), 1U);
  EXPECT_EQ(message.headers[0].key, "traceparent");
  EXPECT_EQ(std::get<std::string>(message.headers[0].value), item.traceparent);
  auto untraced = item;
  untraced.traceparent.clear();
  EXPECT_TRUE(to_message(untraced, "bytte").headers.empty());
}

}  // namespace
}  // namespace fangst::queue
