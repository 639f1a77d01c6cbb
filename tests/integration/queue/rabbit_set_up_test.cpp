#include "rabbit_queue_case.hpp"

#include <fangst/support/manual_clock.hpp>

#include <gmock/gmock.h>

#include <fstream>

namespace fangst::queue {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST_F(RabbitQueueTest, works_over_tls) {
  settings_.connection = broker_->connection_with_tls();
  open();
  enqueue(5);
  drain(5);
}

TEST_F(RabbitQueueTest, a_broker_whose_certificate_another_has_signed_is_refused) {
  settings_.connection = broker_->connection_with_tls();
  settings_.connection.tls->ca_file = "/etc/ssl/certs/ca-certificates.crt";
  expect_refused();
}

TEST_F(RabbitQueueTest, a_broker_under_another_name_than_its_certificate_is_refused) {
  settings_.connection = broker_->connection_with_tls();
  settings_.connection.host = "127.0.0.1";
  expect_refused();
}

TEST_F(RabbitQueueTest, a_queue_that_exists_with_other_properties_is_reported_and_not_used) {
  broker_->call("PUT", "/queues/{vhost}/fangst.retry.300ms",
                R"({"durable":true,"arguments":{"x-queue-type":"quorum","x-message-ttl":999999}})");
  open();
  EXPECT_TRUE(support::eventually([&] { return problems().find("fangst.retry.300ms") != std::string::npos; }))
      << problems();
  EXPECT_FALSE(queue_->is_healthy());
}

TEST_F(RabbitQueueTest, a_wrong_password_is_reported) {
  settings_.connection.password = "wrong";
  open();
  EXPECT_TRUE(support::eventually([&] {
    return problems().find("login") != std::string::npos || problems().find("403") != std::string::npos;
  })) << problems();
  EXPECT_FALSE(queue_->is_healthy());
}

class DefinitionsTest : public RabbitQueueTest {
 protected:
  void SetUp() override {
    RabbitQueueTest::SetUp();
    if (!broker_) return;
    settings_.delays = RabbitQueueSettings{}.delays;
    settings_.properties_by = QueueProperties::policies;
    clock_ = manual_;
  }
  /// Lets the check look at the broker, which tells of a new queue seconds late, until `is_enough`.
  template <class Condition>
  bool looks_until(Condition is_enough) {
    return support::eventually([&] {
      for (const auto pause : {2s, 15s}) {
        if (manual_->waits(pause, pause) > 0) manual_->advance(pause);
      }
      return is_enough();
    });
  }
  void import_definitions() {
    std::ifstream file(FANGST_DEFINITIONS);
    const std::string definitions(std::istreambuf_iterator<char>(file), {});
    ASSERT_EQ(broker_->call("POST", "/definitions/{vhost}", definitions).status, 204);
  }

  std::shared_ptr<support::ManualClock> manual_ = std::make_shared<support::ManualClock>();
};

TEST_F(DefinitionsTest, the_shipped_definitions_give_every_queue_what_it_must_have) {
  import_definitions();
  open(true);
  ASSERT_TRUE(becomes_healthy());
  ASSERT_TRUE(looks_until([&] { return manual_->waits(5min, 5min) > 0; })) << problems();
  EXPECT_TRUE(queue_->is_healthy());
  EXPECT_EQ(problems(), "");
  enqueue();
  EXPECT_EQ(take().size(), 1U);
}

TEST_F(DefinitionsTest, a_missing_policy_is_reported_by_name) {
  import_definitions();
  ASSERT_EQ(broker_->call("DELETE", "/policies/{vhost}/fangst.retry.1m").status, 204);
  open(true);
  ASSERT_TRUE(looks_until([&] { return problems().find("fangst.retry.1m") != std::string::npos; }));
  EXPECT_THAT(problems(), HasSubstr("message-ttl"));
  EXPECT_FALSE(queue_->is_healthy());
}

TEST_F(DefinitionsTest, cannot_be_relied_on_without_a_look_at_the_management_api) {
  EXPECT_THROW(open(), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::queue
