#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace fangst::amqp {

/// Wakes a thread that waits in poll() (an eventfd). ring() may be called from any thread.
class Doorbell {
 public:
  Doorbell() : fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  ~Doorbell() { close(fd_); }
  Doorbell(const Doorbell&) = delete;
  Doorbell& operator=(const Doorbell&) = delete;

  void ring() const { [[maybe_unused]] const auto ignored = eventfd_write(fd_, 1); }
  void silence() const {
    eventfd_t count = 0;
    [[maybe_unused]] const auto ignored = eventfd_read(fd_, &count);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace fangst::amqp
