#include "raw_client.hpp"
#include "routes.hpp"

#include <fangst/http/server.hpp>

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

/// One below, at, and one above.
class ExactLimits : public ::testing::Test {
 protected:
  static http::ServerSettings small() {
    http::ServerSettings settings;
    settings.small_body = 1000;
    settings.body_limit = 100'000;
    settings.inline_body = 500;
    settings.max_connections = 3;
    return settings;
  }
  int status_of(const std::string& bytes) {
    RawClient client(server_.port());
    client.send(bytes);
    const auto answer = client.receive();
    return answer ? answer->status : 0;
  }
  static std::string chunked(const std::string& target, std::size_t size) {
    char length[20];
    std::snprintf(length, sizeof length, "%zx", size);
    return "POST " + target + " HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n" + length + "\r\n" +
           std::string(size, 'x') + "\r\n0\r\n\r\n";
  }

  Seen seen_;
  http::Server server_{small(), test_router(seen_)};
};

TEST_F(ExactLimits, of_a_streamed_body_are_those_that_are_set) {
  for (const std::size_t size : {99'999U, 100'000U}) {
    EXPECT_EQ(status_of(request("POST", "/count", std::string(size, 'x'))), 200) << size;
    EXPECT_EQ(status_of(chunked("/count", size)), 200) << size << " in chunks";
  }
  EXPECT_EQ(status_of(request("POST", "/count", std::string(100'001, 'x'))), 413);
  EXPECT_EQ(status_of(chunked("/count", 100'001)), 413);
}

TEST_F(ExactLimits, of_a_collected_body_are_those_that_are_set) {
  for (const std::size_t size : {999U, 1000U}) {
    EXPECT_EQ(status_of(request("POST", "/echo", std::string(size, 'x'))), 200) << size;
    EXPECT_EQ(status_of(chunked("/echo", size)), 200) << size << " in chunks";
  }
  EXPECT_EQ(status_of(request("POST", "/echo", std::string(1001, 'x'))), 413);
  EXPECT_EQ(status_of(chunked("/echo", 1001)), 413);
}

TEST_F(ExactLimits, of_a_target_are_8_kib) {
  for (const std::size_t size : {8191U, 8192U}) {
    EXPECT_EQ(status_of(request("GET", "/ping?" + std::string(size - 6, 'x'))), 200) << size;
  }
  EXPECT_EQ(status_of(request("GET", "/ping?" + std::string(8193 - 6, 'x'))), 414);
}

TEST_F(ExactLimits, of_connections_are_those_that_are_set) {
  std::vector<RawClient> open;
  for (int i = 0; i < 3; ++i) {
    open.emplace_back(server_.port());
    open.back().send(request("GET", "/ping"));
    EXPECT_EQ(open.back().receive()->status, 200) << i;
  }
  EXPECT_EQ(status_of(request("GET", "/ping")), 503);
}

TEST_F(ExactLimits, of_connections_that_are_told_why_are_64_beyond_those) {
  std::vector<RawClient> open;
  for (int i = 0; i < 3 + 64; ++i) open.emplace_back(server_.port());
  EXPECT_EQ(status_of(request("GET", "/ping")), 0) << "closed without a word";
  open.back().send(request("GET", "/ping"));
  const auto told = open.back().receive();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->status, 503);
  open[2].send(request("GET", "/ping"));
  const auto served = open[2].receive();
  ASSERT_TRUE(served);
  EXPECT_EQ(served->status, 200);
}

}  // namespace
}  // namespace fangst::test
