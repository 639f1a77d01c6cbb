#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

struct AnswerFromSource : ::testing::Test {
  Seen seen;
  http::Server server{{}, test_router(seen), [this](const http::RequestOutcome& outcome) { seen.note(outcome); }};
  RawClient client{server.port()};
};

TEST_F(AnswerFromSource, comes_whole_and_keeps_the_connection) {
  for (const std::size_t size : {0U, 1U, 262'144U, 262'145U, 3'000'000U}) {
    client.send(request("GET", "/source/whole?size=" + std::to_string(size)));
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << size;
    ASSERT_EQ(answer->body.size(), size);
    for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(answer->body[i], source_byte(i)) << i;
  }
}

TEST_F(AnswerFromSource, has_only_its_length_for_head) {
  client.send(request("HEAD", "/source/whole?size=3000000") + request("GET", "/ping"));
  EXPECT_EQ(client.receive(true)->headers.at("content-length"), "3000000");
  EXPECT_EQ(client.receive()->body, "pong");
}

TEST_F(AnswerFromSource, is_cut_when_the_source_is_not_what_it_said) {
  for (const auto* kind : {"short", "long", "failing", "throwing", "corrupt"}) {
    RawClient other(server.port());
    other.send(request("GET", "/source/" + std::string(kind) + "?size=1000000"));
    EXPECT_FALSE(other.receive()) << kind;
  }
  for (const auto& outcome : seen.wait_for_outcomes(5)) EXPECT_EQ(outcome.status, 499);
}

TEST_F(AnswerFromSource, tells_the_log_why_it_was_cut) {
  struct Expected {
    std::string kind;
    ErrorKind error;
    std::string code, detail;
  };
  std::size_t cut = 0;
  for (const auto& expected :
       {Expected{"short", ErrorKind::internal, "http.intern_feil", "the body is shorter than it said"},
        {"long", ErrorKind::internal, "http.intern_feil", "the body is longer than it said"},
        {"failing", ErrorKind::internal, "test.avvist", "private detail"},
        {"throwing", ErrorKind::internal, "http.intern_feil", "std::runtime_error: a defect"},
        {"corrupt", ErrorKind::corrupt, "test.avvist", "private detail"}}) {
    RawClient other(server.port());
    other.send(request("GET", "/source/" + expected.kind + "?size=1000000"));
    EXPECT_FALSE(other.receive()) << expected.kind;
    const auto outcomes = seen.wait_for_outcomes(++cut);
    ASSERT_EQ(outcomes.size(), cut);
    ASSERT_TRUE(outcomes.back().cause) << expected.kind;
    EXPECT_EQ(outcomes.back().cause->kind, expected.error) << expected.kind;
    EXPECT_EQ(outcomes.back().cause->code, expected.code) << expected.kind;
    EXPECT_EQ(outcomes.back().cause->detail, expected.detail) << expected.kind;
  }
}

TEST_F(AnswerFromSource, ends_when_the_client_leaves) {
  for (int i = 0; i < 20; ++i) {
    RawClient other(server.port());
    other.send(request("GET", "/source/whole?size=900000000000"));
    other.reset();
  }
  for (const auto& outcome : seen.wait_for_outcomes(20)) EXPECT_EQ(outcome.status, 499);
}

}  // namespace
}  // namespace fangst::test
