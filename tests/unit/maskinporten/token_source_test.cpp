#include "token_fixture.hpp"

#include <atomic>
#include <future>
#include <set>
#include <stdexcept>

namespace fangst::maskinporten {
namespace {

using namespace std::chrono_literals;
using support::ScriptedHttpClient;

class TokenSourceTest : public TokenTest {};

TEST_F(TokenSourceTest, asks_again_after_a_call_that_threw) {
  http_.then(
      [](const ScriptedHttpClient::Call&) -> Result<ports::HttpResponse> { throw std::runtime_error("defect"); });
  EXPECT_THROW(static_cast<void>(source_.token("ks:fiks", soon())), std::runtime_error);
  http_.then(200, answer("t1"));
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
}

TEST_F(TokenSourceTest, sends_a_signed_grant_with_kid_and_the_documented_claims) {
  http_.then(200, answer("t1"));
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
  const auto& call = http_.calls().at(0);
  EXPECT_EQ(call.request.method, "POST");
  EXPECT_EQ(call.request.url, "https://test.maskinporten.no/token");
  EXPECT_EQ(call.body.rfind("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=", 0), 0U);
  const auto grant = grant_of(call);
  EXPECT_TRUE(grant.is_signed);
  EXPECT_EQ(grant.header, (Json{{"alg", "RS256"}, {"kid", "kid-7"}, {"typ", "JWT"}}));
  EXPECT_EQ(grant.claims["aud"], "https://test.maskinporten.no/");
  EXPECT_EQ(grant.claims["iss"], "klient-1");
  EXPECT_EQ(grant.claims["scope"], "ks:fiks");
  EXPECT_EQ(grant.claims["iat"], 1'790'000'000);
  EXPECT_GT(grant.claims["exp"], 1'790'000'000);
  EXPECT_LE(grant.claims["exp"], 1'790'000'120);
  EXPECT_FALSE(grant.claims.contains("consumer_org"));
  EXPECT_FALSE(grant.claims.contains("resource"));
}

TEST_F(TokenSourceTest, names_whom_it_acts_for_and_the_resource_when_they_are_set) {
  auto with = settings();
  with.consumer_org = "991825827";
  with.resource = "https://api.example.no/";
  TokenSource source(with, http_, clock_);
  http_.then(200, answer("t1"));
  ASSERT_TRUE(source.token("a:b", soon()));
  const auto grant = grant_of(http_.calls().at(0));
  EXPECT_EQ(grant.claims["consumer_org"], "991825827");
  EXPECT_EQ(grant.claims["resource"], Json::array({"https://api.example.no/"}));
}

TEST_F(TokenSourceTest, keeps_one_token_for_the_same_scopes_in_any_order) {
  http_.then(200, answer("t1")).then(200, answer("t2"));
  EXPECT_EQ(source_.token("krr:b krr:a", soon()), "t1");
  EXPECT_EQ(source_.token("krr:a  krr:b", soon()), "t1");
  EXPECT_EQ(source_.token("krr:a", soon()), "t2");
  EXPECT_EQ(grant_of(http_.calls().at(0)).claims["scope"], "krr:a krr:b");
}

TEST_F(TokenSourceTest, drops_the_refused_token_and_no_other) {
  http_.then(200, answer("t1")).then(200, answer("t2"));
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
  source_.invalidate("ks:fiks", "t1");
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t2");
  source_.invalidate("ks:fiks", "t1");  // A slower thread's refusal of the old one.
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t2");
}

TEST_F(TokenSourceTest, fetches_once_for_all_who_ask_at_the_same_time) {
  std::atomic<int> calls{0};
  http_.then([&](const auto&) -> Result<ports::HttpResponse> {
    ++calls;
    // Whoever comes while the token is fetched waits for it, and the last one till after it: then it is there.
    EXPECT_TRUE(clock_.is_waited_by(20s));
    return ports::HttpResponse{200, {}, answer("t1")};
  });
  std::vector<std::future<Result<std::string>>> asked;
  for (int i = 0; i < 16; ++i) {
    asked.push_back(std::async(std::launch::async, [&] { return source_.token("ks:fiks", soon()); }));
  }
  for (auto& one : asked) EXPECT_EQ(one.get(), "t1");
  EXPECT_EQ(calls, 1);
}

TEST_F(TokenSourceTest, shares_a_failure_with_those_who_waited_for_it) {
  std::promise<void> is_asked;
  std::promise<void> may_answer;
  http_.then([&](const auto&) -> Result<ports::HttpResponse> {
    is_asked.set_value();
    may_answer.get_future().wait();
    return ports::HttpResponse{503, {}, ""};
  });
  auto first = std::async(std::launch::async, [&] { return source_.token("ks:fiks", soon()); });
  is_asked.get_future().wait();
  auto waits = std::async(std::launch::async, [&] { return source_.token("ks:fiks", clock_.monotonic() + 30s); });
  ASSERT_TRUE(clock_.is_waited_by(30s));
  clock_.advance(30s);
  const auto impatient = waits.get();
  ASSERT_FALSE(impatient);
  EXPECT_EQ(impatient.error().kind(), ErrorKind::timeout);
  may_answer.set_value();
  EXPECT_EQ(first.get().error().kind(), ErrorKind::unavailable);
}

TEST_F(TokenSourceTest, fetches_within_ten_seconds_and_never_longer_than_the_caller_has) {
  for (const auto& [has, gets] : std::vector<std::pair<int, int>>{{11, 10}, {10, 10}, {9, 9}}) {
    http_.then(503);
    EXPECT_FALSE(source_.token("ks:fiks", clock_.monotonic() + std::chrono::seconds(has)));
    EXPECT_EQ(http_.calls().back().deadline, clock_.monotonic() + std::chrono::seconds(gets));
  }
}

TEST_F(TokenSourceTest, signs_a_new_grant_for_every_try) {
  http_.then(503).then(503).then(200, answer("t1"));
  EXPECT_FALSE(source_.token("ks:fiks", soon()));
  EXPECT_FALSE(source_.token("ks:fiks", soon()));
  EXPECT_TRUE(source_.token("ks:fiks", soon()));
  std::set<std::string> ids;
  for (const auto& call : http_.calls()) ids.insert(grant_of(call).claims["jti"].get<std::string>());
  EXPECT_EQ(ids.size(), 3U);
}

TEST_F(TokenSourceTest, treats_a_refusal_as_configuration_and_does_not_ask_again_for_a_minute) {
  const Json refusal = {{"error", "invalid_grant"},
                        {"error_description", "Invalid assertion. Expired key. (trace_id: 3566)"},
                        {"error_uri", "https://maskinporten.no/errors/MP-121"}};
  http_.then(400, refusal.dump());
  for (int i = 0; i < 3; ++i) {
    const auto token = source_.token("ks:fiks", soon());
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().kind(), ErrorKind::forbidden);
    EXPECT_EQ(token.error().code(), "maskinporten.MP-121");
    EXPECT_NE(token.error().private_detail().find("trace_id: 3566"), std::string::npos);
    clock_.advance(19s);
  }
  EXPECT_EQ(http_.calls().size(), 1U);
  http_.then(200, answer("t1"));
  clock_.advance(4s);
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
}

TEST_F(TokenSourceTest, holds_one_scope_without_the_others) {
  http_.then(400, R"({"error":"invalid_scope"})").then(200, answer("t1"));
  EXPECT_EQ(source_.token("finnes:ikke", soon()).error().code(), "maskinporten.invalid_scope");
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
}

TEST_F(TokenSourceTest, asks_again_at_once_after_an_outage) {
  http_.then(502, "<html>")
      .then(Error{ErrorKind::unavailable, "http.x", "http", PublicText{"x"}})
      .then(200, answer("t1"));
  EXPECT_EQ(source_.token("ks:fiks", soon()).error().kind(), ErrorKind::unavailable);
  EXPECT_EQ(source_.token("ks:fiks", soon()).error().kind(), ErrorKind::unavailable);
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
}

TEST_F(TokenSourceTest, refuses_an_answer_without_a_usable_token) {
  for (const char* body : {"", "[]", "{}", R"({"access_token":"t"})", R"({"access_token":"","expires_in":10})",
                           R"({"access_token":7,"expires_in":10})", R"({"access_token":"t","expires_in":0})",
                           R"({"access_token":"t","expires_in":"x"})"}) {
    http_.then(200, body);
    const auto token = source_.token("ks:fiks", soon());
    ASSERT_FALSE(token) << body;
    EXPECT_EQ(token.error().code(), "maskinporten.ugyldig_svar");
    EXPECT_EQ(token.error().private_detail().find("access_token"), std::string::npos);
  }
}

TEST_F(TokenSourceTest, understands_every_error_body) {
  const std::vector<std::pair<std::string, std::string>> bodies = {
      {"", "maskinporten.401"},
      {"<html>MP-121</html>", "maskinporten.401"},
      {R"({"error":"EVIL code"})", "maskinporten.401"},
      {R"({"error":null,"error_description":"MP-250 Consumer has not been granted access"})", "maskinporten.MP-250"},
      {R"({"error":"invalid_grant","error_description":"Issue time is after now"})", "maskinporten.invalid_grant"}};
  for (const auto& [body, code] : bodies) {
    http_.then(401, body);
    EXPECT_EQ(source_.token("ks:fiks", soon()).error().code(), code);
    clock_.advance(61s);
  }
}

TEST_F(TokenSourceTest, does_not_trust_a_token_across_a_clock_that_went_back) {
  http_.then(200, answer("t1")).then(200, answer("t2"));
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t1");
  clock_.set_wall(clock_.now() - 1h);
  EXPECT_EQ(source_.token("ks:fiks", soon()), "t2");
}

}  // namespace
}  // namespace fangst::maskinporten
