#include "raw_client.hpp"
#include "routes.hpp"

#include <fangst/http/server.hpp>

#include <gtest/gtest.h>

namespace fangst::test {
namespace {

/// One below, at, and one above.
class ExactLimits : public ::testing::Test {
 protected:
  static constexpr std::size_t kConnections = 3;
  static constexpr std::size_t kToldWhy = 64;  ///< How many above the limit get an answer before they are closed.

  static http::ServerSettings few_connections() {
    auto settings = small_server();
    settings.max_connections = kConnections;
    return settings;
  }
  int status_of(const std::string& bytes) { return test::status_of(server_.port(), bytes); }

  Seen seen_;
  http::Server server_{few_connections(), test_router(seen_)};
};

TEST_F(ExactLimits, of_a_streamed_body_are_those_that_are_set) {
  for (const std::size_t size : {99'999U, 100'000U}) {
    EXPECT_EQ(status_of(request("POST", "/count", std::string(size, 'x'))), 200) << size;
    EXPECT_EQ(status_of(chunked("/count", std::string(size, 'x'))), 200) << size << " in chunks";
  }
  EXPECT_EQ(status_of(request("POST", "/count", std::string(100'001, 'x'))), 413);
  EXPECT_EQ(status_of(chunked("/count", std::string(100'001, 'x'))), 413);
}

TEST_F(ExactLimits, of_a_collected_body_are_those_that_are_set) {
  for (const std::size_t size : {999U, 1000U}) {
    EXPECT_EQ(status_of(request("POST", "/echo", std::string(size, 'x'))), 200) << size;
    EXPECT_EQ(status_of(chunked("/echo", std::string(size, 'x'))), 200) << size << " in chunks";
  }
  EXPECT_EQ(status_of(request("POST", "/echo", std::string(1001, 'x'))), 413);
  EXPECT_EQ(status_of(chunked("/echo", std::string(1001, 'x'))), 413);
}

TEST_F(ExactLimits, of_a_target_are_8_kib) {
  for (const std::size_t size : {8191U, 8192U}) {
    EXPECT_EQ(status_of(request("GET", "/ping?" + std::string(size - 6, 'x'))), 200) << size;
  }
  EXPECT_EQ(status_of(request("GET", "/ping?" + std::string(8193 - 6, 'x'))), 414);
}

TEST_F(ExactLimits, of_connections_are_those_that_are_set) {
  std::vector<RawClient> open;
  for (std::size_t i = 0; i < kConnections; ++i) {
    open.emplace_back(server_.port());
    open.back().send(request("GET", "/ping"));
    EXPECT_EQ(open.back().receive()->status, 200) << i;
  }
  EXPECT_EQ(status_of(request("GET", "/ping")), 503);
}

TEST_F(ExactLimits, of_connections_that_are_told_why_are_64_beyond_those) {
  std::vector<RawClient> open;
  for (std::size_t i = 0; i < kConnections + kToldWhy; ++i) open.emplace_back(server_.port());
  EXPECT_EQ(status_of(request("GET", "/ping")), 0) << "closed without a word";
  open.back().send(request("GET", "/ping"));
  const auto told = open.back().receive();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->status, 503);
  open[kConnections - 1].send(request("GET", "/ping"));
  const auto served = open[kConnections - 1].receive();
  ASSERT_TRUE(served);
  EXPECT_EQ(served->status, 200);
}

}  // namespace
}  // namespace fangst::test
