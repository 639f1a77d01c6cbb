#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

#include <set>

namespace fangst::test {
namespace {

/// A request whose fields, with the blank line and without the request line, are so long.
std::string headed(std::size_t size) {
  const std::string line = "GET /ping HTTP/1.1\r\n";
  const std::string bare = "Host: t\r\nX: \r\n\r\n";
  return line + "Host: t\r\nX: " + std::string(size - bare.size(), 'h') + "\r\n\r\n";
}

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

/// What a handler is told, and what one request leaves for the next on the same connection.
class EveryRequest : public ::testing::Test {
 protected:
  static http::ServerSettings small_fields() {
    auto settings = small_server();
    settings.header_limit = 1000;
    return settings;
  }
  /// Sends and receives; an answer that does not come fails the test.
  RawAnswer asked(const std::string& bytes, bool head_only = false) {
    client_.send(bytes);
    auto answer = client_.receive(head_only);
    EXPECT_TRUE(answer) << bytes.substr(0, 80);
    return answer.value_or(RawAnswer{});
  }
  static std::string trace_of(const RawAnswer& answer) {
    const std::string before = "\"traceId\":\"";
    const auto at = answer.body.find(before);
    return at == std::string::npos ? "" : answer.body.substr(at + before.size(), kTrace.size());
  }

  Seen seen_;
  http::Server server_{small_fields(), test_router(seen_),
                       [this](const http::RequestOutcome& outcome) { seen_.note(outcome); }};
  RawClient client_{server_.port()};
};

TEST_F(EveryRequest, tells_its_handler_all_that_its_head_says) {
  EXPECT_EQ(asked(request("POST", "/told/a%20b/c?d=e%20f&g", "body", "X-Own: h\r\n")).body,
            "POST|/told/a%20b/c?d=e%20f&g|/told/a b/c|first=a b,second=c|d=e f,g=|h|4|127.0.0.1|body");
  EXPECT_EQ(asked(chunked("/told/1/2", "abc")).body, "POST|/told/1/2|/told/1/2|first=1,second=2|||-|127.0.0.1|abc");
}

TEST_F(EveryRequest, may_have_a_body_up_to_the_limits_however_much_came_before_it) {
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(asked(request("POST", "/echo", std::string(1000, 'x'))).body.size(), 1000U) << i;
    EXPECT_EQ(asked(chunked("/echo", std::string(1000, 'y'))).body, std::string(1000, 'y')) << i;
    EXPECT_EQ(asked(request("POST", "/count", std::string(100'000, 'x'))).body, "100000") << i;
    EXPECT_EQ(asked(request("POST", "/count", std::string(400, 'x'))).body, "400") << i;
  }
}

TEST_F(EveryRequest, has_a_trace_of_its_own_also_when_its_head_cannot_be_read) {
  const auto mine = "traceparent: 00-" + kTrace + "-00f067aa0ba902b7-01\r\n";
  EXPECT_EQ(trace_of(asked(request("GET", "/nowhere", {}, mine))), kTrace);
  const auto second = trace_of(asked(request("GET", "/nowhere")));
  const auto third = trace_of(asked(request("GET", "/nowhere", {}, "TraceParent: 00-0-0-01\r\n")));
  const auto last = trace_of(asked("nonsense\r\n\r\n"));
  const std::set<std::string> all{kTrace, second, third, last};
  EXPECT_EQ(all.size(), 4U);
  for (const auto& trace : all) EXPECT_EQ(trace.size(), kTrace.size());
  const auto outcomes = seen_.wait_for_outcomes(4);
  ASSERT_EQ(outcomes.size(), 4U);
  EXPECT_EQ(outcomes[1].trace_id, second);
  EXPECT_EQ(outcomes[3].trace_id, last);
}

TEST_F(EveryRequest, is_told_of_with_its_own_method_route_status_and_cause) {
  asked(request("POST", "/refuse", "x"));
  asked(request("GET", "/ping"));
  asked(request("PUT", "/count/a", "x"));
  asked(request("HEAD", "/ping"), true);
  std::string told;
  for (const auto& outcome : seen_.wait_for_outcomes(4)) {
    told += outcome.method + " " + outcome.pattern + " " + std::to_string(outcome.status) + " " +
            (outcome.cause ? outcome.cause->code : "-") + "\n";
  }
  EXPECT_EQ(told, "POST /refuse 401 test.avvist\nGET /ping 200 -\nPUT /count/{name} 200 -\nHEAD /ping 200 -\n");
}

TEST_F(EveryRequest, of_a_known_method_is_told_of_by_it) {
  for (const auto* method : {"GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS"}) {
    asked(request(method, "/nowhere"), std::string_view(method) == "HEAD");
    EXPECT_EQ(seen_.wait_for_outcomes(1).back().method, method);
    const std::lock_guard lock(seen_.mutex);
    seen_.outcomes.clear();
  }
}

TEST_F(EveryRequest, may_have_header_fields_up_to_the_limit) {
  EXPECT_EQ(asked(headed(999)).status, 200);
  EXPECT_EQ(asked(headed(1000)).status, 200);
  EXPECT_EQ(asked(headed(1001)).status, 431);
}

TEST_F(EveryRequest, may_have_no_more_fields_when_they_come_one_by_one) {
  for (const std::size_t fields : {9U, 10U, 1000U}) {
    // With the host, the blank line and nine of these it is 1000 bytes long.
    RawClient client(server_.port());
    client.send("GET /ping HTTP/1.1\r\nHost: t\r\n");
    for (std::size_t i = 0; i < fields; ++i) {
      const std::string size(i == 0 ? 100 : 101, 'h');
      if (!client.send("X-" + std::to_string(100 + i % 9) + ": " + size)) break;
      if (!client.send("\r\n")) break;
    }
    client.send("\r\n");
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << fields;
    EXPECT_EQ(answer->status, fields == 9 ? 200 : 431) << fields;
  }
}

TEST_F(EveryRequest, keeps_or_ends_the_connection_as_it_asks) {
  const auto kept = asked("GET /ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.headers.at("connection"), "keep-alive");
  EXPECT_EQ(asked("\r\n\r\n" + request("GET", "/ping")).headers.count("connection"), 0U) << "empty lines before it";
  const auto last = asked(request("GET", "/ping", {}, "Connection: close\r\n"));
  EXPECT_EQ(last.body, "pong");
  EXPECT_EQ(last.headers.at("connection"), "close");
  EXPECT_TRUE(client_.at_end());
}

TEST_F(EveryRequest, of_http_1_0_is_never_told_to_continue) {
  EXPECT_EQ(asked("POST /count HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc").body, "3");
}

TEST_F(EveryRequest, that_has_sent_its_body_is_not_told_to_continue) {
  EXPECT_EQ(asked("POST /count HTTP/1.1\r\nHost: t\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\nabc").body, "3");
  EXPECT_EQ(asked(request("POST", "/count", "abcd")).body, "4");
}

TEST_F(EveryRequest, of_http_1_0_has_one_host_at_most) {
  EXPECT_EQ(asked("GET /ping HTTP/1.0\r\nConnection: keep-alive\r\nHost: a\r\n\r\n").status, 200);
  EXPECT_EQ(asked("GET /ping HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n").status, 400);
}

class EveryAnswer : public EveryRequest {
 protected:
  RawAnswer answered(int status, const std::string& body) {
    client_.send(request("POST", "/later", "x"));
    auto respond = seen_.wait_for_responder();
    if (!respond) throw std::runtime_error("no responder");
    respond({status, "text/plain", {}, body});
    return client_.receive().value_or(RawAnswer{});
  }
};

TEST_F(EveryAnswer, has_a_status_between_200_and_599_or_is_an_internal_error) {
  for (const auto& [given, sent] :
       std::vector<std::pair<int, int>>{{200, 200}, {599, 599}, {199, 500}, {600, 500}, {100, 500}, {-1, 500}}) {
    EXPECT_EQ(answered(given, "x").status, sent) << given;
  }
  const auto outcomes = seen_.wait_for_outcomes(6);
  ASSERT_TRUE(outcomes.at(2).cause);
  EXPECT_EQ(outcomes[2].cause->detail, "the handler answered with status 199");
}

TEST_F(EveryAnswer, of_a_status_without_a_body_has_none_and_the_connection_goes_on) {
  for (const int status : {204, 304}) {
    const auto answer = answered(status, "never sent");
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.headers.count("content-length"), 0U) << status;
    EXPECT_EQ(asked(request("GET", "/ping")).body, "pong") << status;
  }
}

TEST_F(EveryAnswer, comes_whole_around_the_size_that_is_sent_with_its_head) {
  for (const std::size_t size : {8191U, 8192U, 8193U, 70'000U}) {
    std::string body(size, ' ');
    for (std::size_t i = 0; i < size; ++i) body[i] = source_byte(i);
    EXPECT_EQ(answered(200, body).body, body) << size;
  }
}

TEST(ServerDefaults, are_a_body_of_4_gib_of_which_1_mib_is_held_in_memory_and_fields_of_16_kib) {
  Seen seen;
  http::Server server({}, test_router(seen));
  const auto status_of = [&](const std::string& bytes) { return test::status_of(server.port(), bytes); };
  const auto announcing = [](const std::string& target, std::uint64_t size) {
    return "POST " + target +
           " HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  EXPECT_EQ(status_of(announcing("/count", 4'294'967'296)), 100);
  EXPECT_EQ(status_of(announcing("/count", 4'294'967'297)), 413);
  EXPECT_EQ(status_of(announcing("/echo", 1'048'576)), 100);
  EXPECT_EQ(status_of(announcing("/echo", 1'048'577)), 413);
  EXPECT_EQ(status_of(headed(16'384)), 200);
  EXPECT_EQ(status_of(headed(16'385)), 431);
}

}  // namespace
}  // namespace fangst::test
