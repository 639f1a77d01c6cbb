#include "support.hpp"
#include "tls_server.hpp"

#include <gtest/gtest.h>

#include <mutex>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;

http_client::Settings limited() {
  http_client::Settings settings;
  settings.max_response_bytes = 1000;
  settings.max_download_bytes = 2000;
  return settings;
}

/// Answers with the status and the size that the path names: "/200/1000".
RawServer::Script sized() {
  return always([](Connection& c, const Connection::Request& r) {
    const auto line = r.line();
    const auto at = line.find('/', line.find('/') + 1);
    c.answer(std::stoi(line.substr(line.find('/') + 1)), std::string(std::stoul(line.substr(at + 1)), 'x'));
  });
}

TEST(ExactLimits, of_an_answer_are_those_that_are_set) {
  RawServer server(sized());
  http_client::Client client(limited());
  for (const auto* size : {"/200/999", "/200/1000", "/500/1000"}) {
    EXPECT_TRUE(client.send(get(server.url(size)), soon())) << size;
  }
  for (const auto* size : {"/200/1001", "/500/1001"}) {
    const auto above = client.send(get(server.url(size)), soon());
    ASSERT_FALSE(above) << size;
    EXPECT_EQ(above.error().code(), "http.svar_for_stort");
    EXPECT_EQ(above.error().kind(), ErrorKind::too_large);
    EXPECT_TRUE(above.error().outcome_unknown()) << "it has acted, whatever it answers";
  }
}

TEST(ExactLimits, of_a_download_are_others_for_what_is_wanted_than_for_why_it_is_refused) {
  RawServer server(sized());
  http_client::Client client(limited());
  std::size_t got = 0;
  const auto sink = [&](std::string_view piece) -> Result<void> {
    got += piece.size();
    return {};
  };
  for (const auto* size : {"/200/1999", "/200/2000", "/404/1000"}) {
    EXPECT_TRUE(client.download(get(server.url(size)), sink, soon())) << size;
  }
  EXPECT_EQ(got, 3999U);
  for (const auto* size : {"/200/2001", "/404/1001"}) {
    const auto above = client.download(get(server.url(size)), sink, soon());
    ASSERT_FALSE(above) << size;
    EXPECT_EQ(above.error().code(), "http.svar_for_stort") << size;
    EXPECT_EQ(above.error().kind(), ErrorKind::too_large) << size;
  }
}

TEST(ExactLimits, are_16_mib_of_an_answer_and_4_gib_of_a_download_when_nothing_is_set) {
  RawServer server(sized());
  const auto whole = client().send(get(server.url("/200/16777216")), soon());
  ASSERT_TRUE(whole) << whole.error().private_detail();
  EXPECT_EQ(whole->body.size(), 16'777'216U);
  const auto above = client().send(get(server.url("/200/16777217")), soon());
  ASSERT_FALSE(above);
  EXPECT_EQ(above.error().code(), "http.svar_for_stort");
  EXPECT_EQ(http_client::Settings{}.max_download_bytes, 4ULL << 30U);
}

TEST(Downloads, give_to_the_sink_what_every_2xx_holds_and_nothing_else) {
  RawServer server(sized());
  http_client::Client client(limited());
  for (const auto& [status, is_wanted] : std::vector<std::pair<int, bool>>{
           {200, true}, {206, true}, {299, true}, {300, false}, {303, false}, {404, false}, {500, false}}) {
    std::string got;
    const auto response = client.download(
        get(server.url("/" + std::to_string(status) + "/5")),
        [&](std::string_view piece) -> Result<void> {
          got += piece;
          return {};
        },
        soon());
    ASSERT_TRUE(response) << status;
    EXPECT_EQ(response->status, status);
    EXPECT_EQ(got, is_wanted ? "xxxxx" : "") << status;
    EXPECT_EQ(response->body, is_wanted ? "" : "xxxxx") << status;
  }
}

TEST(Deadlines, are_what_an_answer_has_once_the_request_is_out_however_short_the_time_to_connect) {
  RawServer server(always([](Connection& c, const Connection::Request& r) {
    std::this_thread::sleep_for(400ms);  // A slow service, as SvarUt may be.
    c.answer(200, r.body);
  }));
  http_client::Settings settings;
  settings.connect_timeout = 100ms;
  http_client::Client client(settings);
  const auto sent = client.send(post(server.url(), "brev"), soon());
  ASSERT_TRUE(sent) << sent.error().code();
  EXPECT_EQ(sent->body, "brev");
  EXPECT_TRUE(client.send(get(server.url()), soon()));
}

TEST(Deadlines, end_the_wait_for_a_peer_that_falls_silent_when_the_time_to_connect_is_long_over) {
  RawServer silent([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.wait_for_client_to_close();
  });
  http_client::Settings settings;
  settings.connect_timeout = 50ms;
  http_client::Client client(settings);
  const auto sent = client.send(post(silent.url(), "brev"), in(300ms));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind(), ErrorKind::timeout);
  EXPECT_TRUE(sent.error().outcome_unknown());
}

TEST(Deadlines, before_the_connection_stands_are_told_as_such_and_nothing_has_been_sent) {
  RawServer silent([](Connection& c, int) { c.wait_for_client_to_close(); });
  const auto url = "https://localhost:" + std::to_string(silent.port()) + "/";
  const auto with_body = client().send(post(url, "x"), in(150ms));
  ASSERT_FALSE(with_body);
  EXPECT_EQ(with_body.error().code(), "http.tidsavbrudd");
  EXPECT_EQ(with_body.error().kind(), ErrorKind::timeout);
  EXPECT_FALSE(with_body.error().outcome_unknown());
  // The headers are all that there is: they may just have left.
  const auto without = client().send({"DELETE", url, {}, {}, nullptr}, in(150ms));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code(), "http.tidsavbrudd");
  EXPECT_TRUE(without.error().outcome_unknown());
}

TEST(Requests, have_the_headers_of_the_caller_save_those_of_the_framing) {
  std::mutex mutex;
  std::string head;
  RawServer server(always([&](Connection& c, const Connection::Request& r) {
    const std::lock_guard lock(mutex);
    head = r.head;
    c.answer(200, r.body);
  }));
  http_client::Settings settings;
  settings.user_agent = "Proeve/1";
  http_client::Client client(settings);
  auto request = post(server.url(), "hei");
  request.headers = {
      {"content-length", "99"}, {"Transfer-Encoding", "chunked"}, {"CONNECTION", "close"}, {"X-A", "1"}, {"X-B", "2"}};
  const auto response = client.send(request, soon());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "hei");
  EXPECT_NE(head.find("\r\nUser-Agent:Proeve/1"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nX-A:1"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nX-B:2"), std::string::npos) << head;
  for (const auto* unwanted : {"Length:99", "length:99", "chunked", "close"})
    EXPECT_EQ(head.find(unwanted), std::string::npos) << head;
}

TEST(Requests, are_refused_for_any_header_that_would_add_a_line_or_has_no_name) {
  RawServer server(always([](Connection& c, const Connection::Request&) { c.answer(200, ""); }));
  const std::vector<std::pair<std::string, std::string>> faulty{
      {"", "a"},          {"X\r\nY", "a"}, {"X\n", "a"},  {std::string("X\0Y", 3), "a"}, {"X", "a\nY: b"},
      {"X", "a\r\nY: b"}, {"X", "a\r\n"},  {"X", "a\rb"}, {"X", std::string("a\0b", 3)}};
  for (const auto& header : faulty) {
    auto request = get(server.url());
    request.headers = {{"X-First", "good"}, header, {"X-Last", "good"}};
    const auto response = client().send(request, soon());
    ASSERT_FALSE(response) << header.first;
    EXPECT_EQ(response.error().code(), "http.ugyldig_forespoersel");
    EXPECT_EQ(response.error().kind(), ErrorKind::invalid_input);
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(Requests, send_the_body_source_when_there_is_one_and_not_the_text) {
  RawServer server(always([](Connection& c, const Connection::Request& r) { c.answer(200, r.body); }));
  auto request = post(server.url(), "text");
  request.body_source = std::make_shared<ports::TextSource>("source");
  std::array<char, 4> read{};
  ASSERT_EQ(request.body_source->read(read).value(), 4U) << "as one that was read before";
  const auto response = client().send(request, soon());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "source");
}

TEST(Requests, are_told_of_in_an_error_by_method_and_origin_and_never_by_path) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.reset();
  });
  const auto error = client().send(post(server.url("/hemmelig?navn=b"), "c"), soon()).error();
  EXPECT_EQ(error.where(), "http POST http://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_EQ(error.private_detail().find("hemmelig"), std::string::npos) << error.private_detail();
}

}  // namespace
}  // namespace fangst::test
