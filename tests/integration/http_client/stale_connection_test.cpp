#include "support.hpp"

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;

/// Sends one request that is answered, so that a connection lies in the pool. What cpprest does after the last byte
/// of the answer is not seen from here: the connection may come back to the pool a moment later.
void warm_up(RawServer& server) {
  ASSERT_TRUE(client().send(post(server.url("/varm"), "x"), soon()));
  std::this_thread::sleep_for(50ms);
}

TEST(StaleConnection, is_replaced_before_anything_is_sent_when_the_peer_has_closed_it) {
  std::atomic<int> letters{0};
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    if (!c.read_request(request)) return;
    letters += request.line().find("/brev") != std::string::npos ? 1 : 0;
    c.answer(200, "");
  });
  warm_up(server);
  for (int i = 0; i < 5; ++i) {
    const auto response = client().send(post(server.url("/brev"), "kjære deg"), soon());
    ASSERT_TRUE(response) << response.error().private_detail();
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(letters, 5);
  EXPECT_EQ(server.connections(), 6);
}

TEST(StaleConnection, never_makes_a_second_post_of_one_that_the_peer_may_have_acted_on) {
  for (const bool resets : {false, true}) {
    std::atomic<int> letters{0};
    RawServer server([&](Connection& c, int) {
      Connection::Request request;
      while (c.read_request(request)) {
        if (request.line().find("/brev") == std::string::npos) {
          c.answer(200, "");
          continue;
        }
        ++letters;
        return resets ? c.reset() : c.close();
      }
    });
    warm_up(server);
    const auto response = client().send(post(server.url("/brev"), "kjære deg"), soon());
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind(), ErrorKind::unavailable);
    EXPECT_TRUE(response.error().outcome_unknown());
    EXPECT_EQ(letters, 1);
    EXPECT_EQ(server.connections(), 1) << "the connection was not reused: the test proves nothing";
  }
}

TEST(StaleConnection, never_repeats_a_request_without_a_body_either) {
  for (const char* method : {"POST", "PUT", "DELETE"}) {
    std::atomic<int> letters{0};
    RawServer server([&](Connection& c, int) {
      Connection::Request request;
      while (c.read_request(request)) {
        if (request.line().find("/brev") == std::string::npos) {
          c.answer(200, "");
          continue;
        }
        ++letters;
        return;
      }
    });
    warm_up(server);
    const auto response = client().send({method, server.url("/brev"), {}, {}, nullptr}, soon());
    ASSERT_FALSE(response) << method;
    EXPECT_TRUE(response.error().outcome_unknown()) << method;
    EXPECT_EQ(letters, 1) << method;
    EXPECT_EQ(server.connections(), 1) << method;
  }
}

TEST(StaleConnection, leaves_nothing_behind_that_the_next_request_would_trip_over) {
  RawServer server([](Connection& c, int) {
    Connection::Request request;
    while (c.read_request(request)) {
      if (request.line().find("/brudd") != std::string::npos) return;
      c.answer(200, "");
    }
  });
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(client().send(post(server.url("/brev"), "kjære deg"), soon())) << i;
    EXPECT_FALSE(client().send(post(server.url("/brudd"), "kjære deg"), soon())) << i;
  }
}

TEST(StaleConnection, is_the_same_for_a_streamed_body) {
  struct Source : ports::ByteSource {
    std::size_t left = 0;
    std::uint64_t size() const override { return 300'000; }
    Result<void> rewind() override {
      left = 300'000;
      return {};
    }
    Result<std::size_t> read(std::span<char> buffer) override {
      const auto count = std::min(buffer.size(), left);
      std::fill_n(buffer.begin(), count, 'x');
      left -= count;
      return count;
    }
  };
  std::atomic<int> letters{0};
  RawServer server([&](Connection& c, int) {
    Connection::Request request;
    while (c.read_request(request)) {
      if (request.body_size == 300'000) {
        ++letters;
        return c.close();
      }
      c.answer(200, "");
    }
  });
  warm_up(server);
  auto request = post(server.url("/brev"), "");
  request.body_source = std::make_shared<Source>();
  const auto response = client().send(request, soon());
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().outcome_unknown());
  EXPECT_EQ(letters, 1);
  EXPECT_EQ(server.connections(), 1);
}

TEST(StaleConnection, is_no_obstacle_to_a_get) {
  RawServer server([](Connection& c, int number) {
    Connection::Request request;
    for (int i = 0; c.read_request(request); ++i) {
      if (number == 0 && i == 1) return;
      c.answer(200, "svar");
    }
  });
  warm_up(server);
  const auto response = client().send(get(server.url()), soon());
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "svar");
  EXPECT_EQ(server.connections(), 2);
}

TEST(StaleConnection, is_no_obstacle_to_a_head_either) {
  RawServer server([](Connection& c, int number) {
    Connection::Request request;
    for (int i = 0; c.read_request(request); ++i) {
      if (number == 0 && i == 1) return;
      c.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Nummer: " + std::to_string(number) + "\r\n\r\n");
    }
  });
  warm_up(server);
  const auto response = client().send({"HEAD", server.url(), {}, {}, nullptr}, soon());
  ASSERT_TRUE(response) << response.error().code();
  EXPECT_EQ(response->header("X-Nummer"), "1");
}

}  // namespace
}  // namespace fangst::test
