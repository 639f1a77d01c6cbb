#include <fangst/amqp/watchdog.hpp>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace fangst::amqp {
namespace {

using namespace std::chrono_literals;

class WatchdogTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  void TearDown() override {
    close(ends_[0]);
    close(ends_[1]);
  }
  /// As a send to a peer that does not read: ends only when the socket is cut.
  bool fills_until_cut() const {
    const std::array<char, 65536> block{};
    while (send(ends_[0], block.data(), block.size(), MSG_NOSIGNAL) > 0) {
    }
    return errno == EPIPE;
  }

  std::array<int, 2> ends_{};
};

TEST_F(WatchdogTest, ends_a_send_that_hangs) {
  Watchdog dog;
  dog.watch(ends_[0]);
  const Watchdog::Guard guard(dog, 100ms);
  EXPECT_TRUE(fills_until_cut());
  dog.forget();
}

TEST_F(WatchdogTest, leaves_a_socket_alone_that_is_in_time_or_forgotten) {
  Watchdog dog;
  dog.watch(ends_[0]);
  { const Watchdog::Guard guard(dog, 10ms); }
  dog.forget();
  const Watchdog::Guard guard(dog, 1ms);
  std::this_thread::sleep_for(600ms);
  EXPECT_EQ(send(ends_[0], "x", 1, MSG_NOSIGNAL), 1);
}

TEST_F(WatchdogTest, a_cut_reaches_the_next_socket_too) {
  Watchdog dog;
  dog.cut();
  dog.watch(ends_[0]);
  EXPECT_EQ(send(ends_[0], "x", 1, MSG_NOSIGNAL), -1);
  dog.forget();
}

}  // namespace
}  // namespace fangst::amqp
