#include "token_fixture.hpp"

#include <future>
#include <stdexcept>

namespace fangst::maskinporten {
namespace {

using namespace std::chrono_literals;
using enum ErrorKind;

/// What each answer of Maskinporten becomes, and for how long it is kept.
class MaskinportenAnswers : public TokenTest {
 protected:
  Result<std::string> token(const std::string& scope = "ks:fiks") { return source_.token(scope, soon()); }
  Error error_of_token() {
    const auto got = token();
    return got ? Error(internal, "no.error", "test", PublicText{""}) : got.error();
  }
};

TEST_F(MaskinportenAnswers, need_hold_no_more_than_a_token_and_its_lifetime) {
  http_.then(200, R"({"access_token":"t1","expires_in":599})");
  EXPECT_EQ(token(), "t1");
}

TEST_F(MaskinportenAnswers, refuse_with_every_4xx_but_those_that_ask_us_to_come_again) {
  struct Case {
    int status;
    ErrorKind kind;
    std::string code;
  };
  for (const auto& [status, kind, code] : {Case{201, unavailable, "maskinporten.utilgjengelig"},
                                           {204, unavailable, "maskinporten.utilgjengelig"},
                                           {302, unavailable, "maskinporten.utilgjengelig"},
                                           {399, unavailable, "maskinporten.utilgjengelig"},
                                           {400, forbidden, "maskinporten.400"},
                                           {401, forbidden, "maskinporten.401"},
                                           {403, forbidden, "maskinporten.403"},
                                           {404, forbidden, "maskinporten.404"},
                                           {408, unavailable, "maskinporten.utilgjengelig"},
                                           {429, unavailable, "maskinporten.utilgjengelig"},
                                           {499, forbidden, "maskinporten.499"},
                                           {500, unavailable, "maskinporten.utilgjengelig"},
                                           {503, unavailable, "maskinporten.utilgjengelig"}}) {
    http_.then(status, "brødtekst", {{"Retry-After", "15"}});
    const auto error = error_of_token();
    EXPECT_EQ(error.kind(), kind) << status;
    EXPECT_EQ(error.code(), code) << status;
    const auto* const words = kind == forbidden ? "Kontroller klient, nøkkel og tilganger" : "Det prøves igjen";
    EXPECT_NE(error.public_text().find(words), std::string::npos) << error.public_text();
    EXPECT_EQ(error.where(), "maskinporten.token");
    EXPECT_FALSE(error.outcome_unknown()) << status;
    EXPECT_EQ(error.retry_after(), 15s) << status;
    EXPECT_EQ(error.private_detail(), "HTTP " + std::to_string(status) + (kind == forbidden ? ": brødtekst" : ""))
        << "only a refusal is quoted: another answer may hold a token";
    clock_.advance(60s);
  }
}

TEST_F(MaskinportenAnswers, are_known_by_the_code_of_the_uri_before_that_of_the_text_before_the_word) {
  const std::string longest(40, 'a');
  const std::pair<Json, std::string> cases[] = {
      {{{"error", "w"}, {"error_description", "MP-250"}, {"error_uri", "https://x/MP-121"}}, "maskinporten.MP-121"},
      {{{"error", "w"}, {"error_description", "ved MP-250 her"}, {"error_uri", "https://x/"}}, "maskinporten.MP-250"},
      {{{"error", "invalid_grant"}, {"error_description", "MP-25"}}, "maskinporten.invalid_grant"},
      {{{"error", "invalid_grant"}, {"error_uri", "MP-12x"}}, "maskinporten.invalid_grant"},
      {{{"error", longest}}, "maskinporten." + longest},
      {{{"error", longest + "a"}}, "maskinporten.400"},
      {{{"error", "17912099997"}}, "maskinporten.400"},
      {{{"error", ""}}, "maskinporten.400"}};
  for (const auto& [body, code] : cases) {
    http_.then(400, body.dump());
    EXPECT_EQ(error_of_token().code(), code) << body;
    clock_.advance(60s);
  }
}

TEST_F(MaskinportenAnswers, that_never_came_are_told_by_kind) {
  struct Case {
    ErrorKind cause;
    ErrorKind kind;
    const char* code;
  };
  for (const auto& [cause, kind, code] : {Case{timeout, timeout, "maskinporten.utilgjengelig"},
                                          {unavailable, unavailable, "maskinporten.utilgjengelig"},
                                          {internal, unavailable, "maskinporten.utilgjengelig"},
                                          {invalid_input, invalid_input, "http.x"}}) {
    http_.then(Error(cause, "http.x", "http", PublicText{"x"}).with_unknown_outcome(true));
    const auto error = error_of_token();
    EXPECT_FALSE(error.outcome_unknown()) << "a token changes nothing at Maskinporten";
    EXPECT_EQ(error.kind(), kind);
    EXPECT_EQ(error.code(), code);
  }
}

TEST_F(MaskinportenAnswers, that_refuse_are_given_again_for_a_minute_to_the_millisecond) {
  http_.then(400, R"({"error":"invalid_scope"})").then(200, answer("t1"));
  EXPECT_EQ(error_of_token().code(), "maskinporten.invalid_scope");
  clock_.advance(60s - 1ms);
  EXPECT_EQ(error_of_token().code(), "maskinporten.invalid_scope");
  EXPECT_EQ(http_.calls().size(), 1U);
  clock_.advance(1ms);
  EXPECT_EQ(token(), "t1");
}

TEST_F(MaskinportenAnswers, that_refuse_are_not_held_across_a_clock_that_went_back) {
  http_.then(400, R"({"error":"invalid_scope"})").then(200, answer("t1"));
  EXPECT_FALSE(token());
  clock_.set_wall(clock_.now() - 1h);
  EXPECT_EQ(token(), "t1");
}

TEST_F(MaskinportenAnswers, are_kept_until_ten_seconds_before_their_end_and_a_day_at_most) {
  struct Case {
    Json lifetime;
    std::chrono::milliseconds kept;
  };
  for (const auto& [lifetime, kept] : {Case{599, 589s},
                                       {20, 10s},
                                       {19, 9500ms},  // the margin is never more than half of the life
                                       {2, 1s},
                                       {1.5, 750ms},
                                       {86400, 86390s},
                                       {1000000000000, 86390s}}) {
    TokenSource source(settings(), http_, clock_);
    http_.then(200, answer("first", lifetime)).then(200, answer("second"));
    EXPECT_EQ(source.token("a", soon()), "first");
    clock_.advance(kept - 1ms);
    EXPECT_EQ(source.token("a", soon()), "first") << lifetime;
    clock_.advance(1ms);
    EXPECT_EQ(source.token("a", soon()), "second") << lifetime;
  }
}

TEST_F(MaskinportenAnswers, are_no_tokens_without_a_lifetime_above_nothing) {
  for (const Json& lifetime : {Json(0), Json(-1), Json(nullptr), Json("599"), Json::array()}) {
    http_.then(200, answer("t1", lifetime));
    EXPECT_EQ(error_of_token().code(), "maskinporten.ugyldig_svar") << lifetime;
  }
}

TEST_F(MaskinportenAnswers, are_refused_by_an_api_one_scope_at_a_time) {
  http_.then(200, answer("same")).then(200, answer("same")).then(200, answer("new"));
  EXPECT_EQ(token("a:x b:y"), "same");
  EXPECT_EQ(token("c:z"), "same");
  source_.invalidate("d:other", "same");
  source_.invalidate("b:y a:x", "same");
  EXPECT_EQ(token("c:z"), "same");
  EXPECT_EQ(http_.calls().size(), 2U) << "the other scope's token is as good as before";
  EXPECT_EQ(token("a:x b:y"), "new") << "known in whatever order the scopes were named";
}

TEST_F(MaskinportenAnswers, are_asked_for_by_a_grant_that_leaves_time_for_clocks_that_differ) {
  http_.then(200, answer("t1"));
  ASSERT_TRUE(token());
  const auto claims = grant_of(http_.calls().at(0)).claims;
  const auto lifetime = claims.at("exp").get<int>() - claims.at("iat").get<int>();
  EXPECT_LE(lifetime, 110) << "120 seconds is the most that Maskinporten takes";
  EXPECT_GE(lifetime, 60);
  const ports::HttpHeaders headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                      {"Accept", "application/json"}};
  EXPECT_EQ(http_.calls().at(0).request.headers, headers);
}

/// One asks while another's call is under way.
class WhoWaits : public MaskinportenAnswers {
 protected:
  /// The second's own answer, when the first was answered so.
  Result<std::string> second_after(const support::ScriptedHttpClient::Answer& first_answer) {
    http_.then([&](const auto& call) {
      is_asked_.set_value();
      EXPECT_TRUE(clock_.is_waited_by(30s));
      return first_answer(call);
    });
    auto first = std::async(std::launch::async, [&] {
      try {
        static_cast<void>(token());
      } catch (const std::runtime_error&) {
      }
    });
    is_asked_.get_future().wait();
    auto second = std::async(std::launch::async, [&] { return source_.token("ks:fiks", clock_.monotonic() + 30s); });
    first.get();
    return second.get();
  }
  std::promise<void> is_asked_;
};

TEST_F(WhoWaits, shares_an_outage_and_does_not_call_again) {
  const auto second = second_after([](const auto&) { return ports::HttpResponse{503, {}, ""}; });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code(), "maskinporten.utilgjengelig");
  EXPECT_EQ(http_.calls().size(), 1U);
}

TEST_F(WhoWaits, shares_the_token_although_an_earlier_fetch_had_failed) {
  http_.then(503);
  EXPECT_FALSE(token());
  EXPECT_EQ(second_after([](const auto&) { return ports::HttpResponse{200, {}, answer("t1")}; }), "t1");
  EXPECT_EQ(http_.calls().size(), 2U);
}

TEST_F(WhoWaits, asks_for_itself_when_the_others_call_threw) {
  http_.then([&](const auto&) -> Result<ports::HttpResponse> {
    is_asked_.set_value();
    EXPECT_TRUE(clock_.is_waited_by(30s));
    throw std::runtime_error("defect");
  });
  http_.then(200, answer("t1"));
  auto first = std::async(std::launch::async, [&] { return token(); });
  is_asked_.get_future().wait();
  EXPECT_EQ(source_.token("ks:fiks", clock_.monotonic() + 30s), "t1");
  EXPECT_THROW(static_cast<void>(first.get()), std::runtime_error);
}

TEST_F(MaskinportenAnswers, are_not_asked_for_with_a_setting_missing_or_a_key_that_is_none) {
  for (const auto field : {&Settings::issuer, &Settings::token_endpoint, &Settings::client_id, &Settings::key_id,
                           &Settings::private_key_pem}) {
    auto without = settings();
    (without.*field).clear();
    EXPECT_THROW(TokenSource(without, http_, clock_), std::invalid_argument);
  }
  auto faulty = settings();
  faulty.private_key_pem = "ikke en nøkkel";
  EXPECT_THROW(TokenSource(faulty, http_, clock_), std::invalid_argument);
}

}  // namespace
}  // namespace fangst::maskinporten
