#include "raw_client.hpp"
#include "routes.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

namespace fangst::test {
namespace {

using namespace std::chrono_literals;

/// Each body is taken in one of two ways: on the I/O thread, or on a thread that may block.
class BothWays : public ::testing::TestWithParam<std::size_t> {};

TEST_P(BothWays, a_fault_of_the_consumer_is_answered_alike_and_leaves_nothing_behind) {
  struct Expected {
    std::string target;
    int status;
    std::string cause;
  };
  Seen seen;
  http::ServerSettings settings;
  settings.inline_body = 1000;
  http::Server server(settings, test_router(seen), [&](const http::RequestOutcome& outcome) { seen.note(outcome); });
  int consumers = 0;
  for (const auto& expected : {Expected{"/choke", 409, "private detail"},
                               {"/throw-write", 500, "std::runtime_error: a defect"},
                               {"/throw-late", 500, "std::runtime_error: a defect"},
                               {"/forget", 500, "the handler ended without an answer"},
                               {"/throw-answered", 200, ""},
                               {"/count", 200, ""}}) {
    RawClient client(server.port());
    client.send(request("POST", expected.target, std::string(GetParam(), 'x')));
    const auto answer = client.receive();
    ASSERT_TRUE(answer) << expected.target;
    EXPECT_EQ(answer->status, expected.status) << expected.target;
    EXPECT_EQ(answer->body.find("a defect"), std::string::npos);
    const auto outcomes = seen.wait_for_outcomes(static_cast<std::size_t>(++consumers));
    EXPECT_EQ(outcomes.back().pattern, expected.target);
    EXPECT_EQ(outcomes.back().cause ? outcomes.back().cause->detail : "", expected.cause) << expected.target;
  }
  server.stop(5s);
  EXPECT_EQ(seen.dropped, consumers);
}

INSTANTIATE_TEST_SUITE_P(Bodies, BothWays,
                         ::testing::Values(std::size_t{1000}, std::size_t{1001}, std::size_t{500'000}));

TEST(Threads, that_may_block_are_as_many_as_are_set) {
  std::mutex mutex;
  std::condition_variable changed;
  int inside = 0;
  http::Router router;
  router.add("GET", "/meet", [&](const http::RequestHead&, const std::string&) {
    std::unique_lock lock(mutex);
    ++inside;
    changed.notify_all();
    const bool have_met = changed.wait_for(lock, 20s, [&] { return inside == 6; });
    return http::Response{200, "text/plain", {}, have_met ? "met" : "alone"};
  });
  http::ServerSettings settings;
  settings.blocking_threads = 6;
  http::Server server(settings, std::move(router));
  std::vector<RawClient> clients;
  for (int i = 0; i < 6; ++i) clients.emplace_back(server.port());
  for (auto& client : clients) client.send(request("GET", "/meet"));
  for (auto& client : clients) {
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "met");
  }
}

TEST(Stopping, closes_what_has_not_ended_when_the_grace_is_over) {
  Seen seen;
  http::Server server({}, test_router(seen), [&](const http::RequestOutcome& outcome) { seen.note(outcome); });
  RawClient client(server.port());
  client.send(request("POST", "/later", "x"));
  auto respond = seen.wait_for_responder();
  server.stop(50ms);
  EXPECT_FALSE(client.receive());
  EXPECT_EQ(seen.wait_for_outcomes(1).at(0).status, 499);
  respond({200, "text/plain", {}, "too late"});
  server.stop(1h);
  EXPECT_EQ(seen.wait_for_outcomes(1).size(), 1U);
}

}  // namespace
}  // namespace fangst::test
