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
