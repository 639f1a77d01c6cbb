#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;
using http::Server;
using http::ServerSettings;

struct Limits : ::testing::Test {
  std::unique_ptr<Server> start(const ServerSettings& settings = {}) {
    return std::make_unique<Server>(settings, test_router(seen),
                                    [this](const http::RequestOutcome& outcome) { seen.note(outcome); });
  }
  static ServerSettings impatient() {
    ServerSettings settings;
    settings.header_timeout = settings.read_timeout = settings.idle_timeout = 200ms;
    return settings;
  }
  Seen seen;
};

struct Objection {
  std::string bytes;
  int status;
};

/// Keeps the name of the test the same in every run.
void PrintTo(const Objection& objection, std::ostream* out) { *out << objection.status; }

class BadHead : public ::testing::TestWithParam<Objection> {};

TEST_P(BadHead, is_answered_by_a_problem_and_the_end) {
  Seen seen;
  Server server({}, test_router(seen));
  RawClient client(server.port());
  client.send(GetParam().bytes);
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status);
  EXPECT_EQ(answer->headers.at("content-type"), "application/problem+json");
  EXPECT_EQ(answer->headers.at("connection"), "close");
  client.close_sending();
  EXPECT_TRUE(client.at_end());
  RawClient next(server.port());
  next.send(request("GET", "/ping"));
  EXPECT_EQ(next.receive()->body, "pong");
}

const std::string kPost = "POST /count HTTP/1.1\r\nHost: t\r\n";

INSTANTIATE_TEST_SUITE_P(
    Limits, BadHead,
    ::testing::Values(Objection{"nonsense\r\n\r\n", 400}, Objection{"GET /ping HTTP/2.0\r\nHost: t\r\n\r\n", 505},
                      Objection{"GET /ping HTTP/1.1\r\n\r\n", 400},
                      Objection{"GET /ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
                      Objection{"GET /ping HTTP/1.1\r\nHost : t\r\n\r\n", 400},
                      Objection{"GET /ping HTTP/1.1\r\nHost: t\n\n", 400},
                      Objection{kPost + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400},
                      Objection{kPost + "Content-Length: -1\r\n\r\n", 400},
                      Objection{kPost + "Content-Length: 0x3\r\n\r\nabc", 400},
                      Objection{kPost + "Content-Length: 99999999999999999999\r\n\r\n", 400},
                      Objection{kPost + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
                      Objection{kPost + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400},
                      Objection{kPost + "Transfer-Encoding: gzip\r\n\r\n", 501},
                      Objection{kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
                      Objection{kPost + "Transfer-Encoding: identity\r\n\r\n", 501},
                      Objection{kPost + "Transfer-Encoding: xchunked\r\n\r\n", 501},
                      Objection{"POST /count HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
                      Objection{kPost + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
                      Objection{kPost + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n", 400},
                      Objection{kPost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400},
                      Objection{kPost + "Expect: 200-maybe\r\nContent-Length: 3\r\n\r\n", 417},
                      Objection{"GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n", 414},
                      Objection{"GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n", 414},
                      Objection{"GET /ping HTTP/1.1\r\nHost: t\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n", 431},
                      Objection{kPost + "Content-Length: 9999999999999\r\n\r\n", 413},
                      Objection{"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1048577\r\n\r\n", 413}));

TEST_F(Limits, refuses_a_bad_target_and_keeps_the_connection) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("GET", "/a%00b") + request("GET", "/../ping") + request("GET", "/ping"));
  EXPECT_EQ(client.receive()->status, 400);
  EXPECT_EQ(client.receive()->status, 400);
  EXPECT_EQ(client.receive()->status, 200);
}

TEST_F(Limits, stops_a_chunked_body_that_grows_beyond_its_limit) {
  ServerSettings settings;
  settings.body_limit = 100'000;
  settings.small_body = 1000;
  const auto server = start(settings);
  for (const auto* target : {"/count", "/echo"}) {
    RawClient client(server->port());
    client.send("POST " + std::string(target) + " HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "1000\r\n" + std::string(0x1000, 'x') + "\r\n";
    for (int i = 0; i < 30; ++i) client.send(chunk);
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << target;
    EXPECT_EQ(answer->status, 413) << target;
  }
}

TEST_F(Limits, answers_408_when_a_body_only_drips) {
  const auto server = start(impatient());
  RawClient client(server->port());
  client.send(kPost + "Content-Length: 1000000\r\n\r\n");
  std::thread dripping([&] {
    while (client.send("x")) std::this_thread::sleep_for(10ms);
  });
  const auto answer = client.receive();
  server->stop(0ms);
  dripping.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
}

TEST_F(Limits, waits_for_a_slow_handler_whatever_the_timeouts) {
  const auto server = start(impatient());
  RawClient client(server->port());
  client.send(request("POST", "/later", "x"));
  auto respond = seen.wait_for_responder();
  std::this_thread::sleep_for(600ms);
  respond({200, "text/plain", {}, "at last"});
  EXPECT_EQ(client.receive()->body, "at last");
}

TEST_F(Limits, tells_connections_beyond_the_limit_and_serves_again_afterwards) {
  ServerSettings settings;
  settings.max_connections = 2;
  const auto server = start(settings);
  {
    RawClient first(server->port());
    RawClient second(server->port());
    first.send(request("GET", "/ping"));
    second.send(request("GET", "/ping"));
    EXPECT_EQ(first.receive()->status, 200);
    EXPECT_EQ(second.receive()->status, 200);
    RawClient third(server->port());
    third.send(request("GET", "/ping"));
    const auto answer = third.receive();
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->headers.count("retry-after"), 1U);
    EXPECT_TRUE(third.at_end());
  }
  for (int status = 0; status != 200;) {
    RawClient later(server->port());
    later.send(request("GET", "/ping"));
    const auto answer = later.receive();
    ASSERT_TRUE(answer);
    status = answer->status;
  }
}

TEST_F(Limits, lets_a_running_request_end_before_it_stops) {
  const auto server = start();
  RawClient idle(server->port());
  RawClient client(server->port());
  client.send(request("POST", "/later", "x"));
  auto respond = seen.wait_for_responder();
  std::thread stopping([&] { server->stop(30s); });
  EXPECT_TRUE(idle.at_end());
  EXPECT_THROW(
      for (;;) {
        RawClient refused(server->port());
        if (!refused.send(request("GET", "/ping")) || !refused.receive()) continue;
      },
      std::runtime_error);
  respond({200, "text/plain", {}, "done"});
  const auto answer = client.receive();
  stopping.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "done");
  EXPECT_EQ(answer->headers.at("connection"), "close");
}

TEST_F(Limits, does_not_start_on_a_port_that_is_taken) {
  const auto server = start();
  ServerSettings settings;
  settings.port = server->port();
  EXPECT_THROW(start(settings), std::runtime_error);
  settings.address = "not an address";
  EXPECT_THROW(start(settings), std::runtime_error);
}

}  // namespace
}  // namespace fangst::test
