#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>

namespace fangst::fault {

/// Adds the place to the file that FANGST_VISITS names, once in a process. Put into every catch of the copy of the
/// sources that tests/mutation/catches.py makes, and nowhere else. From any thread; throws nothing, so that what is
/// caught is what counts.
inline void visit(std::atomic<bool>& is_known, const char* place) noexcept {
  if (is_known.exchange(true)) return;
  const char* path = std::getenv("FANGST_VISITS");
  if (path == nullptr) return;
  const int file = ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return;
  char line[256];
  std::strncpy(line, place, sizeof line - 2);
  line[sizeof line - 2] = '\0';
  std::strcat(line, "\n");  // One write of a line: many processes append to the file.
  [[maybe_unused]] const auto written = ::write(file, line, std::strlen(line));
  ::close(file);
}

}  // namespace fangst::fault
