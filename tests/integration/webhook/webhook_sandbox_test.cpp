#include <fangst/support/sandbox_process.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <gtest/gtest.h>

namespace fangst::webhook {
namespace {

using namespace std::chrono_literals;

struct WebhookSandbox : testing::Test {
  static void SetUpTestSuite() { sandbox = std::make_unique<support::SandboxProcess>(); }
  static void TearDownTestSuite() { sandbox.reset(); }
  ~WebhookSandbox() override { sandbox->clear_faults(); }

  Result<void> notify(const std::string& id) {
    const std::string json =
        R"({"specversion":"1.0","id":")" + id +
        R"(","source":"/fangst","type":"no.fangst.submission.finished.v1","data":{"tittel":"Blåbær"}})";
    WebhookNotifier notifier({{source, {sandbox->url("/webhook/gerica"), secret}}}, sandbox->http(), clock);
    return notifier.notify({id, "no.fangst.submission.finished.v1", source, json, ""},
                           std::chrono::steady_clock::now() + 20s);
  }
  void fault(const std::string& rest) {
    sandbox->post("/sandbox/faults", R"({"service":"webhook","operation":"*","times":1,)" + rest + "}");
  }
  bool has_received(const std::string& id) {
    return sandbox->log("/webhooks").find("\"" + id + "\"") != std::string::npos;
  }

  static std::unique_ptr<support::SandboxProcess> sandbox;
  const model::SourceName source{"gerica"};
  std::string secret = sandbox->value("/webhookSecret");
  ports::SystemClock clock;
};
std::unique_ptr<support::SandboxProcess> WebhookSandbox::sandbox;

TEST_F(WebhookSandbox, reaches_a_receiver_that_checks_the_signature) {
  const auto told = notify("hendelse-1");
  ASSERT_TRUE(told) << told.error().private_detail();
  EXPECT_TRUE(has_received("hendelse-1"));
}

TEST_F(WebhookSandbox, is_rejected_when_the_secrets_differ) {
  secret += "x";
  const auto told = notify("hendelse-2");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind(), ErrorKind::rejected_by_dependency);
  EXPECT_FALSE(has_received("hendelse-2"));
}

TEST_F(WebhookSandbox, may_be_repeated_after_a_lost_answer) {
  fault(R"("action":"drop_after_accept")");
  const auto told = notify("hendelse-3");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().kind(), ErrorKind::unavailable);
  EXPECT_TRUE(notify("hendelse-3"));
  EXPECT_TRUE(has_received("hendelse-3"));
}

TEST_F(WebhookSandbox, tries_again_later_when_the_receiver_is_out) {
  fault(R"("action":"status","status":503)");
  EXPECT_EQ(notify("hendelse-4").error().kind(), ErrorKind::unavailable);
}

}  // namespace
}  // namespace fangst::webhook
