#include "file_calls.hpp"

#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <mutex>
#include <regex>
#include <utility>

namespace fangst::testing {
namespace {

/// Never destroyed: files are closed after main as well.
struct Record {
  std::mutex mutex;
  std::string folder;
  std::vector<std::string> calls;
};

Record& record() {
  static auto* const made = new Record;
  return *made;
}

thread_local bool is_noting = false;

/// A name with an id or a hash in it is a star.
std::string without_made_names(const std::string& path) {
  static const auto* const made = new std::regex("[^/]*[0-9a-f]{12}[^/]*|(^|/)[0-9a-f]{2}(?=/|$)");
  return std::regex_replace(path, *made, "$1*");
}

void note_path(const char* what, const std::string& path) {
  if (is_noting) return;
  is_noting = true;
  {
    const std::lock_guard lock(record().mutex);
    const auto& folder = record().folder;
    if (!folder.empty() && path.starts_with(folder)) {
      const auto below = path.size() > folder.size() ? path.substr(folder.size() + 1) : ".";
      const auto line = std::string(what) + " " + without_made_names(below);
      if (record().calls.empty() || record().calls.back() != line) record().calls.push_back(line);
    }
  }
  is_noting = false;
}

void note_descriptor(const char* what, int fd) {
  if (is_noting) return;
  char path[4096];
  const auto link = "/proc/self/fd/" + std::to_string(fd);
  const auto length = ::readlink(link.c_str(), path, sizeof path);
  if (length > 0) note_path(what, std::string(path, static_cast<std::size_t>(length)));
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

void FileCalls::watch(const std::string& folder) {
  const std::lock_guard lock(record().mutex);
  record().folder = std::filesystem::canonical(folder).string();
  record().calls.clear();
}

void FileCalls::note(const std::string& what) {
  const std::lock_guard lock(record().mutex);
  record().calls.push_back(what);
}

std::vector<std::string> FileCalls::take() {
  const std::lock_guard lock(record().mutex);
  return std::exchange(record().calls, {});
}

}  // namespace fangst::testing

// These take the place of the C library's for the whole process, SQLite included, since a program's own symbols are
// found before those of its libraries. Each is noted after it has succeeded.
using fangst::testing::note_descriptor;
using fangst::testing::note_path;
using fangst::testing::real;

extern "C" {

ssize_t write(int fd, const void* bytes, size_t count) {
  static auto* const call = real<ssize_t(int, const void*, size_t)>("write");
  const auto written = call(fd, bytes, count);
  if (written > 0) note_descriptor("write", fd);
  return written;
}

ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
  static auto* const call = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const auto written = call(fd, bytes, count, at);
  if (written > 0) note_descriptor("write", fd);
  return written;
}

int fsync(int fd) {
  static auto* const call = real<int(int)>("fsync");
  const int result = call(fd);
  if (result == 0) note_descriptor("sync", fd);
  return result;
}

int fdatasync(int fd) {
  static auto* const call = real<int(int)>("fdatasync");
  const int result = call(fd);
  if (result == 0) note_descriptor("sync", fd);
  return result;
}

int rename(const char* from, const char* to) noexcept {
  static auto* const call = real<int(const char*, const char*)>("rename");
  const int result = call(from, to);
  if (result == 0) note_path("rename", to);
  return result;
}
}
