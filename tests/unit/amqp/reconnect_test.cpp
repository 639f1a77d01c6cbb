#include <fangst/amqp/consumer.hpp>
#include <fangst/amqp/publisher.hpp>
#include <fangst/support/eventually.hpp>
#include <fangst/support/manual_clock.hpp>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;

/// A broker that hangs up on everybody, and counts them.
class Refusing {
 public:
  Refusing() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (bind(socket_, any, size) != 0 || listen(socket_, 8) != 0 || getsockname(socket_, any, &size) != 0) {
      throw std::runtime_error("no socket");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int client = accept(socket_, nullptr, nullptr); client >= 0; client = accept(socket_, nullptr, nullptr)) {
        ++tries_;
        close(client);
      }
    });
  }
  ~Refusing() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
  }
  Refusing(const Refusing&) = delete;
  Refusing& operator=(const Refusing&) = delete;

  int tries() const { return tries_; }
  BrokerSettings settings() const {
    BrokerSettings settings;
    settings.host = "127.0.0.1";
    settings.port = port_;
    return settings;
  }

 private:
  int socket_;
  std::uint16_t port_ = 0;
  std::atomic<int> tries_{0};
  std::thread thread_;
};

class Reconnect : public testing::Test {
 protected:
  /// The pauses double from 100 ms, less up to a half, and are never longer than the longest; between them the broker
  /// is left alone.
  void expect_pauses() {
    int tries = 1;
    for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 6400ms, 12800ms, 15000ms, 15000ms}) {
      ASSERT_TRUE(clock.is_waited_by(pause / 2, pause)) << pause.count();
      EXPECT_EQ(broker.tries(), tries);
      clock.advance(pause);
      ++tries;
      ASSERT_TRUE(support::eventually([&] { return broker.tries() == tries; }));
    }
  }

  Refusing broker;
  support::ManualClock clock;
};

TEST_F(Reconnect, is_tried_after_longer_and_longer_pauses_by_the_publisher) {
  Publisher publisher(broker.settings(), "test", clock, {});
  publisher.start();
  expect_pauses();
  EXPECT_FALSE(publisher.is_ready());
  EXPECT_NE(publisher.problem(), "");
}

TEST_F(Reconnect, is_tried_after_longer_and_longer_pauses_by_the_consumer) {
  Consumer consumer(broker.settings(), "test", {}, clock, {});
  consumer.start();
  expect_pauses();
  EXPECT_FALSE(consumer.is_connected());
  EXPECT_NE(consumer.problem(), "");
}

TEST_F(Reconnect, does_not_hold_up_a_stop_however_long_the_pause) {
  Publisher publisher(broker.settings(), "test", clock, {});
  publisher.start();
  ASSERT_TRUE(clock.is_waited_by(50ms, 100ms));
  publisher.stop();
  EXPECT_FALSE(publisher.wait_until_ready(clock.monotonic() + 1h));
}

TEST_F(Reconnect, is_waited_for_until_the_deadline) {
  Publisher publisher(broker.settings(), "test", clock, {});
  auto ready = true;
  std::thread waits([&] { ready = publisher.wait_until_ready(clock.monotonic() + 1h); });
  const bool is_waiting = clock.is_waited_by(1h);
  clock.advance(1h);
  waits.join();
  EXPECT_TRUE(is_waiting);
  EXPECT_FALSE(ready);
}

}  // namespace
}  // namespace fangst::amqp
