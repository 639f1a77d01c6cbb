#include "raw_client.hpp"
#include "routes.hpp"

#include <fangst/support/peak_memory.hpp>

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

TEST(Load, serves_200_connections_at_once) {
  Seen seen;
  http::ServerSettings settings;
  settings.io_threads = 2;
  http::Server server(settings, test_router(seen));
  std::vector<RawClient> clients;
  for (int i = 0; i < 200; ++i) clients.emplace_back(server.port());
  for (int round = 0; round < 5; ++round) {
    const auto body_of = [&](std::size_t i) { return std::string(i * 997 % 100'000 + 1, 'x'); };
    for (std::size_t i = 0; i < clients.size(); ++i) {
      ASSERT_TRUE(clients[i].send(request("POST", i % 3 ? "/count" : "/echo", body_of(i))));
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const auto answer = clients[i].receive();
      ASSERT_TRUE(answer) << i;
      EXPECT_EQ(answer->body, i % 3 ? std::to_string(body_of(i).size()) : body_of(i)) << i;
    }
  }
}

TEST(Load, streams_300_megabytes_in_bounded_memory) {
  Seen seen;
  http::Server server({}, test_router(seen));
  RawClient client(server.port());
  const std::string megabyte(1U << 20U, 'x');
  const std::string chunk = "100000\r\n" + megabyte + "\r\n";
  const support::MemoryGrowth growth;
  client.send("PUT /count/large HTTP/1.1\r\nHost: t\r\nContent-Length: 314572800\r\n\r\n");
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(client.send(megabyte));
  EXPECT_EQ(client.receive()->body, "314572800");
  EXPECT_LE(seen.largest_write, 256U << 10U);
  growth.expect_below(16U << 20U);

  client.send("PUT /count/large HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 300; ++i) ASSERT_TRUE(client.send(chunk));
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.receive()->body, "314572800");
  growth.expect_below(16U << 20U);
}

TEST(Load, survives_clients_that_come_and_go_in_every_state) {
  Seen seen;
  http::ServerSettings settings;
  settings.io_threads = 2;
  http::Server server(settings, test_router(seen));
  const auto whole = request("POST", "/echo", std::string(3000, 'x'));
  const auto streamed = request("POST", "/count", std::string(200'000, 'x'));
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 300; ++i) {
        const auto& message = (i + t) % 2 ? whole : streamed;
        RawClient client(server.port());
        client.send(std::string_view(message).substr(0, message.size() * (i % 10) / 9));
        if (i % 3) client.reset();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  RawClient client(server.port());
  client.send(request("GET", "/ping"));
  EXPECT_EQ(client.receive()->body, "pong");
}

}  // namespace
}  // namespace fangst::test
