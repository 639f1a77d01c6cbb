#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fangst::test {
namespace {

struct UnusualAnswers : ::testing::Test {
  /// Sends one request and lets the test answer it from its own thread.
  void answer(http::Response response) {
    client.send(request("POST", "/later", "x"));
    auto respond = seen.wait_for_responder();
    ASSERT_TRUE(respond);
    respond(std::move(response));
  }

  Seen seen;
  http::Server server{{}, test_router(seen), [this](const http::RequestOutcome& outcome) { seen.note(outcome); }};
  RawClient client{server.port()};
};

TEST_F(UnusualAnswers, closes_without_an_answer_when_the_status_is_zero) {
  answer({http::kCloseUnanswered, "", {}, "never sent"});
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(seen.wait_for_outcomes(1).size(), 1U);
}

TEST_F(UnusualAnswers, serves_others_after_closing_one_without_an_answer) {
  answer({http::kCloseUnanswered, "", {}, ""});
  ASSERT_TRUE(client.at_end());
  RawClient next(server.port());
  next.send(request("GET", "/ping"));
  const auto pong = next.receive();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->body, "pong");
}

TEST_F(UnusualAnswers, sends_the_date_that_an_answer_brings_and_no_other) {
  answer({200, "text/plain", {{"Date", "Wed, 29 Jun 2011 14:58:11 GMT"}}, "signed"});
  const auto received = client.receive();
  ASSERT_TRUE(received);
  EXPECT_EQ(received->headers.at("date"), "Wed, 29 Jun 2011 14:58:11 GMT");
  EXPECT_EQ(received->body, "signed");
}

TEST(UnusualFaults, of_one_answer_leave_the_others_alone_even_when_nobody_can_be_told) {
  Seen seen;
  http::Server server{{}, test_router(seen), {}, [&](const Error& fault, std::string_view) {
                        seen.note_fault(fault);
                        throw std::runtime_error("the log is gone");
                      }};
  RawClient client{server.port()};
  client.send(request("GET", "/source/sizeless?size=1"));
  const auto fault = seen.wait_for_fault();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->where(), "http.loop");
  RawClient other(server.port());
  other.send(request("GET", "/ping"));
  const auto pong = other.receive();
  ASSERT_TRUE(pong);
  EXPECT_EQ(pong->body, "pong");
}

}  // namespace
}  // namespace fangst::test
