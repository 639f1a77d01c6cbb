#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

using http::Server;
using http::ServerSettings;

struct HttpServer : ::testing::Test {
  std::unique_ptr<Server> start(ServerSettings settings = {}) {
    return std::make_unique<Server>(
        std::move(settings), test_router(seen), [this](const http::RequestOutcome& outcome) { seen.note(outcome); },
        [this](const Error& fault, std::string_view) { seen.note_fault(fault); });
  }
  Seen seen;
};

TEST_F(HttpServer, answers_a_request_and_keeps_the_connection) {
  const auto server = start();
  RawClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send(request("GET", "/ping"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "pong");
    EXPECT_EQ(answer->headers.count("connection"), 0U);
  }
}

TEST_F(HttpServer, sends_the_security_headers_and_does_not_name_itself) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("GET", "/ping"));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer->headers.at("cache-control"), "no-store");
  EXPECT_EQ(answer->headers.count("server"), 0U);
  EXPECT_EQ(answer->headers.at("date").size(), 29U);
}

TEST_F(HttpServer, answers_head_as_get_without_the_body) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("HEAD", "/ping") + request("GET", "/ping"));
  const auto head = client.receive(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->headers.at("content-length"), "4");
  const auto get = client.receive();
  ASSERT_TRUE(get);
  EXPECT_EQ(get->body, "pong");
}

TEST_F(HttpServer, answers_pipelined_requests_in_order) {
  const auto server = start();
  RawClient client(server->port());
  std::string all;
  for (int i = 0; i < 500; ++i)
    all += request("POST", i % 2 ? "/echo" : "/count", std::string(static_cast<std::size_t>(i), 'a'));
  client.send(all);
  for (int i = 0; i < 500; ++i) {
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, i % 2 ? std::string(static_cast<std::size_t>(i), 'a') : std::to_string(i));
  }
}

TEST_F(HttpServer, answers_a_request_that_comes_byte_by_byte) {
  const auto server = start();
  RawClient client(server->port());
  for (const char c : request("POST", "/echo", "hei")) ASSERT_TRUE(client.send(std::string_view(&c, 1)));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "hei");
}

TEST_F(HttpServer, takes_a_small_body_on_the_io_thread_and_a_large_one_elsewhere) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("POST", "/count", std::string(64U << 10U, 'x')));
  ASSERT_EQ(client.receive()->body, "65536");
  EXPECT_EQ(seen.on_io_thread, seen.writes);
  seen.on_io_thread = 0;
  client.send(request("POST", "/count", std::string((64U << 10U) + 1, 'x')));
  ASSERT_EQ(client.receive()->body, "65537");
  EXPECT_EQ(seen.on_io_thread, 0);
}

TEST_F(HttpServer, takes_a_chunked_body_of_any_chunk_size) {
  const auto server = start();
  RawClient client(server->port());
  std::string body = "POST /count HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::uint64_t size = 0;
  for (std::size_t chunk = 1; chunk < 20'000; chunk = chunk * 3 / 2 + 1) {
    char head[32];
    std::snprintf(head, sizeof head, "%zx;note=x\r\n", chunk);
    body.append(head).append(chunk, 'c').append("\r\n");
    size += chunk;
  }
  body += "0\r\nTrailer: dropped\r\n\r\n";
  client.send(body + request("GET", "/ping"));
  EXPECT_EQ(client.receive()->body, std::to_string(size));
  EXPECT_EQ(client.receive()->body, "pong");
}

TEST_F(HttpServer, says_continue_only_after_the_head_was_accepted) {
  const auto server = start();
  RawClient client(server->port());
  client.send("POST /count HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.receive()->status, 100);
  client.send("abc");
  EXPECT_EQ(client.receive()->body, "3");

  client.send("POST /refuse HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  const auto refused = client.receive();
  EXPECT_EQ(refused->status, 401);
  EXPECT_EQ(refused->headers.at("www-authenticate"), "Bearer");
  client.close_sending();
  EXPECT_TRUE(client.at_end());
}

TEST_F(HttpServer, keeps_the_connection_when_a_small_body_is_refused) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("POST", "/refuse", std::string(1000, 'x')) + request("POST", "/choke", std::string(1000, 'x')) +
              request("GET", "/ping"));
  EXPECT_EQ(client.receive()->status, 401);
  const auto choked = client.receive();
  EXPECT_EQ(choked->status, 409);
  EXPECT_EQ(choked->body.find("private detail"), std::string::npos);
  EXPECT_EQ(client.receive()->body, "pong");
}

TEST_F(HttpServer, lets_the_client_see_why_a_large_body_was_refused) {
  const auto server = start();
  for (const auto* target : {"/refuse", "/choke"}) {
    RawClient client(server->port());
    client.send(request("POST", target, std::string(3U << 20U, 'x')));
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << target;
    EXPECT_GE(answer->status, 400);
    EXPECT_EQ(answer->headers.at("connection"), "close");
    client.close_sending();
    EXPECT_TRUE(client.at_end());
  }
}

TEST_F(HttpServer, answers_500_when_a_handler_throws_or_forgets) {
  const auto server = start();
  RawClient client(server->port());
  for (const auto* target : {"/throw", "/forget", "/throw-late"}) {
    client.send(request("POST", target, "x"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << target;
    EXPECT_EQ(answer->status, 500) << target;
    EXPECT_EQ(answer->headers.at("content-type"), "application/problem+json");
  }
}

TEST_F(HttpServer, tells_the_cause_and_the_trace_of_what_it_refused) {
  const auto server = start();
  const std::vector<std::pair<std::string, std::string>> targets{
      {"/throw", "a defect"},           {"/throw-late", "a defect"},
      {"/throw-open", "a defect"},      {"/throw-write", "a defect"},
      {"/forget", "without an answer"}, {"/refuse", "private detail"},
      {"/choke", "private detail"},     {"/nowhere", ""}};
  for (const auto& [target, detail] : targets) {
    RawClient own(server->port());
    own.send(request("POST", target, "x"));
    const auto answer = own.receive();
    ASSERT_TRUE(answer) << target;
    const auto trace = answer->body.find("\"traceId\":\"");
    ASSERT_NE(trace, std::string::npos) << target << ' ' << answer->body;
    const auto told = seen.find_outcome(answer->body.substr(trace + 11, 32));
    ASSERT_TRUE(told) << target;
    EXPECT_EQ(told->status, answer->status) << target;
    ASSERT_TRUE(told->cause) << target;
    EXPECT_NE(told->cause->detail.find(detail), std::string::npos) << target << ": " << told->cause->detail;
    EXPECT_EQ(answer->body.find("a defect"), std::string::npos) << target;
    EXPECT_FALSE(told->cause->code.empty()) << target;
  }
}

TEST_F(HttpServer, tells_the_trace_of_a_head_that_it_cannot_read) {
  const auto server = start();
  RawClient client(server->port());
  client.send("GET / HTTP/9.9\r\n\r\n");
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  const auto outcome = seen.wait_for_outcomes(1).at(0);
  ASSERT_EQ(outcome.trace_id.size(), 32U);
  EXPECT_NE(answer->body.find(outcome.trace_id), std::string::npos) << answer->body;
}

TEST_F(HttpServer, tells_a_fault_that_comes_after_the_answer) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("POST", "/throw-answered", "x"));
  const auto answer = client.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  const auto fault = seen.wait_for_fault();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->private_detail(), "std::runtime_error: a defect");
}

TEST_F(HttpServer, sends_an_answer_given_later_from_another_thread_once) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("POST", "/later", "x"));
  auto respond = seen.wait_for_responder();
  std::thread([&] {
    respond({201, "text/plain", {{"X-A", "b\r\nSet-Cookie: c"}}, "first"});
    respond({500, "text/plain", {}, "second"});
  }).join();
  const auto answer = client.receive();
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "first");
  EXPECT_EQ(answer->headers.count("set-cookie"), 0U);
  client.send(request("GET", "/ping"));
  EXPECT_EQ(client.receive()->body, "pong");
}

TEST_F(HttpServer, takes_no_harm_from_an_answer_after_the_server_is_gone) {
  auto server = start();
  RawClient client(server->port());
  client.send(request("POST", "/later", "x"));
  auto respond = seen.wait_for_responder();
  server.reset();
  respond({200, "text/plain", {}, "too late"});
  EXPECT_FALSE(client.receive());
  EXPECT_EQ(seen.wait_for_outcomes(1).at(0).status, 499);
}

TEST_F(HttpServer, drops_the_consumer_when_the_client_leaves_within_the_body) {
  const auto server = start();
  for (const std::size_t announced : {1000U, 1'000'000U}) {
    RawClient client(server->port());
    client.send("POST /count HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(announced) + "\r\n\r\n" +
                std::string(announced / 2, 'x'));
    client.reset();
  }
  const auto outcomes = seen.wait_for_outcomes(2);
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].status, 499);
  EXPECT_EQ(outcomes[1].status, 499);
  EXPECT_EQ(seen.finished, 0);
  server->stop(std::chrono::seconds(5));
  EXPECT_EQ(seen.dropped, 2);
}

TEST_F(HttpServer, reports_route_patterns_and_never_paths) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("PUT", "/count/hemmelig?a=b", "xyz") + request("BREW", "/ukjent") + request("GET", "/count"));
  for (int i = 0; i < 3; ++i) client.receive();
  const auto outcomes = seen.wait_for_outcomes(3);
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_EQ(outcomes[0].pattern, "/count/{name}");
  EXPECT_EQ(outcomes[0].method, "PUT");
  EXPECT_EQ(outcomes[1].pattern, "");
  EXPECT_EQ(outcomes[1].method, "other");
  EXPECT_EQ(outcomes[1].status, 404);
  EXPECT_EQ(outcomes[2].status, 405);
}

TEST_F(HttpServer, names_the_allowed_methods) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("DELETE", "/ping"));
  const auto answer = client.receive();
  EXPECT_EQ(answer->status, 405);
  EXPECT_EQ(answer->headers.at("allow"), "GET, HEAD");
}

TEST_F(HttpServer, gives_every_request_a_trace_and_keeps_the_callers) {
  const auto server = start();
  RawClient client(server->port());
  const std::string mine = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  client.send(request("GET", "/trace", {}, "traceparent: " + mine + "\r\n"));
  EXPECT_EQ(client.receive()->body, mine);
  client.send(request("GET", "/trace", {}, "traceparent: nonsense\r\n"));
  EXPECT_EQ(client.receive()->body.size(), 55U);
  client.send(request("GET", "/ukjent", {}, "traceparent: " + mine + "\r\n"));
  EXPECT_NE(client.receive()->body.find(R"("traceId":"4bf92f3577b34da6a3ce929d0e0e4736")"), std::string::npos);
}

TEST_F(HttpServer, sends_a_large_answer_whole) {
  const auto server = start();
  RawClient client(server->port());
  client.send(request("GET", "/large"));
  EXPECT_EQ(client.receive()->body.size(), 20U << 20U);
}

TEST_F(HttpServer, answers_http_1_0_and_closes) {
  const auto server = start();
  RawClient client(server->port());
  client.send("GET /ping HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.receive()->body, "pong");
  EXPECT_TRUE(client.at_end());
}

}  // namespace
}  // namespace fangst::test
