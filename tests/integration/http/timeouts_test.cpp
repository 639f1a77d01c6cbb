#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;

/// One timeout is short and the others are not: what ends is ended by that one.
class EachTimeout : public ::testing::Test {
 protected:
  static http::ServerSettings patient() {
    http::ServerSettings settings;
    settings.header_timeout = settings.read_timeout = settings.idle_timeout = 1h;
    return settings;
  }
  void start(const http::ServerSettings& settings) {
    server_ = std::make_unique<http::Server>(settings, test_router(seen_),
                                             [this](const http::RequestOutcome& outcome) { seen_.note(outcome); });
  }
  void expect_408(const std::string& bytes) {
    RawClient client(server_->port());
    client.send(bytes);
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << bytes;
    EXPECT_EQ(answer->status, 408) << bytes;
    EXPECT_TRUE(client.at_end()) << bytes;
  }

  Seen seen_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(EachTimeout, of_a_head_ends_a_connection_that_sends_none_or_a_part_of_one) {
  auto settings = patient();
  settings.header_timeout = 200ms;
  start(settings);
  expect_408("GET /ping HTTP/1.1\r\nHos");
  RawClient silent(server_->port());
  EXPECT_TRUE(silent.at_end());
  RawClient second(server_->port());
  second.send(request("GET", "/ping") + "GET /ping HT");
  EXPECT_EQ(second.receive()->status, 200);
  const auto late = second.receive();
  ASSERT_TRUE(late);
  EXPECT_EQ(late->status, 408);
}

TEST_F(EachTimeout, of_reading_ends_a_body_that_stops_however_it_is_taken) {
  auto settings = patient();
  settings.read_timeout = 200ms;
  start(settings);
  for (const auto* length : {"100", "1000000"}) {
    for (const auto* target : {"/count", "/echo"}) {
      const auto head = "POST " + std::string(target) + " HTTP/1.1\r\nHost: t\r\nContent-Length: " + length;
      expect_408(head + "\r\n\r\nabc");
    }
  }
  expect_408("POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  server_->stop(5s);
  EXPECT_EQ(seen_.dropped, 3) << "the consumers of what was streamed";
}

TEST_F(EachTimeout, of_reading_ends_an_answer_that_the_client_does_not_take) {
  auto settings = patient();
  settings.read_timeout = 200ms;
  start(settings);
  for (const auto* target : {"/large", "/source/whole?size=900000000"}) {
    RawClient client(server_->port());
    client.send(request("GET", target));
    const auto outcomes = seen_.wait_for_outcomes(1);
    ASSERT_EQ(outcomes.size(), 1U) << target;
    EXPECT_EQ(outcomes[0].status, 499) << target;
    const std::lock_guard lock(seen_.mutex);
    seen_.outcomes.clear();
  }
}

TEST_F(EachTimeout, of_idling_ends_a_connection_between_two_requests) {
  auto settings = patient();
  settings.idle_timeout = 200ms;
  start(settings);
  RawClient client(server_->port());
  for (int i = 0; i < 2; ++i) {
    client.send(request("GET", "/ping"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "pong");
  }
  EXPECT_TRUE(client.at_end());
}

}  // namespace
}  // namespace fangst::test
