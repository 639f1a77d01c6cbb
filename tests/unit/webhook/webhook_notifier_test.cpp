#include <fangst/support/manual_clock.hpp>
#include <fangst/support/scripted_http_client.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::webhook {
namespace {

const model::SourceName kGerica("gerica");

struct WebhookNotifierTest : testing::Test {
  ports::StatusEvent event{"0193-1", "no.fangst.submission.finished.v1", kGerica, R"({"id":"0193-1"})",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
  support::ScriptedHttpClient http;
  support::ManualClock clock{model::from_millis(1'795'259'703'987)};
  model::Deadline deadline = clock.monotonic() + std::chrono::seconds(5);
  std::map<model::SourceName, WebhookSettings> settings{
      {kGerica, {"https://gerica.kommune.no/hendelser", "en-delt-hemmelighet"}}};
};

TEST_F(WebhookNotifierTest, posts_the_event_signed_and_with_its_trace) {
  http.then(204);
  WebhookNotifier notifier(settings, http, clock);
  ASSERT_TRUE(notifier.notify(event, deadline));
  const auto& call = http.calls().at(0);
  EXPECT_EQ(call.request.method, "POST");
  EXPECT_EQ(call.request.url, "https://gerica.kommune.no/hendelser");
  EXPECT_EQ(call.body, event.json);
  const ports::HttpResponse headers{0, call.request.headers, {}};
  EXPECT_EQ(headers.header("content-type"), "application/cloudevents+json; charset=utf-8");
  EXPECT_EQ(headers.header("traceparent"), event.traceparent);
  EXPECT_EQ(headers.header("x-fangst-signature"), signature_header("en-delt-hemmelighet", clock.now(), event.json));
}

TEST_F(WebhookNotifierTest, signs_seconds_and_body_with_hmac_sha256) {
  // printf '1795259703.{"id":"0193-1"}' | openssl dgst -sha256 -hmac en-delt-hemmelighet
  EXPECT_EQ(signature_header("en-delt-hemmelighet", clock.now(), event.json),
            "t=1795259703,v1=13f779dbd2cb1b10b15dbfb40bcbfdac4afc89988bd856d2e03325a8317d9a8f");
}

TEST_F(WebhookNotifierTest, leaves_out_a_trace_that_does_not_exist) {
  http.then(200);
  event.traceparent.clear();
  WebhookNotifier notifier(settings, http, clock);
  ASSERT_TRUE(notifier.notify(event, deadline));
  for (const auto& [name, value] : http.calls().at(0).request.headers) EXPECT_NE(name, "traceparent") << value;
}

TEST_F(WebhookNotifierTest, counts_a_source_without_webhook_as_told) {
  event.source = model::SourceName("visma");
  WebhookNotifier notifier(settings, http, clock);
  EXPECT_TRUE(notifier.notify(event, deadline));
  EXPECT_TRUE(http.calls().empty());
}

TEST_F(WebhookNotifierTest, refuses_unsafe_settings_at_start) {
  for (const auto* url :
       {"http://gerica.kommune.no/", "https://bruker:passord@gerica.no/", "ftp://a/", "gerica.no", ""}) {
    settings[kGerica].url = url;
    EXPECT_THROW(WebhookNotifier(settings, http, clock), std::invalid_argument) << url;
  }
  settings[kGerica] = {"http://127.0.0.1:8080/webhook/gerica", "en-delt-hemmelighet"};
  EXPECT_NO_THROW(WebhookNotifier(settings, http, clock));
  settings[kGerica].secret = "kort";
  EXPECT_THROW(WebhookNotifier(settings, http, clock), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::webhook
