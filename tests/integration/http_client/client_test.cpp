#include "support.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <mutex>
#include <set>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;

// cpprest takes its thread count once in a process, before anything else.
[[maybe_unused]] const bool kInitialised = [] {
  http_client::init(4);
  return true;
}();

TEST(HttpClient, gives_status_headers_and_body_of_the_answer) {
  RawServer server(
      always([](Connection& c, const Connection::Request& r) { c.answer(207, "ekko " + r.body, "X-Spor: abc\r\n"); }));
  const auto response = client().send(post(server.url("/sti"), "hei"), soon());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 207);
  EXPECT_EQ(response->body, "ekko hei");
  EXPECT_EQ(response->header("x-spor"), "abc");
}

TEST(HttpClient, sends_method_path_query_and_headers_exactly_as_given) {
  std::mutex mutex;
  std::vector<std::string> heads;
  RawServer server(always([&](Connection& c, const Connection::Request& r) {
    const std::lock_guard lock(mutex);
    heads.push_back(r.head);
    c.answer(200, "");
  }));
  const std::vector<std::string> paths = {
      "/",     "/digipost/", "/a%C3%A5b/c%20d/", "/v2/forsendelser?eksternRef=a%3Ab&x=1+2", "/a;b=c/@x,y!z'()*",
      "/a//b", "/ends/?q"};
  for (const auto& path : paths) {
    auto request = get(server.url(path));
    request.headers = {{"X-Egen", "verdi; med=tegn"}, {"Authorization", "Bearer t.o-k_e~n"}};
    ASSERT_TRUE(client().send(request, soon()));
    const std::lock_guard lock(mutex);
    EXPECT_EQ(heads.back().substr(0, heads.back().find('\r')), "GET " + path + " HTTP/1.1");
    EXPECT_NE(heads.back().find("\r\nX-Egen:verdi; med=tegn"), std::string::npos) << heads.back();
    EXPECT_NE(heads.back().find("\r\nHost: 127.0.0.1:" + std::to_string(server.port())), std::string::npos);
    EXPECT_NE(heads.back().find("\r\nUser-Agent:Fangst"), std::string::npos);
  }
  ASSERT_TRUE(client().send(post(server.url("/p"), "hei"), soon()));
  EXPECT_NE(heads.back().find("\r\nContent-Type:text/plain"), std::string::npos) << heads.back();
  EXPECT_NE(heads.back().find("\r\nContent-Length:3"), std::string::npos) << heads.back();
  EXPECT_EQ(heads.back().find("application/octet-stream"), std::string::npos) << heads.back();
}

TEST(HttpClient, reads_a_chunked_answer_and_one_that_ends_with_the_connection) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    while (c.read_request(request)) {
      if (request.line().find("/chunked") != std::string::npos) {
        c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfire\r\n3\r\nseks\r\n");
        return;
      }
      c.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nalt til slutten");
      return;
    }
  });
  const auto whole = client().send(get(server.url("/slutt")), soon());
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->body, "alt til slutten");
  // The second chunk is longer than it says, and the last one is missing.
  EXPECT_FALSE(client().send(get(server.url("/chunked")), soon()));
}

TEST(HttpClient, returns_redirects_instead_of_following_them) {
  RawServer server(
      always([](Connection& c, const Connection::Request&) { c.answer(302, "", "Location: /annet\r\n"); }));
  const auto response = client().send(get(server.url()), soon());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
}

TEST(HttpClient, reports_a_refused_connection_as_unavailable_with_nothing_sent) {
  const auto url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/";
  for (const auto& request : {get(url), post(url, "x")}) {
    const auto response = client().send(request, soon());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
    EXPECT_FALSE(response.error().outcome_unknown());
    EXPECT_EQ(response.error().code(), "http.ingen_forbindelse");
  }
}

TEST(HttpClient, reports_an_unknown_host_as_unavailable_with_nothing_sent) {
  const auto response = client().send(post("https://finnes-ikke.invalid/", "x"), soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
  EXPECT_FALSE(response.error().outcome_unknown());
}

TEST(HttpClient, gives_up_a_handshake_that_never_answers_with_nothing_sent) {
  RawServer silent([](Connection& c, int) { c.wait_for_client_to_close(); });
  http_client::Settings settings;
  settings.connect_timeout = 100ms;
  http_client::Client impatient(settings);
  const auto response = impatient.send(post("https://localhost:" + std::to_string(silent.port()) + "/", "x"), soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
  EXPECT_FALSE(response.error().outcome_unknown());
  EXPECT_EQ(response.error().code(), "http.tilkobling_tidsavbrudd");
}

TEST(HttpClient, says_unknown_outcome_when_the_connection_is_reset_after_the_request) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.reset();
  });
  const auto response = client().send(post(server.url(), "brev"), soon());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
  EXPECT_TRUE(response.error().outcome_unknown());
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, says_unknown_outcome_when_the_answer_is_cut_off_in_its_body) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbare litt");
  });
  const auto response = client().send(post(server.url(), "brev"), soon());
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().outcome_unknown());
}

TEST(HttpClient, says_unknown_outcome_when_the_answer_is_not_http) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.write("220 smtp.example.com ESMTP\r\n\r\n");
  });
  const auto response = client().send(post(server.url(), "brev"), soon());
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().outcome_unknown());
}

TEST(HttpClient, ends_at_the_deadline_when_the_peer_is_silent) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.wait_for_client_to_close();
  });
  const auto response = client().send(post(server.url(), "brev"), in(150ms));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::timeout);
  EXPECT_TRUE(response.error().outcome_unknown());
}

TEST(HttpClient, ends_at_the_deadline_although_the_peer_keeps_sending) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    c.read_request(request);
    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (c.write("x")) std::this_thread::sleep_for(5ms);
  });
  const auto sent = client().send(get(server.url()), in(150ms));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind(), ErrorKind::timeout);
  const auto downloaded = client().download(
      get(server.url()), [](auto) { return Result<void>{}; }, in(150ms));
  ASSERT_FALSE(downloaded);
  EXPECT_EQ(downloaded.error().kind(), ErrorKind::timeout);
}

TEST(HttpClient, sends_nothing_once_the_deadline_has_passed) {
  RawServer server(always([](Connection& c, const Connection::Request&) { c.answer(200, ""); }));
  const auto response = client().send(get(server.url()), in(-1ms));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind(), ErrorKind::timeout);
  EXPECT_FALSE(response.error().outcome_unknown());
  EXPECT_EQ(server.connections(), 0);
}

TEST(HttpClient, refuses_urls_that_are_unsafe_or_malformed) {
  const std::vector<std::string> refused = {"http://krr.example.no/",
                                            "http://127.0.0.1.example.no/",
                                            "http://128.0.0.1/",
                                            "ftp://127.0.0.1/",
                                            "127.0.0.1/",
                                            "https://",
                                            "https://a:b@x.no/",
                                            "https://x.no/a b",
                                            "https://x.no/\r\nX: y",
                                            "https://x.no:99999/",
                                            "https://x.no/#del",
                                            "http://127.0.0.1/å",
                                            "http://127.0.0.1/^"};
  for (const auto& url : refused) {
    const auto response = client().send(get(url), soon());
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().kind(), ErrorKind::invalid_input) << url;
  }
}

TEST(HttpClient, serves_many_threads_over_few_connections) {
  RawServer server(always([](Connection& c, const Connection::Request& r) { c.answer(200, r.body); }));
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 100; ++i) {
        const auto body = std::to_string(t) + ":" + std::to_string(i);
        const auto response = client().send(post(server.url(), body), soon());
        good += response && response->body == body ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 1600);
  EXPECT_LE(server.connections(), 64);
}

TEST(HttpClient, survives_deadlines_and_broken_connections_under_load) {
  RawServer server([](Connection& c, int number) {
    Connection::Request request;
    for (int i = 0; c.read_request(request); ++i) {
      if ((number + i) % 7 == 3) return c.reset();
      if ((number + i) % 5 == 2) std::this_thread::sleep_for(30ms);
      c.answer(200, request.body);
    }
  });
  std::atomic<int> wrong{0};
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 60; ++i) {
        const auto body = std::to_string(t) + ":" + std::to_string(i);
        const auto response = client().send(post(server.url(), body), in(i % 3 == 0 ? 15ms : 5000ms));
        if (response) ++good;
        if (response && response->body != body) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(good, 0);
}

}  // namespace
}  // namespace fangst::test
