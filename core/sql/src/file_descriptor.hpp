#pragma once

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <utility>

namespace fangst::sql {

/// Owns a POSIX file descriptor.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// After a failed write or sync the kernel may have dropped the pages: nothing more can be promised, so the process
/// ends and what was not answered is sent again by its source.
[[noreturn]] inline void storage_failed(const std::string& what) {
  std::cerr << "fangst: fatal: the storage failed: " << what << ": " << std::strerror(errno) << std::endl;
  std::abort();
}

}  // namespace fangst::sql
