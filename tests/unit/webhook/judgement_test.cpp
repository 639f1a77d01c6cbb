#include <fangst/support/manual_clock.hpp>
#include <fangst/support/scripted_http_client.hpp>
#include <fangst/webhook/webhook_notifier.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::webhook {
namespace {

using namespace std::chrono_literals;
using enum ErrorKind;

const model::SourceName kGerica("gerica");
const model::SourceName kVisma("visma");

/// Keeps what it is given, and answers as it is told.
class OtherNotifier final : public ports::SourceNotifier {
 public:
  Result<void> notify(const ports::StatusEvent& event, model::Deadline deadline) override {
    told.emplace_back(event.id, deadline);
    if (failure) return Failure(*failure);
    return {};
  }
  std::vector<std::pair<std::string, model::Deadline>> told;
  std::optional<Error> failure;
};

struct WebhookJudgement : testing::Test {
  static ports::StatusEvent event(const model::SourceName& source, const std::string& id = "e-1") {
    return {id, "no.fangst.submission.finished.v1", source, R"({"id":")" + id + R"("})", ""};
  }
  Result<void> notify(const model::SourceName& source) {
    return WebhookNotifier(settings, http, clock).notify(event(source), deadline);
  }

  support::ScriptedHttpClient http;
  support::ManualClock clock;
  model::Deadline deadline = clock.monotonic() + 5s;
  std::map<model::SourceName, WebhookSettings> settings{
      {kGerica, {"https://gerica.example/hendelser", "hemmeligheten-til-gerica"}},
      {kVisma, {"https://visma.example/hendelser", "hemmeligheten-til-visma"}}};
};

TEST_F(WebhookJudgement, of_an_answer_says_by_kind_and_code_what_the_operator_must_do) {
  struct Case {
    int status;
    ErrorKind kind;
    const char* code;
  };
  for (const auto& [status, kind, code] :
       {Case{199, rejected_by_dependency, "webhook.avvist"}, {300, rejected_by_dependency, "webhook.omdirigert"},
        {301, rejected_by_dependency, "webhook.omdirigert"}, {302, rejected_by_dependency, "webhook.omdirigert"},
        {307, rejected_by_dependency, "webhook.omdirigert"}, {308, rejected_by_dependency, "webhook.omdirigert"},
        {400, rejected_by_dependency, "webhook.avvist"},     {401, rejected_by_dependency, "webhook.avvist"},
        {403, rejected_by_dependency, "webhook.avvist"},     {404, rejected_by_dependency, "webhook.avvist"},
        {408, unavailable, "webhook.utilgjengelig"},         {409, rejected_by_dependency, "webhook.avvist"},
        {410, rejected_by_dependency, "webhook.avvist"},     {413, rejected_by_dependency, "webhook.avvist"},
        {422, rejected_by_dependency, "webhook.avvist"},     {425, unavailable, "webhook.utilgjengelig"},
        {429, unavailable, "webhook.utilgjengelig"},         {499, rejected_by_dependency, "webhook.avvist"},
        {500, unavailable, "webhook.utilgjengelig"},         {502, unavailable, "webhook.utilgjengelig"},
        {503, unavailable, "webhook.utilgjengelig"},         {504, unavailable, "webhook.utilgjengelig"},
        {599, unavailable, "webhook.utilgjengelig"}}) {
    http.then(status, "navn på en person", {{"Retry-After", "21"}});
    const auto told = notify(kGerica);
    ASSERT_FALSE(told) << status;
    EXPECT_EQ(told.error().kind(), kind) << status;
    EXPECT_EQ(told.error().code(), code) << status;
    const auto* const words = kind == unavailable ? "Fangst prøver igjen"
                              : status / 100 == 3 ? "rett adressen i oppsettet"
                                                  : "Kontroller adressen og den delte nøkkelen";
    EXPECT_NE(told.error().public_text().find(words), std::string::npos) << told.error().public_text();
    EXPECT_EQ(told.error().where(), "webhook.notify");
    EXPECT_EQ(told.error().retry_after(), 21s) << status;
    EXPECT_EQ(told.error().private_detail(), "HTTP " + std::to_string(status)) << "the receiver's words are not quoted";
    EXPECT_FALSE(told.error().outcome_unknown()) << status;
  }
}

TEST_F(WebhookJudgement, takes_every_2xx_for_told) {
  for (const int status : {200, 201, 202, 204, 299}) {
    http.then(status, "x");
    EXPECT_TRUE(notify(kGerica)) << status;
  }
}

TEST_F(WebhookJudgement, of_no_answer_tells_a_late_one_from_none) {
  for (const auto& [kind, code] : {std::pair{timeout, "webhook.tidsavbrudd"}, {unavailable, "webhook.utilgjengelig"}}) {
    http.then(Error(kind, "http.x", "http", PublicText{"x"}, PrivateDetail{"detalj"}).with_unknown_outcome());
    const auto told = notify(kGerica);
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().kind(), kind);
    EXPECT_EQ(told.error().code(), code);
    EXPECT_EQ(told.error().private_detail(), "http.x: detalj");
    EXPECT_FALSE(told.error().outcome_unknown()) << "a repeat is harmless";
  }
}

TEST_F(WebhookJudgement, comes_within_the_callers_deadline) {
  http.then(200);
  ASSERT_TRUE(notify(kGerica));
  EXPECT_EQ(http.calls().at(0).deadline, deadline);
}

TEST_F(WebhookJudgement, goes_to_each_source_at_its_own_address_under_its_own_secret) {
  for (const auto& source : {kVisma, kGerica}) {
    http.then(200);
    ASSERT_TRUE(notify(source));
    const auto& request = http.calls().back().request;
    EXPECT_EQ(request.url, "https://" + source.str() + ".example/hendelser");
    EXPECT_EQ((ports::HttpResponse{0, request.headers, {}}.header("X-Fangst-Signature")),
              signature_header("hemmeligheten-til-" + source.str(), clock.now(), event(source).json));
  }
}

TEST_F(WebhookJudgement, is_left_to_the_other_notifier_for_other_sources_alone) {
  OtherNotifier other;
  WebhookNotifier notifier(settings, http, clock, &other);
  ASSERT_TRUE(notifier.notify(event(model::SourceName("norkart"), "e-7"), deadline));
  EXPECT_EQ(other.told, (std::vector<std::pair<std::string, model::Deadline>>{{"e-7", deadline}}));
  other.failure = Error(unavailable, "queue.broker_borte", "rabbitmq", PublicText{"x"});
  const auto told = notifier.notify(event(model::SourceName("norkart")), deadline);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code(), "queue.broker_borte");
  http.then(503);
  EXPECT_FALSE(notifier.notify(event(kGerica), deadline));
  http.then(200);
  EXPECT_TRUE(notifier.notify(event(kGerica), deadline));
  EXPECT_EQ(other.told.size(), 2U) << "a webhook that fails is tried again, not passed on";
}

TEST_F(WebhookJudgement, does_not_begin_with_any_source_unsafe) {
  for (const auto& source : {kGerica, kVisma}) {
    auto with = settings;
    with[source].secret = std::string(16, 'x');
    EXPECT_NO_THROW(WebhookNotifier(with, http, clock));
    with[source].secret = std::string(15, 'x');
    EXPECT_THROW(WebhookNotifier(with, http, clock), std::invalid_argument) << source.str();
    with = settings;
    with[source].url = "http://" + source.str() + ".example/";
    EXPECT_THROW(WebhookNotifier(with, http, clock), std::invalid_argument) << source.str();
  }
}

TEST(WebhookSignature, is_of_the_whole_second_also_before_the_epoch) {
  EXPECT_TRUE(signature_header("s", model::from_millis(1'999), "x").starts_with("t=1,v1="));
  EXPECT_TRUE(signature_header("s", model::from_millis(-1), "x").starts_with("t=-1,v1="));
}

}  // namespace
}  // namespace fangst::webhook
