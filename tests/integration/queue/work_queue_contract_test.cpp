#include "backlog.hpp"

#include <fangst/queue/embedded_queue.hpp>
#include <fangst/queue/rabbit_queue.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/test_broker.hpp>

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using ports::WorkItem;
using std::chrono::steady_clock;

struct Embedded {
  static constexpr auto kNeeds = "";
  bool is_available() const { return true; }
  std::unique_ptr<ports::WorkQueue> open(std::shared_ptr<ports::Outbox> outbox) const {
    return std::make_unique<EmbeddedQueue>(std::move(outbox), std::make_shared<ports::SystemClock>(),
                                           EmbeddedQueueSettings{.batch = 32});
  }
};

struct Rabbit {
  static constexpr auto kNeeds = "FANGST_TEST_AMQP_HOST (tests/support/rabbitmq/start)";
  std::unique_ptr<support::TestBroker> broker = support::TestBroker::shared();

  bool is_available() const { return broker != nullptr; }
  std::unique_ptr<ports::WorkQueue> open(std::shared_ptr<ports::Outbox> outbox) const {
    RabbitQueueSettings settings;
    settings.connection = broker->connection();
    settings.steps = {model::StepName("arkiver"), model::StepName("ekspeder")};
    settings.batch = 32;
    settings.delays = {300ms, 900ms};
    settings.prefetch = 32;
    settings.most_in_broker = 200;
    return std::make_unique<RabbitQueue>(settings, std::move(outbox), std::make_shared<ports::SystemClock>());
  }
};

template <class QueueKind, class BacklogKind>
struct Pair {
  using Queue = QueueKind;
  using Rows = BacklogKind;
};

/// What every WorkQueue promises, over every outbox.
template <class Kinds>
class WorkQueueContract : public testing::Test {
 protected:
  void SetUp() override {
    if (!kind_.is_available()) GTEST_SKIP() << "needs " << Kinds::Queue::kNeeds;
    rows_ = Kinds::Rows::open();
    if (!rows_) GTEST_SKIP() << "needs FANGST_TEST_POSTGRESQL (tests/support/postgresql/start)";
    queue_ = open();
  }
  // The queue ends before the broker and the rows.
  void TearDown() override { queue_.reset(); }

  std::unique_ptr<ports::WorkQueue> open() { return kind_.open(rows_->outbox()); }
  void reopen() {
    queue_.reset();
    queue_ = open();
  }
  model::Timestamp now() const { return clock_.now(); }
  void enqueue(int count = 1, std::chrono::milliseconds delay = 0ms, const std::string& step = "arkiver") {
    rows_->enqueue(step, now() + delay, count);
    queue_->wake();
  }
  std::vector<WorkItem> take(std::size_t max = 1) { return queue_->take(max, 60s); }
  /// What comes within a while that is long against everything the queue does by itself.
  std::vector<WorkItem> take_more() { return queue_->take(10, 1500ms); }
  void finish(const WorkItem& item) {
    rows_->finish(item);
    queue_->settle(item);
  }

  typename Kinds::Queue kind_;
  std::unique_ptr<Backlog> rows_;
  std::unique_ptr<ports::WorkQueue> queue_;
  ports::SystemClock clock_;
};

using AllPairs = testing::Types<Pair<Embedded, FakeBacklog>, Pair<Embedded, OnSqlite>, Pair<Embedded, OnPostgresql>,
                                Pair<Rabbit, FakeBacklog>, Pair<Rabbit, OnSqlite>, Pair<Rabbit, OnPostgresql>>;
TYPED_TEST_SUITE(WorkQueueContract, AllPairs);

TYPED_TEST(WorkQueueContract, delivers_what_was_enqueued) {
  const auto due = this->now();
  this->rows_->enqueue("ekspeder", due, 1);
  this->queue_->wake();
  const auto items = this->take();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].step.str(), "ekspeder");
  EXPECT_EQ(items[0].due_at, due);
  EXPECT_EQ(items[0].handouts, 0);
  this->finish(items[0]);
}

TYPED_TEST(WorkQueueContract, does_not_deliver_an_item_twice_while_it_is_worked_on) {
  this->enqueue();
  const auto items = this->take();
  ASSERT_EQ(items.size(), 1U);
  this->queue_->wake();
  EXPECT_TRUE(this->take_more().empty());
}

TYPED_TEST(WorkQueueContract, does_not_deliver_a_settled_item_again) {
  this->enqueue();
  const auto items = this->take();
  ASSERT_EQ(items.size(), 1U);
  this->finish(items[0]);
  EXPECT_TRUE(this->take_more().empty());
  this->reopen();
  EXPECT_TRUE(this->take_more().empty());
}

TYPED_TEST(WorkQueueContract, delivers_again_after_a_crash_what_was_not_settled) {
  this->enqueue(3);
  std::map<std::int64_t, WorkItem> taken;
  while (taken.size() < 3) {
    for (const auto& item : this->take(3)) taken[item.id] = item;
  }
  this->finish(taken.begin()->second);
  taken.erase(taken.begin());
  this->reopen();
  while (!taken.empty()) {
    for (const auto& item : this->take(3)) {
      EXPECT_EQ(taken.erase(item.id), 1U);
      EXPECT_GE(item.handouts, 1);
      this->finish(item);
    }
  }
}

TYPED_TEST(WorkQueueContract, delivers_what_was_enqueued_while_no_queue_was_open) {
  this->queue_.reset();
  this->rows_->enqueue("arkiver", this->now(), 1);
  this->queue_ = this->open();
  EXPECT_EQ(this->take().size(), 1U);
}

TYPED_TEST(WorkQueueContract, never_delivers_before_the_due_time) {
  for (const auto delay : {100ms, 400ms, 1000ms, 1300ms}) this->enqueue(1, delay);
  for (int i = 0; i < 4;) {
    for (const auto& item : this->take(4)) {
      EXPECT_LE(item.due_at, this->now());
      this->finish(item);
      ++i;
    }
  }
}

TYPED_TEST(WorkQueueContract, delivers_a_delayed_item_after_a_restart) {
  this->enqueue(1, 1s);
  EXPECT_TRUE(this->queue_->take(1, 200ms).empty());
  this->reopen();
  const auto items = this->take();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_LE(items[0].due_at, this->now());
  this->finish(items[0]);
  EXPECT_TRUE(this->take_more().empty());
}

TYPED_TEST(WorkQueueContract, delivers_a_rescheduled_item_once_at_its_new_time) {
  this->enqueue();
  auto items = this->take();
  ASSERT_EQ(items.size(), 1U);
  const auto later = this->now() + 700ms;
  this->rows_->reschedule(items[0], later);
  this->queue_->settle(items[0]);
  items = this->take(10);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].due_at, later);
  EXPECT_LE(later, this->now());
  this->finish(items[0]);
  EXPECT_TRUE(this->take_more().empty());
}

TYPED_TEST(WorkQueueContract, delivers_again_what_was_given_back) {
  this->enqueue();
  const auto first = this->take();
  ASSERT_EQ(first.size(), 1U);
  this->queue_->give_back(first[0]);
  const auto second = this->take();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].id, first[0].id);
  EXPECT_EQ(second[0].handouts, 1);
  this->finish(second[0]);
}

TYPED_TEST(WorkQueueContract, stop_ends_a_waiting_take_and_every_later_one) {
  const auto begin = steady_clock::now();
  auto waits = std::async(std::launch::async, [&] { return this->queue_->take(1, 10min); });
  EXPECT_EQ(waits.wait_for(50ms), std::future_status::timeout) << "there is nothing to take";
  this->queue_->stop();
  EXPECT_TRUE(waits.get().empty());
  EXPECT_TRUE(this->queue_->take(1, 10min).empty());
  EXPECT_LT(steady_clock::now() - begin, 5min);
}

TYPED_TEST(WorkQueueContract, can_be_settled_and_given_back_after_stop) {
  this->enqueue(2);
  std::vector<WorkItem> items;
  while (items.size() < 2) {
    for (const auto& item : this->take(2)) items.push_back(item);
  }
  this->queue_->stop();
  this->finish(items[0]);
  this->queue_->give_back(items[1]);
  this->reopen();
  const auto again = this->take(10);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, items[1].id);
}

TYPED_TEST(WorkQueueContract, a_wake_brings_new_work_without_a_long_wait) {
  ASSERT_TRUE(support::eventually([&] { return this->queue_->is_healthy(); }));
  for (int i = 0; i < 10; ++i) {
    this->enqueue();
    const auto items = this->take();
    ASSERT_EQ(items.size(), 1U);
    this->finish(items[0]);
  }
}

TYPED_TEST(WorkQueueContract, several_workers_drain_thousands_of_items_once_each) {
  constexpr std::size_t kItems = 3000;
  this->enqueue(kItems);
  std::mutex mutex;
  std::set<std::int64_t> seen;
  std::size_t repeats = 0;
  const auto work = [&] {
    while (true) {
      const auto items = this->queue_->take(8, 100ms);
      for (const auto& item : items) this->finish(item);
      const std::lock_guard lock(mutex);
      for (const auto& item : items) repeats += seen.insert(item.id).second ? 0 : 1;
      if (seen.size() == kItems) return;
    }
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) workers.emplace_back(work);
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(repeats, 0U);
  EXPECT_EQ(this->rows_->size(), 0U);
}

}  // namespace
}  // namespace fangst::queue
